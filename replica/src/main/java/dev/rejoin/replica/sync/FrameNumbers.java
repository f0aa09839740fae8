package dev.rejoin.replica.sync;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.v1.Frame;

/** The numbers of the frames of one link, from 1 in each direction: none is lost or taken twice. */
final class FrameNumbers {
  private long sent;
  private long heard;

  /** The next frame to send, with its number. */
  Frame number(Frame frame) {
    return frame.toBuilder().setNo(++sent).build();
  }

  /** False for a frame that came before; a missing one ends the link. */
  boolean isNext(Frame frame) {
    if (frame.getNo() == 0) {
      return true;
    }
    if (frame.getNo() > heard + 1) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ORDER,
          "frame " + (heard + 1) + " is missing before frame " + frame.getNo());
    }
    if (frame.getNo() <= heard) {
      return false;
    }
    heard = frame.getNo();
    return true;
  }
}
