package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.TreeSet;

/** The naive twin of a set: the elements with an add that no op on the same element names. */
final class NaiveSet {
  private NaiveSet() {}

  static TreeSet<Value> elements(List<AppliedOp> ops, ContainerId container) {
    TreeSet<Value> elements = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Add add
          && add.container().equals(container)
          && !isNamed(op.id(), add.element(), ops, container)) {
        elements.add(add.element());
      }
    }
    return elements;
  }

  private static boolean isNamed(
      OpId add, Value element, List<AppliedOp> ops, ContainerId container) {
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Add other
          && other.container().equals(container)
          && other.element().equals(element)
          && other.seen().contains(add)) {
        return true;
      }
      if (op.op() instanceof Op.Discard discard
          && discard.container().equals(container)
          && discard.element().equals(element)
          && discard.seen().contains(add)) {
        return true;
      }
    }
    return false;
  }
}
