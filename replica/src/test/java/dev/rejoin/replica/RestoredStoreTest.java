package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that was set back in place, as with the snapshot of a machine: no token tells. */
@Timeout(60)
final class RestoredStoreTest {
  @TempDir Path dir;

  @Test
  void what_a_peer_holds_under_the_same_numbers_is_no_receipt() throws Exception {
    Path mine = dir.resolve("mine");
    try (Replica peer = Replica.open(dir.resolve("peer"))) {
      int port = peer.listen("127.0.0.1", 0).port();
      String address = "127.0.0.1:" + port;
      editAndClose(mine, "one");
      copy(mine.resolve("db"), dir.resolve("backup"));
      try (Replica me = Replica.open(mine)) {
        Space space = me.space("team");
        space.document("minutes").edit(tx -> tx.text("body").append("two"));
        peer.join(space.invite(java.util.List.of()), "team");
        me.connect(address);
        assertTrue(me.awaitSynced(Duration.ofSeconds(30)));
      }
      delete(mine.resolve("db"));
      copy(dir.resolve("backup"), mine.resolve("db"));

      try (Replica me = Replica.open(mine)) {
        Space space = me.space("team");
        me.connect(address);
        awaitOpened(me, space);
        Receipt receipt = space.document("minutes").edit(tx -> tx.text("body").append("new"));
        space.freeze();
        while (space.status().problems().isEmpty()) {
          receipt.reached(Tier.DELIVERED);
          assertTrue(receipt.tier().compareTo(Tier.SENT) <= 0, "the peer never got this");
          me.awaitSynced(Duration.ofMillis(50));
        }
        assertEquals("onenew", space.document("minutes").text("body").content());
      }
    }
  }

  private static void awaitOpened(Replica me, Space space) throws InterruptedException {
    while (me.links().stream()
        .flatMap(link -> link.progress().stream())
        .noneMatch(p -> p.space().equals(space.id()) && p.caughtUp())) {
      me.awaitSynced(Duration.ofMillis(50));
    }
  }

  private static void editAndClose(Path where, String text) {
    try (Replica me = Replica.open(where)) {
      me.space("team").document("minutes").edit(tx -> tx.text("body").append(text));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
