package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The cable of the demo: passes on what comes to its port, until it is cut.
 *
 * <p>Safe for any thread. A cut ends every connection and takes no new one, so that what the
 * replicas do then, and when it is plugged in again, is all their own.
 */
final class DemoCable implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1_024;

  private final InetSocketAddress far;
  private final int port;
  private final AtomicLong up = new AtomicLong();
  private final AtomicLong down = new AtomicLong();

  /** Guarded by this: both ends of each connection; empty while cut. */
  private final List<Socket> sockets = new ArrayList<>();

  /** Guarded by this. */
  private ServerSocket near;

  /** A cable to a port of this machine, plugged in. */
  DemoCable(int farPort) {
    this.far = new InetSocketAddress(InetAddress.getLoopbackAddress(), farPort);
    this.near = listen(0);
    this.port = near.getLocalPort();
    accept(near);
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.PORT_IN_USE, "the demo cannot listen on port " + port + ": " + e.getMessage());
    }
  }

  /** Where to connect to. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Bytes that went through it towards its far end, and back. */
  long bytesUp() {
    return up.get();
  }

  long bytesDown() {
    return down.get();
  }

  private void accept(ServerSocket from) {
    start(
        () -> {
          while (true) {
            join(from.accept());
          }
        });
  }

  private synchronized void join(Socket one) throws IOException {
    Socket other = new Socket();
    if (near.isClosed()) {
      one.close();
      return;
    }
    other.connect(far);
    one.setTcpNoDelay(true);
    other.setTcpNoDelay(true);
    sockets.add(one);
    sockets.add(other);
    start(() -> pass(one, other, up));
    start(() -> pass(other, one, down));
  }

  private static void pass(Socket from, Socket to, AtomicLong counted) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        counted.addAndGet(n);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                Thread.currentThread().interrupt(); // a socket was closed: that is what a cut is
              }
            },
            "demo-cable");
    thread.setDaemon(true);
    thread.start();
  }

  /** Cuts it. */
  synchronized void cut() {
    close();
  }

  /** Plugs it in again. */
  synchronized void plug() {
    if (near.isClosed()) {
      near = listen(port);
      accept(near);
    }
  }

  @Override
  public synchronized void close() {
    try {
      near.close();
      for (Socket socket : sockets) {
        socket.close();
      }
      sockets.clear();
    } catch (IOException e) {
      throw new RejoinException(ErrorCode.UNKNOWN, "the demo cannot cut its cable: " + e, e);
    }
  }
}
