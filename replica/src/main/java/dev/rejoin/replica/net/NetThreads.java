package dev.rejoin.replica.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all links of this process: event loops for sockets, workers for sessions, one
 * scheduler for ticks.
 *
 * <p>Shared by all servers and clients and counted; the last one that lets go stops them. Safe for
 * any thread.
 */
final class NetThreads {
  /** Guarded by the class. */
  private static @Nullable NetThreads shared;

  /** Guarded by the class. */
  private int users;

  private final boolean epoll = Epoll.isAvailable();
  private final EventLoopGroup loops;
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor scheduler;

  private NetThreads() {
    int cores = Runtime.getRuntime().availableProcessors();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    loops =
        new MultiThreadIoEventLoopGroup(
            Math.min(4, cores), new DefaultThreadFactory("rejoin-net", true), io);
    // More than cores: a worker waits for the disk now and then.
    workers =
        new ThreadPoolExecutor(
            Math.max(4, cores),
            Math.max(4, cores),
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("rejoin-link", true),
            new ThreadPoolExecutor.DiscardPolicy());
    workers.allowCoreThreadTimeOut(true);
    scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            new DefaultThreadFactory("rejoin-tick", true),
            new ThreadPoolExecutor.DiscardPolicy());
    scheduler.setRemoveOnCancelPolicy(true);
  }

  static NetThreads acquire() {
    synchronized (NetThreads.class) {
      if (shared == null) {
        shared = new NetThreads();
      }
      shared.users++;
      return shared;
    }
  }

  /** Lets go; once for each {@link #acquire}. */
  void release() {
    synchronized (NetThreads.class) {
      users--;
      if (users > 0) {
        return;
      }
      shared = null;
    }
    scheduler.shutdownNow();
    workers.shutdown();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  EventLoopGroup loops() {
    return loops;
  }

  Executor workers() {
    return workers;
  }

  ScheduledExecutorService scheduler() {
    return scheduler;
  }

  Class<? extends SocketChannel> socketType() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  Class<? extends ServerSocketChannel> serverType() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }
}
