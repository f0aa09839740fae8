package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the deletes that undos made anew: a delete is taken back once and for all, so where that is
 * undone, another delete hides the same atoms, and who takes back the first one means that one.
 */
final class Redeletes {
  /** More undos and redos in a row are not followed. */
  private static final int MOST_STEPS = 100;

  private final TextSequence text;
  private final ContainerId id;
  private final Function<OpId, @Nullable Change> changes;

  /** The deletes that the changes revived which one change undoes; of the change asked for last. */
  private @Nullable Change recent;

  private TreeSet<OpId> undone = new TreeSet<>();

  Redeletes(TextSequence text, ContainerId id, Function<OpId, @Nullable Change> changes) {
    this.text = text;
    this.id = id;
    this.changes = changes;
  }

  /** The deletes in force that stand for any of these, which are revived. O(deletes). */
  List<OpId> of(List<OpId> originals) {
    TreeSet<OpId> wanted = new TreeSet<>(originals);
    List<OpId> found = new ArrayList<>();
    text.deletes()
        .forEachRow(
            0,
            text.numbers().next(),
            new DeleteTable.Rows() {
              @Override
              public void keystrokes(int first, int atom, int many, int by) {
                for (int i = 0; i < many; i++) {
                  other(first + i);
                }
              }

              @Override
              public void other(int delete) {
                OpId at = new OpId(text.numbers().replica(delete), text.numbers().seq(delete));
                if (!text.deletes().isRevived(delete) && standsForAny(at, wanted, MOST_STEPS)) {
                  found.add(at);
                }
              }
            });
    return found;
  }

  private boolean standsForAny(OpId delete, TreeSet<OpId> wanted, int steps) {
    Change change = changes.apply(delete);
    if (steps == 0 || change == null || !(change.ops().get(0) instanceof Op.Undoes)) {
      return false;
    }
    for (OpId revived : revivedBefore(change)) {
      if (text.knowsDelete(revived)
          && hidesSame(delete, revived)
          && (wanted.contains(revived) || standsForAny(revived, wanted, steps - 1))) {
        return true;
      }
    }
    return false;
  }

  /** What the changes had revived that this one takes back. */
  private TreeSet<OpId> revivedBefore(Change change) {
    if (change == recent) {
      return undone;
    }
    TreeSet<OpId> revived = new TreeSet<>();
    if (change.ops().get(0) instanceof Op.Undoes undoes) {
      for (OpId last : undoes.changes()) {
        Change before = changes.apply(last);
        for (Op op : before == null ? List.<Op>of() : before.ops()) {
          if (op instanceof Op.Revive revive && revive.container().equals(id)) {
            revived.add(revive.delete());
          }
        }
      }
    }
    recent = change;
    undone = revived;
    return revived;
  }

  private boolean hidesSame(OpId delete, OpId other) {
    IdRange first = text.targets(delete).get(0);
    for (IdRange range : text.targets(other)) {
      if (range.replica().equals(first.replica())
          && range.from() <= first.from()
          && first.from() <= range.to()) {
        return true;
      }
    }
    return false;
  }
}
