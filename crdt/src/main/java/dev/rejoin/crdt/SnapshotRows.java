package dev.rejoin.crdt;

/**
 * The ops of a text in a snapshot, as rows in the order of ids, in columns of like numbers.
 *
 * <p>A row is a run of atoms as it was typed, or deletes. Atoms are named by counting them in that
 * order, and told by the distance from where the author was: behind the last atom of a run, at the
 * last target of keystrokes, at the first of other deletes. Typing on, and most deletes, are there
 * already and cost only the shape.
 */
final class SnapshotRows {
  /** Kinds of rows, the lowest bits of a shape. */
  static final int RIGHT = 0;

  static final int LEFT = 1;
  static final int BACKWARDS = 2;
  static final int FORWARDS = 3;
  static final int RANGE = 4;
  static final int RANGES = 5;

  /** Ranges of a delete that was taken back. */
  static final int REVIVED = 6;

  static final int KIND = 7;

  /** Set in a shape where a distance follows. */
  static final int AWAY = 8;

  /** From here on a shape has the count, or 0 where that is more than fits. */
  static final int COUNT_SHIFT = 4;

  static final int MOST = 15;

  /** Bits of a distance that are in the column of low parts. */
  static final int LOW_BITS = 7;

  static final int LOW = (1 << LOW_BITS) - 1;

  private final SnapshotWriter shapes = new SnapshotWriter();
  private final SnapshotWriter counts = new SnapshotWriter();
  private final SnapshotWriter lows = new SnapshotWriter();
  private final SnapshotWriter highs = new SnapshotWriter();
  private int position = OpNumbers.ROOT;

  /** How many atoms came in rows so far. */
  private int atoms;

  void atoms(int count, int parent, boolean left) {
    add(left ? LEFT : RIGHT, count, parent);
    atoms += count;
    position = atoms - 1;
  }

  /** Deletes of one atom each: number {@code i} of them of {@code atom + i * step}. */
  void keystrokes(int count, int atom, int step) {
    add(step > 0 && count > 1 ? FORWARDS : BACKWARDS, count, atom);
    position = atom + step * (count - 1);
  }

  /** A delete of {@code count} atoms. */
  void range(int count, int atom) {
    add(RANGE, count, atom);
    position = atom;
  }

  /** A delete of many ranges, the first of them at {@code atom}; {@link #part} tells each. */
  void ranges(int count, int atom, boolean revived) {
    add(revived ? REVIVED : RANGES, count, atom);
    position = atom;
  }

  /** A range of the last delete: how many atoms after the range before, and how many atoms. */
  void part(int gap, int length) {
    counts.number(gap);
    counts.number(length - 1L);
  }

  void write(SnapshotWriter out) {
    out.column(shapes);
    out.column(counts);
    out.column(lows);
    out.column(highs);
  }

  private void add(int kind, int count, int atom) {
    int distance = atom - position;
    int fits = count <= MOST ? count : 0;
    shapes.octet(kind | (distance == 0 ? 0 : AWAY) | fits << COUNT_SHIFT);
    if (fits == 0) {
      counts.number(count - MOST - 1L);
    }
    if (distance != 0) {
      long coded = (long) distance << 1 ^ distance >> 31;
      long high = coded >>> LOW_BITS;
      lows.octet((int) (coded & LOW) | (high > 0 ? LOW + 1 : 0));
      if (high > 0) {
        highs.number(high - 1);
      }
    }
  }
}
