package dev.rejoin.replica.net;

import dev.rejoin.proto.FrameCodec;
import dev.rejoin.proto.v1.Frame;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The socket side of a link: sends frames, counts bytes, closes without losing the last words. */
final class Wire {
  private final Channel channel;
  private final FrameDecoder decoder;
  private final ScheduledExecutorService scheduler;
  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();

  Wire(Channel channel, FrameDecoder decoder, ScheduledExecutorService scheduler) {
    this.channel = channel;
    this.decoder = decoder;
    this.scheduler = scheduler;
  }

  /** Puts a frame into the outgoing buffer; {@link #flush} sends it. */
  void write(Frame frame) {
    byte[] bytes = FrameCodec.write(frame);
    queued.addAndGet(bytes.length);
    channel
        .write(Unpooled.wrappedBuffer(bytes))
        .addListener(
            future -> {
              queued.addAndGet(-bytes.length);
              if (future.isSuccess()) {
                sent.addAndGet(bytes.length);
              }
            });
  }

  void flush() {
    channel.flush();
  }

  /** Whether less waits to be sent than the high water mark. */
  boolean writable() {
    return channel.isWritable() || !channel.isActive();
  }

  /** Bytes that wait to be sent. */
  long queuedBytes() {
    return queued.get();
  }

  long sentBytes() {
    return sent.get();
  }

  boolean reading() {
    return channel.config().isAutoRead();
  }

  void reading(boolean on) {
    if (on) {
      decoder.forgivePartial();
    }
    channel.config().setAutoRead(on);
  }

  String address() {
    return text(channel.remoteAddress());
  }

  static String text(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return new Address(inet.getAddress().getHostAddress(), inet.getPort()).toString();
    }
    return String.valueOf(address);
  }

  /**
   * Sends what was written, then closes.
   *
   * <p>Closing a socket with unread input resets it, and a reset may overtake the last frame; so
   * this end stops sending first and reads to the end, for a bounded time.
   */
  void finish() {
    decoder.discard();
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            future -> {
              if (future.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
                channel.config().setAutoRead(true);
              } else {
                channel.close();
              }
            });
    var linger =
        scheduler.schedule(
            () -> {
              channel.close();
            },
            NetLimits.LINGER_MILLIS,
            TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener((ChannelFutureListener) closed -> linger.cancel(false));
  }
}
