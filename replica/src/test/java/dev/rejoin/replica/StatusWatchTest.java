package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever listens to the status hears how things get better and worse. */
final class StatusWatchTest {
  private final BlockingQueue<Status> heard = new LinkedBlockingQueue<>();

  private Status await(Predicate<Status> wanted) throws InterruptedException {
    while (true) {
      Status status = heard.poll(30, TimeUnit.SECONDS);
      assertNotNull(status, "not told in time");
      if (wanted.test(status)) {
        return status;
      }
    }
  }

  @Test
  void tells_offline_waiting_and_synced(@TempDir Path dir) throws Exception {
    try (Replica here = Replica.open(dir.resolve("here"), o -> o.device("van"));
        Replica there = Replica.open(dir.resolve("there"))) {
      here.onStatus(heard::add);
      assertEquals("van", here.name());
      Status first = await(s -> true);
      assertEquals(Health.OFFLINE, first.health());
      assertTrue(first.reason().contains("No relay or device"), first.reason());

      Space space = here.space("team");
      Receipt receipt = space.document("minutes").edit(tx -> tx.text("body").append("x"));
      assertTrue(receipt.explain().contains("this device"), receipt.explain());
      space.freeze();
      Status waiting = await(s -> s.pending() > 0 && s.oldestPending().isPresent());
      assertEquals(Health.OFFLINE, waiting.health());

      int port = there.listen("127.0.0.1", 0).port();
      there.join(space.invite(List.of()), "team");
      here.connect("127.0.0.1:" + port);
      Status synced = await(s -> s.health() == Health.SYNCED && s.pending() == 0);
      assertTrue(synced.oldestPending().isEmpty());
      assertEquals("Everything is here and on the other side.", synced.reason());
      receipt.reached(Tier.DELIVERED).get(30, TimeUnit.SECONDS);
      assertEquals("Stored on another device.", receipt.explain());
    }
  }

  @Test
  void a_listener_that_fails_does_not_keep_others_from_hearing(@TempDir Path dir) throws Exception {
    try (Replica replica = Replica.open(dir)) {
      replica.onStatus(
          s -> {
            throw new IllegalStateException("on purpose");
          });
      Registration watch = replica.onStatus(heard::add);
      await(s -> true);
      heard.clear();
      replica.space("team").document("minutes").edit(tx -> tx.text("body").append("x"));
      assertEquals(1, await(s -> !s.spaces().isEmpty()).spaces().size());
      watch.close();
    }
  }
}
