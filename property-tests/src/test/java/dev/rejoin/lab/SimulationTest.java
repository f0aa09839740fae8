package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.replica.Document;
import java.nio.file.Path;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole replicas on real RocksDB over cables that lose, double and swap frames and are cut, with
 * crashes in between: in the end all show the same, and every acknowledged edit is there once.
 *
 * <p>{@code -Drejoin.seed=} replays one seed, {@code -Drejoin.simulations=} says how many fresh
 * ones.
 */
final class SimulationTest {
  private static final int STEPS = 400;

  @TempDir Path dir;

  @TestFactory
  java.util.stream.Stream<DynamicTest> replicas_rejoin_whatever_the_cable_does() {
    Long replay = Long.getLong("rejoin.seed");
    int count = replay != null ? 1 : Integer.getInteger("rejoin.simulations", 6);
    return java.util.stream.LongStream.range(0, count)
        .map(i -> replay != null ? replay : System.nanoTime() * 31 + i)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed)));
  }

  private void run(long seed) {
    try (Simulation simulation = new Simulation(dir.resolve(Long.toString(seed)), seed)) {
      for (int step = 0; step < STEPS; step++) {
        simulation.step();
      }
      simulation.heal();
      check(simulation);
      simulation.meetInPerson();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("replay with -Drejoin.seed=" + seed + ": " + e, e);
    }
  }

  private static void check(Simulation simulation) {
    String play = simulation.document(0, Simulation.PLAY).digest();
    String ledger = simulation.document(0, Simulation.LEDGER).digest();
    for (int i = 0; i < Simulation.REPLICAS; i++) {
      Document tokens = simulation.document(i, Simulation.LEDGER);
      assertEquals(play, simulation.document(i, Simulation.PLAY).digest(), "replica " + i);
      assertEquals(ledger, tokens.digest(), "replica " + i);
      String text = tokens.text("body").content();
      for (String token : simulation.acknowledged()) {
        assertEquals(2, text.split(token, -1).length, token + " once in the text of replica " + i);
        assertTrue(tokens.set("tokens").contains(token), token + " in the set of replica " + i);
      }
      assertEquals(simulation.acknowledged().size(), tokens.set("tokens").size());
      assertEquals(simulation.acknowledged().size(), tokens.counter("count").total());
    }
  }
}
