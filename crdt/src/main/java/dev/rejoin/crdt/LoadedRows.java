package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * The rows of a text as they are read from a snapshot, without their relations.
 *
 * <p>Everything is checked that a row shows by itself: op numbers end where they should, and no
 * atom is named that comes in no row.
 */
final class LoadedRows {
  private static final int FIRST = 16;

  private final SnapshotReader in;
  private final byte[] shapes;
  private final int[] counts;
  private final int[] ordinals;

  /** First atom and length of each range of the deletes that have many. */
  private int[] ranges = new int[FIRST];

  private int rangeCount;
  private int atoms;

  private LoadedRows(SnapshotReader in, byte[] shapes) {
    this.in = in;
    this.shapes = shapes;
    counts = new int[shapes.length];
    ordinals = new int[shapes.length];
  }

  /** Reads rows that stand for {@code ops} ops, and as many atoms at most. */
  static LoadedRows read(int ops, SnapshotReader in) {
    LoadedRows rows = new LoadedRows(in, in.bytes());
    SnapshotReader counts = in.column();
    SnapshotReader lows = in.column();
    SnapshotReader highs = in.column();
    rows.readAll(ops, counts, lows, highs);
    in.check(counts.isAtEnd() && lows.isAtEnd() && highs.isAtEnd(), "columns that go on");
    rows.checkTargets();
    return rows;
  }

  int size() {
    return shapes.length;
  }

  int kind(int row) {
    return shapes[row] & SnapshotRows.KIND;
  }

  /** How many atoms come, how many deletes of one atom each, or how many atoms or ranges go. */
  int count(int row) {
    return counts[row];
  }

  /** The parent of a run, or the atom that a delete names first. */
  int ordinal(int row) {
    return ordinals[row];
  }

  /** How many op numbers a row takes. */
  int ops(int row) {
    return kind(row) < SnapshotRows.RANGE ? counts[row] : 1;
  }

  /** How many atoms come in all rows. */
  int atoms() {
    return atoms;
  }

  int rangeStart(int range) {
    return ranges[2 * range];
  }

  int rangeLength(int range) {
    return ranges[2 * range + 1];
  }

  int ranges() {
    return rangeCount;
  }

  private void readAll(int ops, SnapshotReader counts, SnapshotReader lows, SnapshotReader highs) {
    int left = ops;
    int position = OpNumbers.ROOT;
    for (int row = 0; row < shapes.length; row++) {
      int shape = shapes[row] & 0xFF;
      int kind = shape & SnapshotRows.KIND;
      int count = shape >>> SnapshotRows.COUNT_SHIFT;
      if (count == 0) {
        count = SnapshotRows.MOST + 1 + counts.choice(Limits.MAX_TEXT_OPS - SnapshotRows.MOST - 1);
      }
      if ((shape & SnapshotRows.AWAY) != 0) {
        position = moved(position, lows, highs);
      }
      this.counts[row] = count;
      ordinals[row] = position;
      if (kind <= SnapshotRows.LEFT) {
        atoms += count;
        position = atoms - 1;
      } else if (kind == SnapshotRows.FORWARDS) {
        in.check(count <= Limits.MAX_TEXT_OPS - position, "a delete of nothing");
        position += count - 1;
      } else if (kind == SnapshotRows.BACKWARDS) {
        position -= count - 1;
      } else if (kind != SnapshotRows.RANGE) {
        in.check(kind <= SnapshotRows.REVIVED, "shape of a row");
        readRanges(position, count, counts);
      }
      left -= ops(row);
      in.check(left >= 0 && position >= OpNumbers.ROOT, "a row beyond the ids");
    }
    in.check(left == 0, "ids without ops");
  }

  private int moved(int position, SnapshotReader lows, SnapshotReader highs) {
    int low = lows.octet();
    long coded = low & SnapshotRows.LOW;
    if (low > SnapshotRows.LOW) {
      coded += (long) (highs.choice(Limits.MAX_TEXT_OPS) + 1) << SnapshotRows.LOW_BITS;
    }
    long moved = position + (coded >>> 1 ^ -(coded & 1));
    in.check(moved >= OpNumbers.ROOT && moved < Limits.MAX_TEXT_OPS, "an atom beyond the ids");
    return (int) moved;
  }

  private void readRanges(int first, int count, SnapshotReader column) {
    in.check(count <= column.left() / 2, "more ranges than bytes");
    if (ranges.length < 2 * (rangeCount + count)) {
      ranges = Arrays.copyOf(ranges, Math.max(2 * ranges.length, 2 * (rangeCount + count)));
    }
    long end = first;
    for (int i = 0; i < count; i++) {
      long start = end + column.choice(Limits.MAX_TEXT_OPS);
      int length = column.choice(Limits.MAX_TEXT_OPS - 1) + 1;
      end = start + length;
      in.check(end <= Limits.MAX_TEXT_OPS, "a delete of nothing");
      ranges[2 * rangeCount] = (int) start;
      ranges[2 * rangeCount + 1] = length;
      rangeCount++;
    }
  }

  private void checkTargets() {
    for (int row = 0; row < shapes.length; row++) {
      int first = ordinals[row];
      int more = counts[row] - 1;
      boolean fits =
          switch (kind(row)) {
            case SnapshotRows.RIGHT -> first < atoms;
            case SnapshotRows.LEFT -> first >= 0 && first < atoms;
            case SnapshotRows.BACKWARDS -> first < atoms && first >= more;
            case SnapshotRows.FORWARDS, SnapshotRows.RANGE -> first >= 0 && first < atoms - more;
            default -> true;
          };
      in.check(fits, "an atom that is not there");
    }
    for (int range = 0; range < rangeCount; range++) {
      in.check(
          rangeStart(range) >= 0 && rangeStart(range) <= atoms - rangeLength(range),
          "a delete of nothing");
    }
  }
}
