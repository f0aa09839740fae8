package dev.rejoin.replica.net;

import dev.rejoin.replica.trust.SpaceId;
import java.nio.file.Path;

/** Two devices that meet at a third one. */
final class PeerSyncTest extends SyncContract {
  private record PeerHub(TestHost host, LinkServer server) implements Hub {
    @Override
    public int port() {
      return server.port();
    }

    @Override
    public void close() {
      server.close();
      host.close();
    }
  }

  @Override
  protected Hub start(Path store, int port) {
    TestHost host = new TestHost(store);
    return new PeerHub(host, LinkServer.listen("127.0.0.1", port, host));
  }

  @Override
  protected void invite(Hub hub, SpaceId space) {
    ((PeerHub) hub).host().join(space);
  }
}
