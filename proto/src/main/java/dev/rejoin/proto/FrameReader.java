package dev.rejoin.proto;

import dev.rejoin.proto.v1.Frame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames out of a stream of bytes that arrives in pieces of any size.
 *
 * <p>For one thread at a time. Feed a piece, then call {@link #next} until it returns null. A
 * length beyond the limit is refused when its four bytes are there; memory grows with what has
 * arrived, never with what a length claims. After an exception the reader keeps refusing, because
 * the place of the next frame is lost.
 */
public final class FrameReader {
  private byte[] buffer = new byte[0];
  private int from;
  private int to;
  private int limit;
  private @Nullable ProtocolException failure;

  /** A reader that refuses frames above {@code maxFrameBytes}, the length not counted. */
  public FrameReader(int maxFrameBytes) {
    this.limit = maxFrameBytes;
  }

  /** Sets the limit for all frames that {@link #next} has not returned yet. */
  public void limit(int maxFrameBytes) {
    this.limit = maxFrameBytes;
  }

  /**
   * Takes all remaining bytes of the piece.
   *
   * @throws ProtocolException FRAME_TOO_LARGE or MALFORMED if the frame that comes next cannot be
   *     one
   */
  public void feed(ByteBuffer piece) {
    checkWorks();
    int size = piece.remaining();
    makeRoom(size);
    piece.get(buffer, to, size);
    to += size;
    nextSize();
  }

  /**
   * The next frame, or null until more bytes are there. A frame of a kind that is not known has the
   * body case BODY_NOT_SET, and says whether it may be skipped.
   *
   * @throws ProtocolException if the bytes are not a frame, or one beyond a limit
   */
  public @Nullable Frame next() {
    checkWorks();
    int size = nextSize();
    if (size < 0 || to - from - FrameCodec.LENGTH_BYTES < size) {
      return null;
    }
    int start = from + FrameCodec.LENGTH_BYTES;
    try {
      Frame frame = FrameCodec.parse(buffer, start, size);
      from = start + size;
      return frame;
    } catch (ProtocolException e) {
      throw failed(e);
    }
  }

  /** The size of the frame that comes next, or -1 until its length is there. */
  private int nextSize() {
    if (to - from < FrameCodec.LENGTH_BYTES) {
      return -1;
    }
    long size = ByteBuffer.wrap(buffer).getInt(from) & 0xffff_ffffL;
    try {
      FrameCodec.checkSize(size, limit);
    } catch (ProtocolException e) {
      throw failed(e);
    }
    return (int) size;
  }

  private void makeRoom(int more) {
    if (buffer.length - to >= more) {
      return;
    }
    int kept = to - from;
    int needed = Math.addExact(kept, more);
    // At most twice what has arrived, and no larger than needed after a large frame has gone.
    byte[] target = new byte[(int) Math.min(Integer.MAX_VALUE - 8, Math.max(256, 2L * needed))];
    System.arraycopy(buffer, from, target, 0, kept);
    buffer = target;
    from = 0;
    to = kept;
  }

  private ProtocolException failed(ProtocolException e) {
    failure = e;
    buffer = new byte[0];
    from = 0;
    to = 0;
    return e;
  }

  private void checkWorks() {
    if (failure != null) {
      throw new ProtocolException(failure.code(), "the stream broke earlier", failure);
    }
  }
}
