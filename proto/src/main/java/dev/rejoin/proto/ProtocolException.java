package dev.rejoin.proto;

import org.jspecify.annotations.Nullable;

/** Bytes or a peer that break the rules of the format or the protocol. */
public final class ProtocolException extends RejoinException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(ErrorCode code, String detail) {
    super(code, detail);
  }

  public ProtocolException(ErrorCode code, String detail, @Nullable Throwable cause) {
    super(code, detail, cause);
  }

  static ProtocolException malformed(String detail) {
    return new ProtocolException(ErrorCode.MALFORMED, detail);
  }
}
