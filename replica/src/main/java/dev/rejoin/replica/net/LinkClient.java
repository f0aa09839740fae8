package dev.rejoin.replica.net;

import dev.rejoin.proto.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A connection that is kept up: placeholder of the real class, same signatures. */
public final class LinkClient implements AutoCloseable {
  /** What the client is doing. */
  public enum State {
    CONNECTING,
    ONLINE,
    WAITING
  }

  /** Where the connection stands. */
  public record Status(
      State state,
      int attempt,
      @Nullable ErrorCode code,
      String detail,
      long retryInMillis,
      @Nullable Link link) {}

  private LinkClient() {}

  public static LinkClient connect(String address, LinkHost host) {
    throw new IllegalStateException("no links yet: " + address + host);
  }

  public Status status() {
    return new Status(State.WAITING, 0, null, "", 0, null);
  }

  public void reconnectNow() {}

  @Override
  public void close() {}
}
