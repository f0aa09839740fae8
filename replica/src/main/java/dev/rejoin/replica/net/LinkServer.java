package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.FrameCodec;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.Frame;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP port where peers open links to a host. Safe for any thread. */
public final class LinkServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.net");

  private final LinkHost host;
  private final NetThreads threads;
  private final Channel listener;
  private final Doorkeeper door = new Doorkeeper();
  private final Set<NettyLink> links = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private LinkServer(InetSocketAddress address, LinkHost host, NetThreads threads) {
    this.host = host;
    this.threads = threads;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(threads.loops())
            .channel(threads.serverType())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark())
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel);
                  }
                });
    if (!System.getProperty("os.name", "").startsWith("Windows")) {
      bootstrap.option(ChannelOption.SO_REUSEADDR, true); // there it would share the port
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw cannotListen(address, bound.cause());
    }
    this.listener = bound.channel();
  }

  /**
   * Listens at an address of this machine.
   *
   * @param port 0 for any free one
   * @throws RejoinException PORT_IN_USE, NAME_NOT_FOUND or BAD_ADDRESS
   */
  public static LinkServer listen(String host, int port, LinkHost linkHost) {
    if (port < 0 || port > 65_535) {
      throw new RejoinException(ErrorCode.BAD_ADDRESS, "cannot listen on port " + port);
    }
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new RejoinException(ErrorCode.NAME_NOT_FOUND, "no address is known for '" + host + "'");
    }
    NetThreads threads = NetThreads.acquire();
    try {
      return new LinkServer(address, linkHost, threads);
    } catch (RuntimeException e) {
      threads.release();
      throw e;
    }
  }

  static WriteBufferWaterMark waterMark() {
    return new WriteBufferWaterMark(NetLimits.LOW_WATER_BYTES, NetLimits.HIGH_WATER_BYTES);
  }

  private static RejoinException cannotListen(InetSocketAddress address, Throwable cause) {
    boolean taken = String.valueOf(cause.getMessage()).contains("in use");
    String where = Wire.text(address);
    return new RejoinException(
        taken ? ErrorCode.PORT_IN_USE : ErrorCode.BAD_ADDRESS,
        taken
            ? "another program listens at " + where + " already"
            : "cannot listen at " + where + ": " + cause.getMessage(),
        cause);
  }

  private void accept(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      channel.close(); // gone already
      return;
    }
    InetAddress address = remote.getAddress();
    NettyLink link = null;
    synchronized (this) { // so that close sees every link
      if (!closed && door.enter(address)) {
        link = new NettyLink(channel, false, host, new Visitor(address), threads);
        links.add(link);
      }
    }
    if (link == null) {
      turnAway(channel);
      return;
    }
    ChannelEvents.install(channel, link);
    NettyLink visitor = link; // whose connection may be gone before it was ever active
    channel.closeFuture().addListener(gone -> visitor.disconnected("the connection is gone"));
  }

  private void turnAway(SocketChannel channel) {
    ErrorCode code = closed ? ErrorCode.DRAINING : ErrorCode.OVERLOADED;
    Frame refusal = Farewell.refuse(code, code.sentence(), NetLimits.RETRY_AFTER_DRAIN_MILLIS);
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(FrameCodec.write(refusal)))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** What the server keeps of one connection. */
  private final class Visitor implements NettyLink.Owner {
    private final InetAddress address;
    private boolean proven;

    Visitor(InetAddress address) {
      this.address = address;
    }

    @Override
    public void ready(NettyLink link) {
      proven = true;
      door.leave(address);
    }

    @Override
    public void ended(NettyLink link, NettyLink.End end) {
      if (!proven) {
        door.leave(address);
        LOG.info("no link with {}: {} {}", link.address(), end.code().code(), end.detail());
      }
      links.remove(link);
    }
  }

  /** The port where it listens. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** The links whose other end has proven who it is. */
  public List<Link> links() {
    return links.stream().filter(link -> link.peer() != null).map(Link.class::cast).toList();
  }

  /** How many connections are open whose other end has not proven who it is. */
  long unproven() {
    return links.stream().filter(link -> link.peer() == null).count();
  }

  /**
   * Stops listening, acknowledges what is fsynced, tells the peers when to come back and ends the
   * links. Returns when no link touches the host any more; idempotent.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    listener.close().awaitUninterruptibly();
    List<NettyLink> last = List.copyOf(links);
    last.forEach(link -> link.drain(NetLimits.RETRY_AFTER_DRAIN_MILLIS));
    Ends.await(last);
    threads.release();
  }
}
