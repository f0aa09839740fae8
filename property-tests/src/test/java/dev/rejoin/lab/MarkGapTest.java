package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.TextEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Where new text goes among deleted units: of all places that there are, one with the formats that
 * it should have.
 */
final class MarkGapTest {
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);

  /** A gap between two units: every atom behind which there is a place, and the units around. */
  private record Gap(List<@Nullable OpId> places, @Nullable OpId before, @Nullable OpId after) {}

  /** Formats that a place has and should not have, and those that it lacks. */
  private record Cost(int unwanted, int missing) {
    boolean isBelow(Cost other) {
      return unwanted != other.unwanted ? unwanted < other.unwanted : missing < other.missing;
    }
  }

  /** A text with marks by two, of which parts are deleted, and some marks withdrawn. */
  private static TestReplica history(int seed) {
    SplitMix64 random = new SplitMix64(seed);
    RandomMarks marks = new RandomMarks(random);
    TestReplica ana = new TestReplica(1);
    TestReplica ben = new TestReplica(2);
    ana.edit(tx -> tx.text("body").append("abcdefgh"));
    ben.merge(ana, 0);
    for (int step = 0; step < 8; step++) {
      TestReplica replica = random.oneIn(2) ? ana : ben;
      replica.edit(tx -> step(tx.text("body"), random, marks, replica.ops()));
      if (random.oneIn(3)) {
        ana.merge(ben, 0);
        ben.merge(ana, 0);
      }
    }
    ana.merge(ben, 0);
    ana.edit(
        tx -> {
          int from = random.below(Math.max(1, tx.text("body").length()));
          tx.text("body").delete(from, Math.min(tx.text("body").length(), from + 4));
        });
    return ana;
  }

  private static void step(
      TextEdit text, SplitMix64 random, RandomMarks marks, List<AppliedOp> known) {
    if (text.length() == 0 || random.oneIn(4)) {
      text.insert(random.below(text.length() + 1), random.oneIn(2) ? "x" : "yz");
    } else if (random.oneIn(4)) {
      int from = random.below(text.length());
      text.delete(from, Math.min(text.length(), from + 1 + random.below(3)));
    } else {
      marks.edit(text, BODY, known);
    }
  }

  private static Gap gap(List<AppliedOp> ops, int position) {
    List<@Nullable OpId> places = new ArrayList<>();
    places.add(null);
    OpId before = null;
    int visible = 0;
    for (NaiveText.Shown atom : new NaiveText(ops, BODY).order()) {
      if (atom.visible() && visible == position) {
        return new Gap(places, before, atom.id());
      }
      if (atom.visible()) {
        visible++;
        before = atom.id();
        places.clear();
      }
      places.add(atom.id());
    }
    return new Gap(places, before, null);
  }

  /** The op that puts a unit directly behind an atom, or in front of all. */
  private static Op.Insert insertBehind(List<AppliedOp> ops, @Nullable OpId atom) {
    List<OpId> order = new NaiveText(ops, BODY).order().stream().map(NaiveText.Shown::id).toList();
    if (!hasRightChild(ops, atom)) {
      return new Op.Insert(BODY, atom, Side.RIGHT, "!");
    }
    OpId next = order.get(atom == null ? 0 : order.indexOf(atom) + 1);
    return new Op.Insert(BODY, next, Side.LEFT, "!");
  }

  private static boolean hasRightChild(List<AppliedOp> ops, @Nullable OpId atom) {
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Insert insert) {
        OpId last = op.id().plus(insert.text().length() - 1L);
        boolean inside = atom != null && op.id().compareTo(atom) <= 0 && atom.compareTo(last) < 0;
        boolean child =
            insert.side() == Side.RIGHT
                && (atom == null ? insert.parent() == null : atom.equals(insert.parent()));
        if (inside && atom.replica().equals(op.id().replica()) || child) {
          return true;
        }
      }
    }
    return false;
  }

  /** What is wrong with the formats of a unit that stands in a gap. */
  private static Cost cost(List<AppliedOp> ops, Gap gap, OpId unit) {
    NaiveMarks marks = new NaiveMarks(ops, BODY);
    TreeSet<OpId> has = marks.covering(unit);
    TreeSet<OpId> wants = new TreeSet<>();
    TreeSet<OpId> left = gap.before == null ? new TreeSet<>() : marks.covering(gap.before);
    TreeSet<OpId> right = gap.after == null ? new TreeSet<>() : marks.covering(gap.after);
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Mark mark) {
        boolean inside = left.contains(op.id()) && right.contains(op.id());
        boolean growsRight = left.contains(op.id()) && mark.end().bias() == Bias.AFTER;
        boolean growsLeft =
            !left.contains(op.id())
                && right.contains(op.id())
                && mark.start().bias() == Bias.BEFORE;
        if (inside || growsRight || growsLeft) {
          wants.add(op.id());
        }
      }
    }
    int unwanted = (int) has.stream().filter(mark -> !wants.contains(mark)).count();
    int missing = (int) wants.stream().filter(mark -> !has.contains(mark)).count();
    return new Cost(unwanted, missing);
  }

  @Test
  void noPlaceHasFewerWrongFormatsThanTheOneThatIsChosen() {
    int choices = 0;
    int better = 0;
    for (int seed = 0; seed < 250; seed++) {
      int length = history(seed).state().text("body").length();
      for (int position = 0; position <= length; position++) {
        TestReplica ana = history(seed);
        List<AppliedOp> before = List.copyOf(ana.ops());
        Gap gap = gap(before, position);
        int at = position;
        OpId made = new OpId(ana.id(), ana.nextSeq());
        ana.edit(tx -> tx.text("body").insert(at, "!"));
        Cost chosen = cost(ana.ops(), gap, made);
        for (OpId place : gap.places) {
          List<AppliedOp> other = new ArrayList<>(before);
          other.add(new AppliedOp(made, 1_000, insertBehind(before, place)));
          Cost cost = cost(other, gap, made);
          assertTrue(
              !cost.isBelow(chosen),
              "seed " + seed + ", position " + position + ": " + cost + " behind " + place);
          better += chosen.isBelow(cost) ? 1 : 0;
        }
        choices += gap.places.size() > 1 ? 1 : 0;
      }
    }
    assertTrue(choices > 200 && better > 50, choices + " choices, " + better + " worse places");
  }

  @Test
  void anyPlaceConverges() {
    for (int seed = 0; seed < 60; seed++) {
      int length = history(seed).state().text("body").length();
      for (int position = 0; position <= length; position += 2) {
        for (OpId place : gap(history(seed).ops(), position).places) {
          TestReplica ana = history(seed);
          TestReplica cleo = new TestReplica(3);
          cleo.merge(ana, 0);
          int at = position;
          Op.Insert forged = insertBehind(cleo.ops(), place);
          ana.edit(tx -> tx.text("body").insert(at, "?"));
          cleo.forge(List.of(forged), false);
          ana.merge(cleo, 0);
          cleo.merge(ana, 0);
          assertArrayEquals(ana.state().save(), cleo.state().save());
          NaiveMarks twin = new NaiveMarks(ana.ops(), BODY);
          assertEquals(twin.toString(), NaiveMarks.of(ana.state().text("body")));
          assertEquals(
              new NaiveText(ana.ops(), BODY).content(), cleo.state().text("body").content());
        }
      }
    }
  }
}
