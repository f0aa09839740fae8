package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * The rows of a text as they are read from a snapshot: runs of atoms, and deletes.
 *
 * <p>Atoms are counted in the order of ids. Everything is checked that needs no relations: the op
 * numbers end where they should, no run goes over a gap between ids, and no atom is named that
 * comes in no run.
 */
final class LoadedRows {
  private final SnapshotReader in;
  private final OpNumbers ids;
  private final byte[] shapes;
  private final SnapshotReader counts;
  private final SnapshotReader lows;
  private final SnapshotReader highs;

  /** For each run its first op number, its first atom, its parent, and 1 if it hangs left. */
  final int[] runNumbers;

  final int[] runStarts;
  final int[] runParents;
  final int[] runSides;
  int runs;

  /** For each row of deletes its kind, first op number, lowest atom, and how many atoms. */
  final int[] kinds;

  final int[] deleteNumbers;
  final int[] lowest;
  final int[] sizes;
  int deletes;

  /** First atom and length of each range of the deletes that have many. */
  int[] ranges = {};

  int rangeCount;

  /** How many atoms come in all runs. */
  int atoms;

  private LoadedRows(OpNumbers ids, SnapshotReader in) {
    this.in = in;
    this.ids = ids;
    shapes = in.bytes();
    counts = in.column();
    lows = in.column();
    highs = in.column();
    int size = 0;
    for (byte shape : shapes) {
      size += (shape & SnapshotRows.KIND) <= SnapshotRows.LEFT ? 1 : 0;
    }
    runNumbers = new int[size];
    runStarts = new int[size];
    runParents = new int[size];
    runSides = new int[size];
    kinds = new int[shapes.length - size];
    deleteNumbers = new int[shapes.length - size];
    lowest = new int[shapes.length - size];
    sizes = new int[shapes.length - size];
  }

  /** Reads rows that stand for all op numbers. */
  static LoadedRows read(OpNumbers ids, SnapshotReader in) {
    LoadedRows rows = new LoadedRows(ids, in);
    rows.readAll();
    boolean whole = rows.counts.isAtEnd() && rows.lows.isAtEnd() && rows.highs.isAtEnd();
    in.check(whole, "columns that go on");
    rows.checkAtoms();
    return rows;
  }

  private void readAll() {
    int number = 0;
    int position = OpNumbers.ROOT;
    for (byte octet : shapes) {
      int shape = octet & 0xFF;
      int kind = shape & SnapshotRows.KIND;
      int count = shape >>> SnapshotRows.COUNT_SHIFT;
      if (count == 0) {
        count = SnapshotRows.MOST + 1 + counts.choice(Limits.MAX_TEXT_OPS - SnapshotRows.MOST - 1);
      }
      if ((shape & SnapshotRows.AWAY) != 0) {
        position = moved(position);
      }
      int ops = kind < SnapshotRows.RANGE ? count : 1;
      in.check(ops <= ids.next() - number, "a row beyond the ids");
      if (kind <= SnapshotRows.LEFT) {
        addRun(number, count, position, kind);
        position = atoms - 1;
      } else {
        position = addDeletes(number, count, position, kind);
      }
      number += ops;
    }
    in.check(number == ids.next(), "ids without ops");
  }

  private int moved(int position) {
    int low = lows.octet();
    long coded = low & SnapshotRows.LOW;
    if (low > SnapshotRows.LOW) {
      coded += (highs.choice(Limits.MAX_TEXT_OPS) + 1L) << SnapshotRows.LOW_BITS;
    }
    long moved = position + (coded >>> 1 ^ -(coded & 1));
    in.check(moved >= OpNumbers.ROOT && moved < Limits.MAX_TEXT_OPS, "an atom beyond the ids");
    return (int) moved;
  }

  private void addRun(int number, int count, int parent, int side) {
    in.check(number + count - 1 <= ids.endOfRun(number), "a run over a gap between ids");
    in.check(parent >= side - 1, "left of the start");
    runNumbers[runs] = number;
    runStarts[runs] = atoms;
    runParents[runs] = parent;
    runSides[runs++] = side;
    atoms += count;
  }

  /** Adds a row of deletes; returns the position behind it. */
  private int addDeletes(int number, int count, int at, int kind) {
    in.check(kind <= SnapshotRows.REVIVED, "shape of a row");
    long low = kind == SnapshotRows.BACKWARDS ? at - (count - 1L) : at;
    in.check(low >= 0, "a delete of nothing");
    kinds[deletes] = kind;
    deleteNumbers[deletes] = number;
    lowest[deletes] = (int) low;
    sizes[deletes++] = count;
    if (kind > SnapshotRows.RANGE) {
      readRanges(at, count);
    }
    return kind == SnapshotRows.FORWARDS
        ? (int) Math.min((long) at + count - 1, Limits.MAX_TEXT_OPS)
        : (int) low;
  }

  private void readRanges(int first, int count) {
    in.check(count <= counts.left() / 2, "more ranges than bytes");
    int need = 2 * (rangeCount + count);
    if (ranges.length < need) {
      ranges = Arrays.copyOf(ranges, Math.max(2 * ranges.length, need));
    }
    long end = first;
    for (int i = 0; i < count; i++) {
      long start = end + counts.choice(Limits.MAX_TEXT_OPS);
      int length = counts.choice(Limits.MAX_TEXT_OPS - 1) + 1;
      end = start + length;
      in.check(end <= Limits.MAX_TEXT_OPS, "a delete of nothing");
      ranges[2 * rangeCount] = (int) start;
      ranges[2 * rangeCount + 1] = length;
      rangeCount++;
    }
  }

  private void checkAtoms() {
    for (int run = 0; run < runs; run++) {
      in.check(runParents[run] < atoms, "an atom without its parent");
    }
    for (int row = 0; row < deletes; row++) {
      int size = kinds[row] > SnapshotRows.RANGE ? 1 : sizes[row];
      in.check(lowest[row] <= atoms - size, "a delete of nothing");
    }
    for (int range = 0; range < rangeCount; range++) {
      in.check(ranges[2 * range] <= atoms - ranges[2 * range + 1], "a delete of nothing");
    }
  }
}
