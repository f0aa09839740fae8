package dev.rejoin.relay;

import dev.rejoin.replica.net.SyncContract;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.file.Path;

/** Two devices that meet at a relay. */
final class RelaySyncTest extends SyncContract {
  private record RelayHub(RelayServer relay) implements Hub {
    @Override
    public int port() {
      return relay.port();
    }

    @Override
    public void close() {
      relay.close();
    }
  }

  @Override
  protected Hub start(Path store, int port) {
    return new RelayHub(RelayServer.start(store, "127.0.0.1", port));
  }

  @Override
  protected void invite(Hub hub, SpaceId space) {
    // A relay takes every space that brings a genesis record.
  }
}
