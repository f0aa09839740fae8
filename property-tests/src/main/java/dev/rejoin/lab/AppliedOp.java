package dev.rejoin.lab;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.ArrayList;
import java.util.List;

/** An op with the id and Lamport time of its first atom: all that the naive twins look at. */
record AppliedOp(OpId id, long lamport, Op op) {
  /** The ops of a change, each with its id. */
  static List<AppliedOp> of(Change change) {
    List<AppliedOp> ops = new ArrayList<>();
    long offset = 0;
    for (Op op : change.ops()) {
      ops.add(new AppliedOp(change.first().plus(offset), change.lamport() + offset, op));
      offset += op.atoms();
    }
    return ops;
  }
}
