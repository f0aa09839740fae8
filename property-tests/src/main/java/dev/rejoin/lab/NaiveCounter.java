package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Op;
import java.util.List;

/** The naive twin of a counter: the sum of all increments, modulo 2 to the 64. */
final class NaiveCounter {
  private NaiveCounter() {}

  static long total(List<AppliedOp> ops, ContainerId container) {
    long total = 0;
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Increment increment && increment.container().equals(container)) {
        total += increment.amount();
      }
    }
    return total;
  }
}
