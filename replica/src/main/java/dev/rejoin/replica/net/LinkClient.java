package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.Retry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.SocketChannel;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A wish to be linked to an address: connects, and connects again whenever the link has ended.
 *
 * <p>Safe for any thread. It never gives up; {@link #status} says how it goes.
 */
public final class LinkClient implements AutoCloseable {
  /** What a client does at the moment. */
  public enum State {
    CONNECTING,
    ONLINE,
    /** Between two attempts, or closed. */
    WAITING
  }

  /**
   * How it goes. Immutable.
   *
   * @param attempt attempts since the link last held, this one included; 0 while online
   * @param code why the last attempt or link ended, or null
   * @param detail the same for people, or empty
   * @param retryInMillis time to the next attempt while waiting, else 0
   * @param link the link while online, else null
   */
  public record Status(
      State state,
      int attempt,
      @Nullable ErrorCode code,
      String detail,
      long retryInMillis,
      @Nullable Link link) {}

  private final Address address;
  private final LinkHost host;
  private final NetThreads threads;
  private final Backoff backoff;
  private final Owner owner = new Owner();

  // Guarded by this.
  private State state = State.CONNECTING;
  private boolean closed;
  private @Nullable ErrorCode error;
  private String detail = "";
  private @Nullable ScheduledFuture<?> retry;
  private @Nullable NettyLink current;

  private LinkClient(Address address, LinkHost host, Backoff backoff) {
    this.address = address;
    this.host = host;
    this.backoff = backoff;
    this.threads = NetThreads.acquire();
  }

  /**
   * Starts to connect.
   *
   * @param address {@code host:port}, an IPv6 address in brackets
   * @throws RejoinException BAD_ADDRESS; every other trouble shows in the status
   */
  public static LinkClient connect(String address, LinkHost host) {
    return connect(address, host, Backoff.FIRST_MILLIS);
  }

  /**
   * The usual form of an address, without connecting.
   *
   * @throws RejoinException BAD_ADDRESS if it is not {@code host:port}
   */
  public static String checkAddress(String address) {
    return Address.parse(address).toString();
  }

  static LinkClient connect(String address, LinkHost host, long firstPauseMillis) {
    LinkClient client = new LinkClient(Address.parse(address), host, new Backoff(firstPauseMillis));
    client.attempt();
    return client;
  }

  private void attempt() {
    synchronized (this) {
      if (closed) {
        return;
      }
      state = State.CONNECTING;
      retry = null;
    }
    threads.workers().execute(this::resolve);
  }

  /** On a worker, because the system's resolver blocks. */
  private void resolve() {
    try {
      connectTo(List.of(InetAddress.getAllByName(address.host())));
    } catch (UnknownHostException e) {
      failed(
          ErrorCode.NAME_NOT_FOUND, "no address is known for '" + address.host() + "'", 0, 0, null);
    }
  }

  /** Tries the first of some addresses, and then the others. */
  private void connectTo(List<InetAddress> candidates) {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    InetSocketAddress target = new InetSocketAddress(candidates.get(0), address.port());
    ChannelFuture connecting =
        new Bootstrap()
            .group(threads.loops())
            .channel(threads.socketType())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, NetLimits.CONNECT_MILLIS)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, LinkServer.waterMark())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    begin(channel);
                  }
                })
            .connect(target);
    connecting.addListener(
        future -> {
          if (future.isSuccess()) {
            return; // the link reports from here on
          }
          if (candidates.size() > 1) {
            connectTo(candidates.subList(1, candidates.size()));
          } else {
            String why = address + " does not answer: " + inWords(future.cause());
            failed(ErrorCode.UNREACHABLE, why, 0, 0, null);
          }
        });
  }

  /** The messages of the transport name its own calls and numbers, which help nobody. */
  private static String inWords(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return "no reply within " + NetLimits.CONNECT_MILLIS / 1_000 + " seconds";
    } else if (cause instanceof NoRouteToHostException) {
      return "no way leads there";
    } else if (cause instanceof ConnectException) {
      return "connection refused";
    }
    return String.valueOf(cause.getMessage());
  }

  private void begin(SocketChannel channel) {
    NettyLink link = new NettyLink(channel, true, host, owner, threads);
    ChannelEvents.install(channel, link);
    synchronized (this) {
      if (!closed) {
        current = link;
        return;
      }
    }
    channel.close();
  }

  /** Hears from the link. */
  private final class Owner implements NettyLink.Owner {
    @Override
    public void ready(NettyLink link) {
      synchronized (LinkClient.this) {
        if (!closed) {
          state = State.ONLINE;
        }
      }
    }

    @Override
    public void ended(NettyLink link, NettyLink.End end) {
      failed(end.code(), end.detail(), end.heldMillis(), end.retryAfterMillis(), link);
    }
  }

  private synchronized void failed(
      ErrorCode code, String why, long heldMillis, long retryAfterMillis, @Nullable NettyLink of) {
    if (closed || (of != null && of != current)) {
      return;
    }
    current = null;
    error = code;
    detail = why;
    boolean hopeless = code.retry() == Retry.NEVER || code.retry() == Retry.OPERATOR;
    double random = ThreadLocalRandom.current().nextDouble();
    long pause = backoff.failed(heldMillis, hopeless, random);
    if (retryAfterMillis > 0) {
      // All clients of a server that stops hear the same number; spread them over twice of it.
      long asked = Math.min(retryAfterMillis, Backoff.CAP_MILLIS);
      pause = Math.max(pause, asked + (long) (random * asked));
    }
    state = State.WAITING;
    retry = threads.scheduler().schedule(this::attempt, pause, TimeUnit.MILLISECONDS);
  }

  /** How it goes at this moment. */
  public synchronized Status status() {
    boolean online = state == State.ONLINE;
    long retryIn = retry == null ? 0 : Math.max(0, retry.getDelay(TimeUnit.MILLISECONDS));
    int attempt = online ? 0 : backoff.failures() + (state == State.CONNECTING ? 1 : 0);
    return new Status(state, attempt, error, detail, retryIn, online ? current : null);
  }

  /** The link while online, else null. */
  public @Nullable Link link() {
    return status().link();
  }

  /** Does not wait out a pause, for example because the network is back. */
  public void reconnectNow() {
    synchronized (this) {
      if (state != State.WAITING || retry == null || !retry.cancel(false)) {
        return;
      }
    }
    attempt();
  }

  /**
   * Ends the link and tries no more. Returns when the link touches the host no more; idempotent.
   */
  @Override
  public void close() {
    NettyLink last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      state = State.WAITING;
      if (retry != null) {
        retry.cancel(false);
        retry = null;
      }
      last = current;
      current = null;
    }
    if (last != null) {
      last.close();
      Ends.await(List.of(last));
    }
    threads.release();
  }
}
