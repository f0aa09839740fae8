package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Random marks, unmarks, comments and withdrawals of any of them. */
final class RandomMarks {
  private static final List<Value> VALUES =
      List.of(Value.of(true), Value.of("https://example.org"), Value.of(7));

  private final SplitMix64 random;

  RandomMarks(SplitMix64 random) {
    this.random = random;
  }

  /** One edit of the marks of a text that is not empty. */
  void edit(TextEdit text, ContainerId id, List<AppliedOp> known) {
    int length = text.length();
    int from = random.below(length);
    int to = Math.min(length, from + 1 + random.below(random.oneIn(4) ? length : 6));
    String key = random.pick(NaiveMarks.KEYS);
    Expand expand = random.pick(Arrays.asList(Expand.values()));
    List<OpId> marks = of(id, known, Op.Mark.class);
    List<OpId> withdrawals = of(id, known, Op.Withdraw.class);
    switch (random.below(6)) {
      case 0, 1, 2 -> text.mark(from, to, key, random.pick(VALUES), expand);
      case 3 -> text.unmark(from, to, key, expand);
      case 4 -> text.markOverlapping(from, to, key, random.pick(VALUES), expand);
      default -> {
        if (!withdrawals.isEmpty() && random.oneIn(2)) {
          text.revive(random.pick(withdrawals));
        } else if (!marks.isEmpty()) {
          text.withdraw(random.pick(marks));
        }
      }
    }
  }

  private static List<OpId> of(ContainerId text, List<AppliedOp> known, Class<? extends Op> kind) {
    List<OpId> marks = new ArrayList<>();
    for (AppliedOp op : known) {
      if (kind.isInstance(op.op()) && text.equals(op.op().container())) {
        marks.add(op.id());
      }
    }
    return marks;
  }
}
