package dev.rejoin.replica.net;

import java.util.List;

/** A listening socket: placeholder of the real class, same signatures. */
public final class LinkServer implements AutoCloseable {
  private LinkServer() {}

  public static LinkServer listen(String host, int port, LinkHost linkHost) {
    throw new IllegalStateException("no links yet: " + host + port + linkHost);
  }

  public int port() {
    return 0;
  }

  public List<Link> links() {
    return List.of();
  }

  @Override
  public void close() {}
}
