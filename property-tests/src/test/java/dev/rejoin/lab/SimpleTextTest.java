package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The simple text, with which the engine is compared, agrees with the naive one. */
class SimpleTextTest {
  private static final OpId FIRST = new OpId(new ReplicaId(0, 1), 1);

  private final SimpleText text = new SimpleText();

  @Test
  void agreesWithTheNaiveTextInEveryScenario() {
    long first = System.nanoTime();
    for (long seed = first; seed < first + TextScenario.values().length; seed++) {
      String where = TextHistory.scenarioOf(seed) + ", seed " + seed;
      for (TestReplica replica : TextHistory.of(seed, r -> {}).replicas()) {
        SimpleText simple = new SimpleText();
        replica.ops().forEach(op -> simple.apply(op.id(), op.op()));
        NaiveText naive = new NaiveText(replica.ops(), TextHistory.TEXT);
        assertEquals(naive.content(), simple.content(), where);
        assertEquals(naive.order(), atomByAtom(simple.order()), where);
        anchorsAgree(naive.order(), simple, new SplitMix64(seed), where);
      }
    }
  }

  private static List<NaiveText.Shown> atomByAtom(List<SimpleRun> runs) {
    List<NaiveText.Shown> atoms = new ArrayList<>();
    for (SimpleRun run : runs) {
      for (long i = 0; i < run.atoms().size(); i++) {
        atoms.add(new NaiveText.Shown(run.atoms().first().plus(i), run.visible()));
      }
    }
    return atoms;
  }

  private static void anchorsAgree(
      List<NaiveText.Shown> order, SimpleText simple, SplitMix64 random, String where) {
    List<NaiveText.Shown> visible = order.stream().filter(NaiveText.Shown::visible).toList();
    for (int n = 0; n < 20; n++) {
      int index = random.below(order.size());
      NaiveText.Shown atom = order.get(index);
      int front = (int) order.subList(0, index).stream().filter(NaiveText.Shown::visible).count();
      assertEquals(front, simple.position(atom.id(), false), where);
      assertEquals(front + (atom.visible() ? 1 : 0), simple.position(atom.id(), true), where);
      int position = random.below(visible.size() + 1);
      assertEquals(id(visible, position), simple.atomAt(position, false), where);
      assertEquals(id(visible, position - 1), simple.atomAt(position, true), where);
    }
  }

  private static @Nullable OpId id(List<NaiveText.Shown> visible, int index) {
    return index >= 0 && index < visible.size() ? visible.get(index).id() : null;
  }

  @Test
  void anEmptyTextHasAnchorsAtItsEnds() {
    assertEquals(0, text.position(null, true));
    assertEquals(0, text.position(null, false));
    assertEquals(null, text.atomAt(0, true));
    assertEquals(null, text.atomAt(0, false));
    assertEquals(List.of(), text.order());
  }

  @Test
  void runsEndWhereIdsOrVisibilityDo() {
    insert(FIRST, null, "abcdef");
    apply(FIRST.plus(6), new Op.Delete(TextHistory.TEXT, List.of(range(2, 3))));
    insert(FIRST.plus(9), FIRST.plus(5), "gh");
    assertEquals(
        List.of(
            new SimpleRun(range(1, 1), true),
            new SimpleRun(range(2, 3), false),
            new SimpleRun(range(4, 6), true),
            new SimpleRun(range(10, 11), true)),
        text.order());
    apply(FIRST.plus(11), new Op.Revive(TextHistory.TEXT, FIRST.plus(6)));
    assertEquals(new SimpleRun(range(1, 6), true), text.order().get(0));
  }

  @Test
  void aKeptHalfDirectlyNextToAChangeIsReplaced() {
    insert(FIRST, null, "a\uD83D\uDE00\uDE00b");
    text.settle();
    apply(FIRST.plus(9), new Op.Insert(TextHistory.TEXT, FIRST.plus(2), Side.LEFT, "x"));
    List<Delta> steps =
        List.of(new Delta.Retain(1), new Delta.Insert("\uFFFDx\uFFFD"), new Delta.Delete(2));
    assertEquals(steps, text.deltas());
    assertEquals("a\uFFFDx\uFFFD\uFFFDb", text.content());
    text.settle();
    assertTrue(text.deltas().isEmpty());
  }

  @Test
  void aChangeThatEndsAsItBeganIsNone() {
    insert(FIRST, null, "abc");
    text.settle();
    apply(FIRST.plus(3), new Op.Delete(TextHistory.TEXT, List.of(range(1, 3), range(2, 2))));
    assertEquals(List.of(new Delta.Delete(3)), text.deltas());
    apply(FIRST.plus(4), new Op.Revive(TextHistory.TEXT, FIRST.plus(3)));
    assertEquals(List.of(), text.deltas());
  }

  private void insert(OpId id, @Nullable OpId parent, String units) {
    apply(id, new Op.Insert(TextHistory.TEXT, parent, Side.RIGHT, units));
  }

  private void apply(OpId id, Op op) {
    text.apply(id, op);
  }

  private static IdRange range(long from, long to) {
    return new IdRange(FIRST.replica(), from, to);
  }
}
