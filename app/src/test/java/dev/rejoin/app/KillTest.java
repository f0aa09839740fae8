package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a relay and two replicas, real processes, while they work.
 *
 * <p>A longer trial: {@code -Drejoin.kill.rounds=50}; the same choices again: {@code
 * -Drejoin.kill.seed=N}. From the command line: {@code rejoin bench kill}.
 */
final class KillTest {
  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedIsThereOnceHoweverOftenProcessesAreKilled(TestReporter reporter)
      throws InterruptedException {
    long seed = Long.getLong("rejoin.kill.seed", new Random().nextInt(Integer.MAX_VALUE));
    int rounds = Integer.getInteger("rejoin.kill.rounds", 10);
    reporter.publishEntry("seed", String.valueOf(seed));
    BenchKillResult result;
    try (BenchKill trial = BenchKill.start(directory, seed)) {
      result = trial.run(rounds, round -> {});
    }
    reporter.publishEntry("result", result.sentence());
    assertEquals(List.of(), result.failures(), "seed " + seed);
    assertTrue(result.kills() >= rounds, result.sentence());
    assertTrue(result.acked() > rounds, "hardly anything was edited: " + result.sentence());
  }

  private static ObjectNode report(String text, long counter, String... set) {
    ObjectNode report = Json.object().put("digest", "d").put("text", text).put("counter", counter);
    report.putArray("set");
    for (String element : set) {
      report.withArray("set").add(element);
    }
    report.withArray("problems");
    return report.put("bulkUnits", 0);
  }

  @Test
  void lossesDoublesAndHalvesAreSeen() {
    Set<String> acked = Set.of("a1.1", "a1.2");
    ObjectNode good = report("[a1.2][a1.1][b1.1]", 3, "a1.1", "a1.2", "b1.1");
    assertEquals(List.of(), BenchKillCheck.failures(acked, List.of(good, good)));
    assertFailure("acknowledged and lost: 1", acked, report("[a1.1]", 1, "a1.1"));
    assertFailure("has a1.1 2 times", acked, report("[a1.1][a1.1][a1.2]", 2, "a1.1", "a1.2"));
    assertFailure("in the text and not in the set", acked, report("[a1.1][a1.2]", 1, "a1.1"));
    assertFailure("in the set and not in the text", acked, report("[a1.1]", 2, "a1.1", "a1.2"));
    assertFailure("counts 3", acked, report("[a1.1][a1.2]", 3, "a1.1", "a1.2"));
    assertFailure("stray text '[a1.'", acked, report("[a1.1][a1.2][a1.", 2, "a1.1", "a1.2"));
    assertFailure("half of a large edit", acked, report("", 0).put("bulkUnits", 12));
    assertFailure("different states", acked, good, report("", 0).put("digest", "e"));
  }

  private static void assertFailure(String expected, Set<String> acked, ObjectNode... reports) {
    List<String> failures = BenchKillCheck.failures(acked, List.of(reports));
    assertTrue(failures.stream().anyMatch(f -> f.contains(expected)), failures.toString());
  }
}
