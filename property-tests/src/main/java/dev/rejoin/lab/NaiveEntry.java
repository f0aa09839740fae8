package dev.rejoin.lab;

import dev.rejoin.crdt.Candidate;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The naive twin of a register and of a map entry: the puts that no op names, highest (Lamport
 * time, replica, number) first.
 */
final class NaiveEntry {
  private NaiveEntry() {}

  /** All candidates under a key, the shown one first; the key of a register is empty. */
  static List<Candidate> candidates(List<AppliedOp> ops, ContainerId container, String key) {
    List<Candidate> puts = new ArrayList<>();
    TreeSet<OpId> named = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (!container.equals(op.op().container())) {
        continue;
      }
      if (op.op() instanceof Op.Put put && put.key().equals(key)) {
        puts.add(new Candidate(op.id(), op.lamport(), put.value()));
        named.addAll(put.seen());
      } else if (op.op() instanceof Op.Remove remove && remove.key().equals(key)) {
        named.addAll(remove.seen());
      }
    }
    puts.removeIf(put -> named.contains(put.put()));
    return NaiveDismissals.shown(puts, ops, container, key, null);
  }

  /** The keys that any put of a map names, sorted. */
  static TreeSet<String> keys(List<AppliedOp> ops, ContainerId container) {
    TreeSet<String> keys = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Put put && put.container().equals(container)) {
        keys.add(put.key());
      }
    }
    return keys;
  }
}
