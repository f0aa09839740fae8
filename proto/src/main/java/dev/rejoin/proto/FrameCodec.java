package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
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
    check(frame);
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES + size);
    bytes.putInt(size).put(frame.toByteArray());
    return bytes.array();
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

  static void check(Frame frame) {
    boolean known = frame.getBodyCase() != Frame.BodyCase.BODY_NOT_SET;
    if (known && unknownBytes(frame) > Limits.MAX_UNKNOWN_BYTES) {
      throw ProtocolException.malformed(
          "a frame with more than " + Limits.MAX_UNKNOWN_BYTES + " bytes in unknown fields");
    }
    if (frame.hasBatch()) {
      check(frame.getBatch());
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

  /** Bytes in unknown fields at any level; the depth is bounded because parsing bounds it. */
  private static long unknownBytes(Message message) {
    long bytes = message.getUnknownFields().getSerializedSize();
    for (Object field : message.getAllFields().values()) {
      if (field instanceof Message nested) {
        bytes += unknownBytes(nested);
      } else if (field instanceof Iterable<?> list) {
        for (Object element : list) {
          bytes += element instanceof Message nested ? unknownBytes(nested) : 0;
        }
      }
    }
    return bytes;
  }
}
