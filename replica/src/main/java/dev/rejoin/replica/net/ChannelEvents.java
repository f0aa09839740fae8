package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;

/** Passes what happens on a channel to its link. Runs on the event loop. */
final class ChannelEvents extends ChannelInboundHandlerAdapter {
  private final NettyLink link;

  private ChannelEvents(NettyLink link) {
    this.link = link;
  }

  /** Makes a channel carry a link. */
  static void install(Channel channel, NettyLink link) {
    channel.pipeline().addLast(link.decoder(), new ChannelEvents(link));
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    link.connected();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    link.arrived((FrameDecoder.Sized) message);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      link.writableAgain();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    link.disconnected("the other side ended the connection");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException d && d.getCause() != null ? d.getCause() : cause;
    if (reason instanceof ProtocolException e) {
      link.broken(e);
    } else if (cause instanceof DecoderException) {
      link.broken(new ProtocolException(ErrorCode.MALFORMED, "a frame cannot be read", reason));
    } else {
      link.disconnected("the connection broke: " + reason.getMessage());
    }
  }
}
