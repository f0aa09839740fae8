package dev.rejoin.lab;

import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.List;
import java.util.TreeSet;

/** What deletes hide, by definition: everything that one names which nobody has taken back. */
final class NaiveDeletes {
  private NaiveDeletes() {}

  /** The atoms of a text, or slots of a list, that do not show because of a delete. */
  static TreeSet<OpId> hidden(List<AppliedOp> ops) {
    TreeSet<OpId> revived = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Revive revive) {
        revived.add(revive.delete());
      }
    }
    TreeSet<OpId> hidden = new TreeSet<>();
    for (AppliedOp op : ops) {
      if (op.op() instanceof Op.Delete delete && !revived.contains(op.id())) {
        for (IdRange range : delete.targets()) {
          for (long i = 0; i < range.size(); i++) {
            hidden.add(range.first().plus(i));
          }
        }
      } else if (op.op() instanceof Op.DeleteRun run) {
        for (int i = 0; i < run.count(); i++) {
          if (!revived.contains(op.id().plus(i))) {
            hidden.add(run.first().plus((long) i * run.step()));
          }
        }
      }
    }
    return hidden;
  }
}
