package dev.rejoin.lab;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ChangeIndex;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who wrote, deleted and restored an atom of a text in a version, by going through all ops. */
final class NaiveAuthors {
  private static final Comparator<AppliedOp> BY_TIME =
      Comparator.comparingLong(AppliedOp::lamport).thenComparing(AppliedOp::id);

  private final TreeMap<OpId, OpId> changes = new TreeMap<>();

  /** The first Lamport time of each change, by its last atom. */
  private final TreeMap<OpId, Long> lamports = new TreeMap<>();

  private final List<AppliedOp> deletes = new ArrayList<>();
  private final TreeMap<OpId, List<AppliedOp>> revives = new TreeMap<>();

  NaiveAuthors(ContainerId text, List<Change> all, Version version) {
    for (Change change : all) {
      lamports.put(change.last(), change.lamport());
      for (AppliedOp op : AppliedOp.of(change)) {
        for (int i = 0; i < op.op().atoms(); i++) {
          changes.put(op.id().plus(i), change.last());
        }
        if (text.equals(op.op().container())) {
          add(op, version);
        }
      }
    }
  }

  private void add(AppliedOp op, Version version) {
    if (op.op() instanceof Op.Revive revive && version.includes(op.id())) {
      revives.computeIfAbsent(revive.delete(), d -> new ArrayList<>()).add(op);
    } else if (op.op() instanceof Op.DeleteRun run) {
      for (int i = 0; i < run.count(); i++) {
        Op one = new Op.Delete(run.container(), List.of(IdRange.of(run.target(i))));
        addDelete(new AppliedOp(op.id().plus(i), op.lamport() + i, one), version);
      }
    } else if (op.op() instanceof Op.Delete) {
      addDelete(op, version);
    }
  }

  private void addDelete(AppliedOp delete, Version version) {
    if (version.includes(delete.id())) {
      deletes.add(delete);
    }
  }

  /** Who did what to an atom. */
  String of(OpId atom) {
    TreeSet<OpId> hiding =
        new TreeSet<>(
            Comparator.<OpId, Long>comparing(lamports::get)
                .thenComparing(Comparator.naturalOrder()));
    TreeSet<AppliedOp> back = new TreeSet<>(BY_TIME);
    for (AppliedOp delete : deletes) {
      if (covers((Op.Delete) delete.op(), atom)) {
        List<AppliedOp> by = revives.getOrDefault(delete.id(), List.of());
        if (by.isEmpty()) {
          hiding.add(changes.get(delete.id()));
        } else {
          back.add(by.stream().min(BY_TIME).get());
        }
      }
    }
    return changes.get(atom)
        + " "
        + (hiding.isEmpty() ? null : hiding.first())
        + " "
        + (back.isEmpty() ? null : changes.get(back.last().id()));
  }

  private static boolean covers(Op.Delete delete, OpId atom) {
    for (IdRange range : delete.targets()) {
      boolean same = range.replica().equals(atom.replica());
      if (same && range.from() <= atom.seq() && atom.seq() <= range.to()) {
        return true;
      }
    }
    return false;
  }

  /** The same of what the engine tells. */
  static String line(
      ChangeIndex.Entry written,
      ChangeIndex.@Nullable Entry deleted,
      ChangeIndex.@Nullable Entry restored) {
    return last(written) + " " + last(deleted) + " " + last(restored);
  }

  private static @Nullable OpId last(ChangeIndex.@Nullable Entry entry) {
    return entry == null ? null : entry.head().id();
  }
}
