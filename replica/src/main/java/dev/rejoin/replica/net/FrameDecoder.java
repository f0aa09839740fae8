package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.FrameReader;
import dev.rejoin.proto.Limits;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.v1.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the bytes of a socket into frames and keeps the limits that hold at that moment.
 *
 * <p>Runs on the event loop of the channel; {@link #authenticated}, {@link #discard} and {@link
 * #partialForMillis} are for any thread.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  /** A frame and how many bytes it took on the wire. */
  record Sized(Frame frame, int bytes) {}

  private static final int LENGTH_BYTES = 4;

  private final FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES_BEFORE_AUTH);

  /** Size of the frame whose length has been read, or -1. */
  private int size = -1;

  private int framesBeforeAuth;
  private volatile boolean authenticated;
  private volatile boolean discarding;

  /** When the frame began that is not whole yet, by System.nanoTime; 0 if there is none. */
  private volatile long partialSince;

  /** From now on frames may be large. */
  void authenticated() {
    authenticated = true;
  }

  /** From now on everything that comes is thrown away. */
  void discard() {
    discarding = true;
  }

  /** How long the newest frame has been incomplete. */
  long partialForMillis(long nowNanos) {
    long since = partialSince;
    return since == 0 ? 0 : (nowNanos - since) / 1_000_000;
  }

  /** The socket was not read for a while, which is not the sender's fault. */
  void forgivePartial() {
    if (partialSince != 0) {
      partialSince = stamp();
    }
  }

  private static long stamp() {
    return System.nanoTime() | 1; // never 0, which means none
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (discarding) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (authenticated) {
      reader.limit(Limits.MAX_FRAME_BYTES);
    }
    if (size < 0 && in.readableBytes() >= LENGTH_BYTES) {
      size = in.getInt(in.readerIndex());
      feed(in, LENGTH_BYTES);
    }
    if (size >= 0 && in.readableBytes() >= size) {
      feed(in, size);
      Frame frame = reader.next();
      if (frame == null) {
        throw new IllegalStateException("a whole frame of " + size + " bytes was fed");
      }
      count();
      out.add(new Sized(frame, LENGTH_BYTES + size));
      size = -1;
    }
    boolean partial = size >= 0 || in.isReadable();
    if (!partial || !out.isEmpty()) {
      partialSince = partial ? stamp() : 0;
    } else if (partialSince == 0) {
      partialSince = stamp();
    }
  }

  private void feed(ByteBuf in, int bytes) {
    reader.feed(in.nioBuffer(in.readerIndex(), bytes));
    in.skipBytes(bytes);
  }

  private void count() {
    if (!authenticated && ++framesBeforeAuth > NetLimits.MAX_FRAMES_BEFORE_AUTH) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ORDER,
          "more than " + NetLimits.MAX_FRAMES_BEFORE_AUTH + " frames before authentication");
    }
  }
}
