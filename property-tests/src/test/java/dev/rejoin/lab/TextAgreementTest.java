package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/**
 * The text engine agrees with the simple text after every step.
 *
 * <p>Seeds are fresh in every run; a failure names its seed. {@code -Drejoin.seed=} replays one,
 * {@code -Drejoin.runs=} says how many to try.
 */
class TextAgreementTest {
  private static final int DEFAULT_RUNS = 200;

  @Test
  void engineAndSimpleTextAgreeInEveryScenario() {
    Set<TextScenario> seen = EnumSet.noneOf(TextScenario.class);
    forEachSeed(
        seed -> {
          seen.add(TextHistory.scenarioOf(seed));
          TextHistory.of(seed, TextWatch::over).requireConverged();
        });
    boolean all = System.getProperty("rejoin.seed") == null;
    assertTrue(!all || seen.size() == TextScenario.values().length, "only " + seen);
  }

  /** Texts among other containers, and below maps. */
  @Test
  void engineAndSimpleTextAgreeInMixedDocuments() {
    forEachSeed(seed -> History.random(Profile.MIXED, seed, TextWatch::over, replica -> {}));
  }

  private static void forEachSeed(LongConsumer check) {
    Long replay = Long.getLong("rejoin.seed");
    long first = replay != null ? replay : System.nanoTime();
    int runs = replay != null ? 1 : Integer.getInteger("rejoin.runs", DEFAULT_RUNS);
    for (long seed = first; seed < first + runs; seed++) {
      try {
        check.accept(seed);
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            TextHistory.scenarioOf(seed)
                + " fails; replay it with -Drejoin.seed="
                + seed
                + ": "
                + failure.getMessage(),
            failure);
      }
    }
  }
}
