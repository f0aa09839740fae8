package dev.rejoin.replica.exchange;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The fewest deletes and inserts that make one sequence of numbers another one.
 *
 * <p>O((n + d) d) time and O(d²) room for d differences. Where they are too many, all between the
 * common start and the common end is replaced.
 */
final class Lcs {
  private static final int MAX_DIFFERENCES = 1_500;

  /** What is replaced: {@code from} to {@code to} of the old by those of the new. */
  record Hunk(int from, int to, int newFrom, int newTo) {}

  private final int[] old;
  private final int[] wanted;
  private final int start;
  private final int oldLength;
  private final int newLength;

  private Lcs(int[] old, int[] wanted) {
    this.old = old;
    this.wanted = wanted;
    int shorter = Math.min(old.length, wanted.length);
    int same = 0;
    while (same < shorter && old[same] == wanted[same]) {
      same++;
    }
    int end = 0;
    while (end < shorter - same && old[old.length - 1 - end] == wanted[wanted.length - 1 - end]) {
      end++;
    }
    start = same;
    oldLength = old.length - same - end;
    newLength = wanted.length - same - end;
  }

  /** The hunks in order; between them both are the same. */
  static List<Hunk> hunks(int[] old, int[] wanted) {
    return new Lcs(old, wanted).hunks();
  }

  private List<Hunk> hunks() {
    if (oldLength == 0 && newLength == 0) {
      return List.of();
    }
    Hunk all = new Hunk(start, start + oldLength, start, start + newLength);
    if (oldLength == 0 || newLength == 0) {
      return List.of(all);
    }
    List<int[]> trace = trace();
    return trace.isEmpty() ? List.of(all) : back(trace);
  }

  /** How far each diagonal goes after each number of differences; empty if they are too many. */
  private List<int[]> trace() {
    List<int[]> trace = new ArrayList<>();
    int most = Math.min(MAX_DIFFERENCES, oldLength + newLength);
    int[] reach = new int[2 * most + 3];
    int middle = most + 1;
    for (int d = 0; d <= most; d++) {
      for (int k = -d; k <= d; k += 2) {
        boolean down = k == -d || k != d && reach[middle + k - 1] < reach[middle + k + 1];
        int x = down ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
        int y = x - k;
        while (x < oldLength && y < newLength && old[start + x] == wanted[start + y]) {
          x++;
          y++;
        }
        reach[middle + k] = x;
        if (x >= oldLength && y >= newLength) {
          trace.add(row(reach, middle, d));
          return trace;
        }
      }
      trace.add(row(reach, middle, d));
    }
    return List.of();
  }

  private static int[] row(int[] reach, int middle, int d) {
    int[] row = new int[2 * d + 1];
    System.arraycopy(reach, middle - d, row, 0, row.length);
    return row;
  }

  private List<Hunk> back(List<int[]> trace) {
    List<Hunk> hunks = new ArrayList<>();
    int x = oldLength;
    int y = newLength;
    for (int d = trace.size() - 1; d > 0; d--) {
      int[] before = trace.get(d - 1);
      int k = x - y;
      boolean down = k == -d || k != d && at(before, d - 1, k - 1) < at(before, d - 1, k + 1);
      int fromK = down ? k + 1 : k - 1;
      int fromX = at(before, d - 1, fromK);
      int fromY = fromX - fromK;
      int toX = down ? fromX : fromX + 1;
      int toY = down ? fromY + 1 : fromY;
      add(hunks, new Hunk(start + fromX, start + toX, start + fromY, start + toY));
      x = fromX;
      y = fromY;
    }
    Collections.reverse(hunks);
    return hunks;
  }

  private static int at(int[] row, int d, int k) {
    return k < -d || k > d ? -1 : row[k + d];
  }

  /** Hunks come from the end; those that touch are one. */
  private static void add(List<Hunk> hunks, Hunk hunk) {
    Hunk next = hunks.isEmpty() ? null : hunks.get(hunks.size() - 1);
    if (next != null && next.from() == hunk.to() && next.newFrom() == hunk.newTo()) {
      hunks.set(hunks.size() - 1, new Hunk(hunk.from(), next.to(), hunk.newFrom(), next.newTo()));
    } else {
      hunks.add(hunk);
    }
  }
}
