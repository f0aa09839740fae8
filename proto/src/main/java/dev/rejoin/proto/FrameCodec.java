package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.Frame;
import java.nio.ByteBuffer;

/**
 * Frames as bytes: a length of 4 bytes, big endian, and a message Frame; see {@link FrameReader}
 * for the other way.
 *
 * <p>Stateless. The sender keeps the limits that the receiver checks, so a legal sender never
 * builds what a receiver refuses.
 */
public final class FrameCodec {
  static final int LENGTH_BYTES = 4;

  private FrameCodec() {}

  /** The bytes of a frame for an authenticated link; see {@link #write(Frame, int)}. */
  public static byte[] write(Frame frame) {
    return write(frame, Limits.MAX_FRAME_BYTES);
  }

  /**
   * The bytes of a frame, with its length.
   *
   * @param maxFrameBytes what the receiver takes at this moment
   * @throws ProtocolException FRAME_TOO_LARGE, CHANGE_TOO_LARGE or MALFORMED if the receiver would
   *     refuse the frame
   */
  public static byte[] write(Frame frame, int maxFrameBytes) {
    int size = frame.getSerializedSize();
    checkSize(size, maxFrameBytes);
    byte[] message = frame.toByteArray();
    FrameScan.of(message, 0, size);
    check(frame);
    return ByteBuffer.allocate(LENGTH_BYTES + size).putInt(size).put(message).array();
  }

  /** Refuses a length before anything of that length is kept. */
  static void checkSize(long size, int maxFrameBytes) {
    if (size == 0) {
      throw ProtocolException.malformed("an empty frame");
    }
    if (size > maxFrameBytes) {
      throw new ProtocolException(
          ErrorCode.FRAME_TOO_LARGE,
          "a frame has at most " + maxFrameBytes + " bytes here, not " + size);
    }
  }

  /** The frame that the bytes hold; of a frame with an unknown body only {@code skippable}. */
  static Frame parse(byte[] bytes, int from, int size) {
    FrameScan scan = FrameScan.of(bytes, from, size);
    if (!scan.knowsBody()) {
      return Frame.newBuilder().setSkippable(scan.skippable()).build();
    }
    Frame frame = Parsing.parse(Frame.parser(), bytes, from, size, "frame");
    check(frame);
    return frame;
  }

  private static void check(Frame frame) {
    if (frame.hasBatch()) {
      check(frame.getBatch());
    }
    int entries = frame.getSpaceOpen().getHave().getEntryCount();
    if (entries > Limits.MAX_VECTOR_ENTRIES) {
      throw new ProtocolException(
          ErrorCode.REPLICA_LIMIT,
          "a vector has at most " + Limits.MAX_VECTOR_ENTRIES + " entries, not " + entries);
    }
  }

  private static void check(Batch batch) {
    if (batch.getChangeCount() > Limits.MAX_CHANGES_PER_BATCH) {
      throw ProtocolException.malformed(
          "a batch has at most "
              + Limits.MAX_CHANGES_PER_BATCH
              + " changes, not "
              + batch.getChangeCount());
    }
    long bytes = 0;
    for (ByteString change : batch.getChangeList()) {
      if (change.size() > Limits.MAX_CHANGE_BYTES) {
        throw new ProtocolException(
            ErrorCode.CHANGE_TOO_LARGE,
            "a change has at most " + Limits.MAX_CHANGE_BYTES + " bytes, not " + change.size());
      }
      bytes += change.size();
    }
    if (bytes > Limits.MAX_BATCH_BYTES) {
      throw ProtocolException.malformed(
          "the changes of a batch have at most " + Limits.MAX_BATCH_BYTES + " bytes, not " + bytes);
    }
  }
}
