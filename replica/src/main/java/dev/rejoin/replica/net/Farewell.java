package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.ErrorFrame;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Goodbye;
import dev.rejoin.proto.v1.Refuse;
import dev.rejoin.replica.sync.SafeText;

/** The last frame of a link that this side ends. Stateless. */
final class Farewell {
  private Farewell() {}

  /** Says what went wrong; before authentication that refuses the connection. */
  static Frame error(boolean authenticated, RejoinException e) {
    if (!authenticated) {
      return refuse(e.code(), String.valueOf(e.getMessage()), 0);
    }
    // What a store says of itself may hold paths: a peer gets the sentence of the code instead.
    ErrorFrame error =
        ErrorFrame.newBuilder()
            .setCode(e.code().number())
            .setDetail(e.code().sentence())
            .setFatal(true)
            .build();
    return Frame.newBuilder().setError(error).build();
  }

  static Frame refuse(ErrorCode code, String detail, long retryAfterMillis) {
    Refuse refuse =
        Refuse.newBuilder()
            .setCode(code.number())
            .setDetail(SafeText.of(detail))
            .setRetryAfterMillis(retryAfterMillis)
            .build();
    return Frame.newBuilder().setRefuse(refuse).build();
  }

  /** Says that this side stops, and when to come back. */
  static Frame draining(boolean authenticated, long retryAfterMillis) {
    if (!authenticated) {
      return refuse(ErrorCode.DRAINING, ErrorCode.DRAINING.sentence(), retryAfterMillis);
    }
    Goodbye goodbye =
        Goodbye.newBuilder()
            .setCode(ErrorCode.DRAINING.number())
            .setRetryAfterMillis(retryAfterMillis)
            .build();
    return Frame.newBuilder().setGoodbye(goodbye).build();
  }
}
