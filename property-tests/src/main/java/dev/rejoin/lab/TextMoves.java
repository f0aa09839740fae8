package dev.rejoin.lab;

import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Transaction;
import java.util.ArrayList;
import java.util.List;

/** The single edits of a {@link TextHistory}, as its scenario wants them. */
final class TextMoves {
  private static final List<String> RUNS = List.of("x", "y", "hello", " ", "lorem ipsum");
  private static final List<String> ASTRAL =
      List.of("\uD83D\uDE00", "a\uD83D\uDE80b", "\uD83D\uDE00\uD83D\uDE80", "-");
  private static final List<String> HALVES =
      List.of("\uDE00", "\uD83D", "\uDE00\uD83D", "\uD83D\uD83D", "\uDE00\uDE00", "z");

  private final SplitMix64 random;
  private final TextScenario scenario;
  private final RandomMarks marks;

  TextMoves(SplitMix64 random, TextScenario scenario) {
    this.random = random;
    this.scenario = scenario;
    this.marks = new RandomMarks(random);
  }

  /** What all replicas begin with. */
  void begin(Transaction tx) {
    TextEdit text = tx.text(TextHistory.NAME);
    text.append("[" + run() + "the quick brown fox" + run() + "]");
    if (scenario == TextScenario.ONE_GAP) {
      text.delete(1, text.length() - 1);
    }
  }

  /** Does one to five edits; those that would split a character are left out. */
  void edit(Transaction tx, List<AppliedOp> known) {
    TextEdit text = tx.text(TextHistory.NAME);
    for (int n = 1 + random.below(5); n > 0; n--) {
      try {
        editOnce(text, known);
      } catch (RefusedEditException refused) {
        if (refused.reason() != RefusedEditException.Reason.SPLIT_SURROGATE_PAIR) {
          throw refused;
        }
      }
    }
  }

  private void editOnce(TextEdit text, List<AppliedOp> known) {
    if (text.length() > 0 && random.oneIn(scenario == TextScenario.MARKS ? 2 : 12)) {
      marks.edit(text, TextHistory.TEXT, known);
      return;
    }
    int choice = random.below(10);
    boolean deletes = scenario == TextScenario.DELETES;
    if (choice < (deletes ? 3 : 1)) {
      revive(text, known);
    } else if (choice < (deletes ? 8 : 3)) {
      delete(text);
    } else {
      text.insert(place(text), run());
    }
  }

  private void revive(TextEdit text, List<AppliedOp> known) {
    List<OpId> deletes = new ArrayList<>();
    for (AppliedOp op : known) {
      if (op.op() instanceof Op.Delete) {
        deletes.add(op.id());
      } else if (op.op() instanceof Op.DeleteRun run) {
        deletes.add(op.id().plus(random.below(run.count())));
      }
    }
    if (!deletes.isEmpty()) {
      text.revive(random.pick(deletes));
    }
  }

  private void delete(TextEdit text) {
    int length = text.length();
    if (length > 0) {
      int most = scenario == TextScenario.PASTES ? length : 8;
      int from = random.below(length);
      text.delete(from, Math.min(length, from + 1 + random.below(most)));
    }
  }

  private int place(TextEdit text) {
    int length = text.length();
    return switch (scenario) {
      case PREPEND -> 0;
      case ONE_GAP -> Math.min(1, length);
      case PING_PONG -> length / 2;
      default -> random.oneIn(3) ? length : random.below(length + 1);
    };
  }

  private String run() {
    if (scenario == TextScenario.PASTES && random.oneIn(8)) {
      // One in a while is longer than an op may be.
      return "0123456789abcde\n".repeat(1 + random.below(random.oneIn(20) ? 1_500 : 300));
    }
    boolean astral = random.oneIn(scenario == TextScenario.HALVES ? 1 : 5);
    return random.pick(astral ? ASTRAL : RUNS);
  }

  /** Ops that no handle makes: on any atom, deleted or half of a character, on either side. */
  List<Op> forged(List<AppliedOp> known) {
    List<Op> ops = new ArrayList<>();
    for (int n = 1 + random.below(3); n > 0; n--) {
      OpId atom = atom(known);
      IdRange one = IdRange.of(atom);
      Side side = random.oneIn(2) ? Side.LEFT : Side.RIGHT;
      switch (random.below(5)) {
        case 0 -> ops.add(new Op.Delete(TextHistory.TEXT, List.of(one)));
        case 1 -> ops.add(new Op.Delete(TextHistory.TEXT, List.of(one, someRange(known), one)));
        case 2 -> ops.add(deleteRun(someRange(known)));
        default -> ops.add(new Op.Insert(TextHistory.TEXT, atom, side, random.pick(HALVES)));
      }
    }
    return ops;
  }

  private Op deleteRun(IdRange range) {
    boolean forward = random.oneIn(2);
    OpId first = forward ? range.first() : new OpId(range.replica(), range.to());
    return new Op.DeleteRun(TextHistory.TEXT, first, (int) range.size(), forward ? 1 : -1);
  }

  private IdRange someRange(List<AppliedOp> known) {
    AppliedOp insert = insert(known);
    long from = insert.id().seq() + random.below(insert.op().atoms());
    long last = insert.id().seq() + insert.op().atoms() - 1;
    return new IdRange(insert.id().replica(), from, Math.min(last, from + random.below(6)));
  }

  private OpId atom(List<AppliedOp> known) {
    AppliedOp insert = insert(known);
    return insert.id().plus(random.below(insert.op().atoms()));
  }

  private AppliedOp insert(List<AppliedOp> known) {
    List<AppliedOp> inserts = known.stream().filter(op -> op.op() instanceof Op.Insert).toList();
    return random.pick(inserts);
  }
}
