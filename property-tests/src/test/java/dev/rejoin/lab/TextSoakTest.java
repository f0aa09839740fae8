package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A soak ends after its steps, tells how far it is, and names the seed of a difference. */
class TextSoakTest {
  @Test
  void goesOnUntilItsStepsAreDone() throws InterruptedException {
    List<Long> progress = new ArrayList<>();
    TextSoak.Result result = TextSoak.run(7, 1_000, progress::add);
    assertNull(result.difference());
    assertTrue(result.steps() >= 1_000, result.toString());
    assertEquals(result.histories(), progress.size());
    assertEquals(result.steps(), progress.get(progress.size() - 1));
    assertEquals(result, TextSoak.run(7, 1_000, steps -> {}), "a seed gives the same soak again");
  }

  /** An engine that once shows an atom too many is the same as a simple text that lacks one. */
  private static TextWatch wrongAboutReplicaFour(TestReplica replica) {
    TextWatch watch = TextWatch.over(replica);
    boolean wrong = replica.id().equals(new ReplicaId(0, 4));
    replica.listen(
        (one, event) -> {
          if (wrong && one.ops().size() == 30) {
            OpId id = new OpId(new ReplicaId(9, 9), 1);
            Op insert = new Op.Insert(TextHistory.TEXT, null, Side.RIGHT, "?");
            one.ops().add(new AppliedOp(id, 1, insert));
          }
          watch.settled(one, event);
        });
    return watch;
  }

  @Test
  void aDifferenceIsFoundAgainWithItsSeed() throws InterruptedException {
    TextSoak.Difference found =
        TextSoak.run(1, 100_000, steps -> {}, TextSoakTest::wrongAboutReplicaFour).difference();
    assertNotNull(found);
    assertTrue(found.what().startsWith("text: "), found.what());
    assertEquals(
        TextHistory.scenarioOf(found.seed()).name().toLowerCase(java.util.Locale.ROOT),
        found.scenario());
    TextSoak.Result again =
        TextSoak.run(found.seed(), 1, steps -> {}, TextSoakTest::wrongAboutReplicaFour);
    assertEquals(found, again.difference());
    assertEquals(1, again.histories());
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> TextSoak.run(7, 1_000, steps -> {}));
  }
}
