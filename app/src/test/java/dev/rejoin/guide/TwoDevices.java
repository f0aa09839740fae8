package dev.rejoin.guide;

import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One document on two devices that are apart until they meet, each with a store of its own. */
final class TwoDevices implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Replica ana = Replica.open(Path.of("ana"), o -> o.author("Ana").device("laptop"));
  private final Replica ben = Replica.open(Path.of("ben"), o -> o.author("Ben").device("phone"));
  private final String address = "127.0.0.1:" + ana.listen("127.0.0.1", 0).port();

  TwoDevices() {
    ben.join(ana.space("team").invite(List.of(address)), "team");
    meet();
  }

  Document ana() {
    return ana.space("team").document("minutes");
  }

  Document ben() {
    return ben.space("team").document("minutes");
  }

  /** Connects them until both have everything, and parts them again. */
  void meet() {
    ben.connect(address);
    try {
      if (!ben.awaitSynced(PATIENCE) || !ana.awaitSynced(PATIENCE)) {
        throw new IllegalStateException("not in sync in time: " + ben.status().reason());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    ben.disconnect(address);
  }

  @Override
  public void close() {
    ben.close();
    ana.close();
  }
}
