package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/**
 * Brings the atoms and deletes of a text, or the slots of a list, into rows for a snapshot.
 *
 * <p>Rows are cut greedily in the order of ids, op by op, so equal atoms and deletes give equal
 * rows, however they came and however spans are cut.
 */
final class SnapshotHistory implements DeleteTable.Rows {
  private final CanonicalNumbers canonical;
  private final DeleteTable deletes;
  private final SnapshotRows rows = new SnapshotRows();

  /** The spans in the order of ids: canonical number, length, parent, side, atoms before. */
  private final Cuts cuts;

  private final int[] lengths;
  private final int[] parents;
  private final boolean[] lefts;
  private final int[] ordinals;

  /** The next span to add. */
  private int span;

  /** The row of atoms that may still grow: the last number, the first parent. */
  private int atoms;

  private int last = OpNumbers.NONE;
  private int parent;
  private boolean left;

  /** The row of deletes that may still grow: first delete, first target, step if there are two. */
  private int count;

  private int number;
  private int target;
  private int step;

  private SnapshotHistory(SpanTree spans, DeleteTable deletes, CanonicalNumbers canonical) {
    this.canonical = canonical;
    this.deletes = deletes;
    int size = spans.size();
    cuts = new Cuts(canonical.numbers().next());
    lengths = new int[size];
    parents = new int[size];
    lefts = new boolean[size];
    ordinals = new int[size];
    sortSpans(spans);
  }

  static void write(
      SpanTree spans, DeleteTable deletes, CanonicalNumbers canonical, SnapshotWriter out) {
    SnapshotHistory history = new SnapshotHistory(spans, deletes, canonical);
    history.addAll();
    history.rows.write(out);
  }

  @Override
  public void keystrokes(int first, int atom, int many, int by) {
    if (deletes.revivedCount() > 0) {
      for (int i = 0; i < many; i++) {
        if (deletes.isRevived(first + i)) {
          other(first + i);
        } else {
          addKeystrokes(first + i, atom + by * i, 1, 0);
        }
      }
      return;
    }
    int done = 0;
    while (done < many) {
      int reach = canonical.reach(atom + by * done, by, many - done);
      done += addKeystrokes(first + done, atom + by * done, reach, by);
    }
  }

  @Override
  public void other(int delete) {
    addSpansBefore(canonical.of(delete));
    finishRow();
    List<long[]> ranges = new ArrayList<>();
    deletes.forEach(delete, (first, many) -> canonical.forEachRun(first, many, ranges));
    ranges.sort((one, other) -> Long.compare(one[0], other[0]));
    List<long[]> hidden = joined(ranges);
    boolean revived = deletes.isRevived(delete);
    long[] first = hidden.get(0);
    int end = ordinal((int) first[0]);
    if (hidden.size() == 1 && !revived) {
      rows.range((int) first[1], end);
      return;
    }
    rows.ranges(hidden.size(), end, revived);
    for (long[] range : hidden) {
      int from = ordinal((int) range[0]);
      rows.part(from - end, (int) range[1]);
      end = from + (int) range[1];
    }
  }

  private void sortSpans(SpanTree spans) {
    for (SpanLeaf leaf = spans.head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        cuts.add(canonical.of(leaf.number(slot)));
      }
    }
    cuts.finish();
    for (SpanLeaf leaf = spans.head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        int place = cuts.pieceOf(canonical.of(leaf.number(slot)));
        lengths[place] = leaf.length(slot);
        parents[place] = leaf.parent(slot);
        lefts[place] = leaf.isLeft(slot);
      }
    }
    int sum = 0;
    for (int i = 0; i < lengths.length; i++) {
      ordinals[i] = sum;
      sum += lengths[i];
    }
  }

  private void addAll() {
    OpNumbers numbers = canonical.numbers();
    int before = OpNumbers.NONE;
    for (int run : numbers.runsById()) {
      int from = numbers.firstOfRun(run);
      int length = numbers.lengthOfRun(run);
      int first = canonical.of(from);
      if (before != OpNumbers.NONE && !canonical.continuesRun(before, run)) {
        finishAtoms();
      }
      deletes.forEachRow(from, from + length, this);
      addSpansBefore(first + length);
      before = run;
    }
    finishRow();
  }

  private void addSpansBefore(int end) {
    while (span < lengths.length && cuts.start(span) < end) {
      addSpan(span++);
    }
  }

  private void addSpan(int added) {
    int first = cuts.start(added);
    int hangs = canonical.of(parents[added]);
    boolean goesOn = atoms > 0 && hangs == last && first == last + 1 && !lefts[added];
    if (!goesOn) {
      finishRow();
      parent = hangs;
      left = lefts[added];
    }
    atoms += lengths[added];
    last = first + lengths[added] - 1;
  }

  /** Adds deletes to the row that may still grow, or begins another; returns how many. */
  private int addKeystrokes(int delete, int atom, int many, int by) {
    int first = canonical.of(delete);
    int hides = canonical.of(atom);
    addSpansBefore(first);
    if (count > 0 && first == number + count) {
      int next = count == 1 ? hides - target : step;
      boolean goesOn = (next == 1 || next == -1) && hides == target + next * count;
      if (goesOn) {
        step = next;
        int taken = many > 1 && by == next ? many : 1;
        count += taken;
        return taken;
      }
    }
    finishRow();
    number = first;
    target = hides;
    count = many;
    step = by;
    return many;
  }

  private void finishRow() {
    finishAtoms();
    if (count > 0) {
      rows.keystrokes(count, ordinal(target), step);
      count = 0;
    }
  }

  private void finishAtoms() {
    if (atoms > 0) {
      rows.atoms(atoms, ordinal(parent), left);
      atoms = 0;
    }
  }

  /** How many atoms come before one in the order of ids. */
  private int ordinal(int atom) {
    if (atom == OpNumbers.ROOT) {
      return atom;
    }
    int place = cuts.pieceOf(atom);
    return ordinals[place] + atom - cuts.start(place);
  }

  private static List<long[]> joined(List<long[]> sorted) {
    List<long[]> joined = new ArrayList<>();
    for (long[] range : sorted) {
      long[] last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last[0] + last[1] == range[0]) {
        last[1] += range[1];
      } else {
        joined.add(range);
      }
    }
    return joined;
  }
}
