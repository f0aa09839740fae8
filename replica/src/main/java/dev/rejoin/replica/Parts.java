package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.proto.ChangeCodec;
import java.util.ArrayList;
import java.util.List;

/** Cuts a transaction that is too large for one change into several, joined by a mark. */
final class Parts {
  private Parts() {}

  /** Whether ops fit one change. */
  static boolean fitsOne(List<Op> ops) {
    return operations(ops) <= Limits.MAX_OPS_PER_CHANGE
        && ChangeCodec.estimateBytes(ops) <= dev.rejoin.proto.Limits.FREEZE_BYTES;
  }

  /** How many operations the ops stand for, as the limit of a change counts them. */
  static long operations(List<Op> ops) {
    long operations = 0;
    for (Op op : ops) {
      operations += op.operations();
    }
    return operations;
  }

  /** The parts, in order; all but the last say that the transaction goes on. */
  static List<Change> split(Change whole) {
    List<List<Op>> groups = groups(whole.ops());
    List<Change> parts = new ArrayList<>();
    long from = whole.from();
    for (int i = 0; i < groups.size(); i++) {
      long atoms = groups.get(i).stream().mapToLong(Op::atoms).sum();
      parts.add(
          new Change(
              whole.replica(),
              from,
              from + atoms - 1,
              whole.document(),
              i == 0 ? whole.previous() : from - 1,
              i == 0 ? whole.deps() : Heads.none(),
              whole.lamport() + (from - whole.from()),
              whole.timeMillis(),
              whole.author(),
              whole.message(),
              i < groups.size() - 1,
              groups.get(i),
              whole.schema()));
      from += atoms;
    }
    return parts;
  }

  private static List<List<Op>> groups(List<Op> ops) {
    List<List<Op>> groups = new ArrayList<>();
    List<Op> group = new ArrayList<>();
    long operations = 0;
    long bytes = 0;
    for (Op op : ops) {
      long size = ChangeCodec.estimateBytes(List.of(op));
      boolean full =
          operations + op.operations() > Limits.MAX_OPS_PER_CHANGE
              || bytes + size > dev.rejoin.proto.Limits.FREEZE_BYTES;
      if (full && !group.isEmpty()) {
        groups.add(group);
        group = new ArrayList<>();
        operations = 0;
        bytes = 0;
      }
      group.add(op);
      operations += op.operations();
      bytes += size;
    }
    groups.add(group);
    return groups;
  }
}
