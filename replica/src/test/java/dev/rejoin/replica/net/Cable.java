package dev.rejoin.replica.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A piece of network between a client and a port that a test can hold up or cut. */
public final class Cable implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final List<Closeable> sockets = new CopyOnWriteArrayList<>();

  // Guarded by this.
  private boolean held;
  private long cutAfter = Long.MAX_VALUE;
  private int cuts;

  public Cable(int targetPort) throws IOException {
    target = targetPort;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts the connection once, when so many more bytes have gone from client to target. */
  public synchronized void cutAfter(long bytes) {
    cutAfter = bytes;
  }

  /** How often it was cut. */
  public synchronized int cuts() {
    return cuts;
  }

  /** Lets nothing through to the client from now on, or again. */
  public synchronized void hold(boolean on) {
    held = on;
    notifyAll();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "test-cable");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        start(() -> copy(client, server, true));
        start(() -> copy(server, client, false));
      }
    } catch (IOException e) {
      close(); // closed by the test, or the target is gone
    }
  }

  private void copy(Socket from, Socket to, boolean upwards) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 * 1_024];
      int size = in.read(buffer);
      while (size >= 0) {
        int allowed = upwards ? allow(size) : size;
        if (!upwards) {
          awaitRelease();
        }
        out.write(buffer, 0, allowed);
        if (allowed < size) {
          return;
        }
        size = in.read(buffer);
      }
    } catch (IOException e) {
      return; // one end is gone, the other end is closed with it
    }
  }

  private synchronized int allow(int size) {
    if (size < cutAfter) {
      cutAfter -= cutAfter == Long.MAX_VALUE ? 0 : size;
      return size;
    }
    int allowed = (int) cutAfter;
    cutAfter = Long.MAX_VALUE;
    cuts++;
    return Math.max(0, Math.min(allowed, size - 1));
  }

  private synchronized void awaitRelease() throws IOException {
    while (held) {
      try {
        wait();
      } catch (InterruptedException e) {
        throw new IOException("interrupted while held", e);
      }
    }
  }

  @Override
  public void close() {
    try {
      hold(false);
      listener.close();
      for (Closeable socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
