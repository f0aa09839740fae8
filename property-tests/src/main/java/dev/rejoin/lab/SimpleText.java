package dev.rejoin.lab;

import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The simple text: what the fast engine must agree with, in few lines.
 *
 * <p>Order: Fugue (Weidner and Kleppmann, "The Art of the Fugue", 2023). An atom shows if no delete
 * covers it that was not revived. Takes valid ops in causal order; knows nothing of transactions,
 * so rolled back edits are never told. Everything but {@link #apply} is O(atoms); unlike {@link
 * NaiveText} it keeps its state between ops, which makes it quick enough to be asked after each.
 */
final class SimpleText {
  private record Hidden(List<IdRange> atoms, boolean revived) {}

  private final SimpleTree tree = new SimpleTree();
  private final TreeMap<OpId, Hidden> deletes = new TreeMap<>();

  /** The spans in document order, or null if ops have come since. */
  private @Nullable List<SimpleSpan> order;

  /** Lets an op take effect; those that are not about texts have none. */
  void apply(OpId id, Op op) {
    order = null;
    if (op instanceof Op.Insert insert) {
      tree.insert(new SimpleSpan(id, insert.text()), insert.parent(), insert.side());
    } else if (op instanceof Op.Delete delete) {
      delete(id, delete.targets());
    } else if (op instanceof Op.DeleteRun run) {
      for (int i = 0; i < run.count(); i++) {
        delete(id.plus(i), List.of(IdRange.of(run.target(i))));
      }
    } else if (op instanceof Op.Revive revive) {
      revive(revive.delete());
    }
  }

  private void delete(OpId id, List<IdRange> targets) {
    deletes.put(id, new Hidden(targets, false));
    tree.covered(targets).forEach(span -> span.deletes++);
  }

  private void revive(OpId delete) {
    Hidden hidden = deletes.get(delete);
    if (hidden != null && !hidden.revived) {
      deletes.put(delete, new Hidden(hidden.atoms, true));
      tree.covered(hidden.atoms).forEach(span -> span.deletes--);
    }
  }

  /** The number of visible units. */
  int length() {
    return spans().stream().filter(SimpleSpan::isVisible).mapToInt(SimpleSpan::length).sum();
  }

  /** The visible text; a lone surrogate shows as U+FFFD. */
  String content() {
    return NaiveText.shown(units());
  }

  /** The visible units as they were inserted. */
  String units() {
    StringBuilder units = new StringBuilder();
    for (SimpleSpan span : spans()) {
      units.append(span.isVisible() ? span.units() : "");
    }
    return units.toString();
  }

  /** All atoms in document order, deleted ones too, in as few runs as possible. */
  List<SimpleRun> order() {
    List<SimpleRun> runs = new ArrayList<>();
    for (SimpleSpan span : spans()) {
      SimpleRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      OpId from = span.first;
      if (last != null && last.continuesIn(span)) {
        from = last.atoms().first();
        runs.remove(runs.size() - 1);
      }
      IdRange atoms = new IdRange(from.replica(), from.seq(), span.last().seq());
      runs.add(new SimpleRun(atoms, span.isVisible()));
    }
    return runs;
  }

  /**
   * The atom that an anchor at this position sticks to: the visible one behind the anchor, or if
   * {@code before} the one in front of it; null where there is none.
   */
  @Nullable OpId atomAt(int position, boolean before) {
    int left = before ? position - 1 : position;
    for (SimpleSpan span : spans()) {
      if (left >= 0 && span.isVisible() && left < span.length()) {
        return span.first.plus(left);
      }
      left -= span.isVisible() ? span.length() : 0;
    }
    return null;
  }

  /**
   * Where an anchor on this atom stands now: the visible units in front of the atom, and if {@code
   * before} also the atom itself.
   */
  int position(@Nullable OpId atom, boolean before) {
    if (atom == null) {
      return before ? 0 : length();
    }
    int position = 0;
    for (SimpleSpan span : spans()) {
      if (span.holds(atom)) {
        long inside = atom.seq() - span.first.seq() + (before ? 1 : 0);
        return position + (span.isVisible() ? (int) inside : 0);
      }
      position += span.isVisible() ? span.length() : 0;
    }
    throw new IllegalStateException("no atom " + atom + " in this text");
  }

  /** The steps from the text at the last {@link #settle} to the text now; empty if none show. */
  List<Delta> deltas() {
    return SimpleDeltas.of(spans());
  }

  /** Makes the text as it is now the one that {@link #deltas} begins with. */
  void settle() {
    spans().forEach(span -> span.wasVisible = span.isVisible());
  }

  private List<SimpleSpan> spans() {
    if (order == null) {
      order = tree.inOrder();
    }
    return order;
  }
}
