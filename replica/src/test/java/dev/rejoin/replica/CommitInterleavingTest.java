package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.trust.ChainHash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many threads edit two documents of one space on two devices while their links send: the numbers
 * of a line must come out without gaps and with the same bytes everywhere, and every edit once.
 */
final class CommitInterleavingTest {
  private static final int THREADS = 4;
  private static final int EDITS = 50;
  private static final int LARGE_EVERY = 17;

  /** More than two changes hold. */
  private static final int LARGE_UNITS = 150_000;

  @TempDir Path directory;

  @Test
  void noNumberIsSkippedDoubledOrLeftBehind() throws Exception {
    try (Replica ana = Replica.open(directory.resolve("ana"));
        Replica ben = Replica.open(directory.resolve("ben"))) {
      Space anas = ana.space("team");
      Space bens = ben.join(anas.invite(List.of()), "team");
      Monitor monitor = new Monitor();
      for (Space space : List.of(anas, bens)) {
        space.journal().onDurable(monitor::wake);
        space.controlJournal().onDurable(monitor::wake);
      }
      ben.connect("127.0.0.1:" + ana.listen("127.0.0.1", 0).port());
      monitor.await("the founding record", bens::confirmed);

      editFromManyThreads(anas, bens);

      monitor.await(
          "the same version on both",
          () -> anas.journal().versionHash() == bens.journal().versionHash());
      assertWhole(anas.journal());
      assertSameLines(anas.journal(), bens.journal());
      assertEveryEditOnce(anas, bens);
    }
  }

  private static void editFromManyThreads(Space anas, Space bens) throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      List<Future<?>> work = new ArrayList<>();
      for (Space space : List.of(anas, bens)) {
        for (int thread = 0; thread < THREADS; thread++) {
          String name = (space == anas ? "a" : "b") + thread;
          work.add(pool.submit(task(() -> edit(space, name))));
        }
        work.add(pool.submit(task(() -> disturb(space))));
      }
      for (Future<?> one : work) {
        one.get(120, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    anas.freeze();
    bens.freeze();
  }

  private interface Work {
    void run();
  }

  private static Callable<Boolean> task(Work work) {
    return () -> {
      work.run();
      return true;
    };
  }

  /** Edits both documents in turns, now and then with more than one change can hold. */
  private static void edit(Space space, String name) {
    Random random = new Random(name.hashCode());
    for (int i = 0; i < EDITS; i++) {
      String token = name + "-" + i;
      boolean large = (i + name.hashCode()) % LARGE_EVERY == 0;
      space
          .document(random.nextBoolean() ? "left" : "right")
          .edit(
              tx -> {
                tx.set("tokens").add(token);
                tx.counter("tokens").add(1);
                tx.text("text").insert(0, "[" + token + "]");
                if (large) {
                  tx.text("bulk").append("x".repeat(LARGE_UNITS));
                }
              });
    }
  }

  /** Freezes, and reads what freezes, while others edit. */
  private static void disturb(Space space) {
    for (int i = 0; i < EDITS; i++) {
      switch (i % 3) {
        case 0 -> space.freeze();
        case 1 -> space.document("left").digest();
        default -> space.document("right").text("text").length();
      }
    }
  }

  /** Numbers without gaps, in arrival order, and a chain that fits the bytes. */
  private static void assertWhole(SpaceJournal journal) {
    Map<ReplicaId, Long> ends = new TreeMap<>();
    Map<ReplicaId, ChainHash> hashes = new TreeMap<>();
    long n = 0;
    for (Row row : journal.read(0, journal.head(), Long.MAX_VALUE)) {
      assertEquals(++n, row.n());
      assertEquals(ends.getOrDefault(row.replica(), 0L) + 1, row.from());
      ends.put(row.replica(), row.to());
      ChainHash before = hashes.get(row.replica());
      ChainHash start = before == null ? ChainHash.start(journal.id(), row.replica()) : before;
      hashes.put(row.replica(), start.next(row.change()));
      assertEquals(hashes.get(row.replica()).mark(), row.mark());
    }
    assertEquals(n, journal.head());
    assertEquals(2, journal.lines().size());
    for (Line line : journal.lines()) {
      assertEquals(ends.get(line.replica()), line.to());
      assertEquals(hashes.get(line.replica()), line.hash());
    }
  }

  private static Map<String, Row> byName(SpaceJournal journal) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : journal.read(0, journal.head(), Long.MAX_VALUE)) {
      rows.put(row.replica() + ":" + row.from(), row);
    }
    return rows;
  }

  private static void assertSameLines(SpaceJournal one, SpaceJournal other) {
    assertWhole(other);
    Map<String, Row> rows = byName(one);
    Map<String, Row> others = byName(other);
    assertEquals(rows.keySet(), others.keySet());
    rows.forEach((name, row) -> assertArrayEquals(row.change(), others.get(name).change(), name));
  }

  private static void assertEveryEditOnce(Space anas, Space bens) {
    long edits = 0;
    for (String name : List.of("left", "right")) {
      Document document = anas.document(name);
      int tokens = document.set("tokens").size();
      edits += tokens;
      assertEquals(tokens, document.counter("tokens").total(), name);
      String text = document.text("text").content();
      document.set("tokens").elements().forEach(t -> assertTrue(text.contains("[" + t + "]")));
      assertEquals(tokens, text.chars().filter(c -> c == '[').count(), name);
      assertEquals(0, document.text("bulk").length() % LARGE_UNITS, name);
      assertEquals(0, document.held(), name);
      assertEquals(document.digest(), bens.document(name).digest(), name);
    }
    assertEquals(2L * THREADS * EDITS, edits);
  }

  /** Waiting for what a listener tells. */
  private static final class Monitor {
    interface Condition {
      boolean holds();
    }

    private long wakes;

    synchronized void wake() {
      wakes++;
      notifyAll();
    }

    synchronized void await(String what, Condition condition) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!condition.holds()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        assertTrue(left > 0, "waited for " + what + ", woken " + wakes + " times");
        wait(Math.min(left, 500)); // what follows an fsync on another thread wakes nobody
      }
    }
  }
}
