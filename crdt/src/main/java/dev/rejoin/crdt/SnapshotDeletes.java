package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/**
 * The deletes of a text in a snapshot, ascending by canonical number.
 *
 * <p>Effective deletes of one atom each that follow each other like keystrokes share a row. Rows
 * are cut greedily, delete by delete, so equal deletes give equal bytes, however they came.
 */
final class SnapshotDeletes {
  private static final int SINGLE = 0;
  private static final int BACKWARDS = 1;
  private static final int FORWARDS = 2;
  private static final int RANGE = 3;
  private static final int RANGES = 4;
  private static final int REVIVED = 5;

  private final SnapshotWriter shapes = new SnapshotWriter();
  private final SnapshotWriter gaps = new SnapshotWriter();
  private final SnapshotWriter targets = new SnapshotWriter();
  private final SnapshotWriter sizes = new SnapshotWriter();
  private int rows;

  /** The end of the row before. */
  private int end;

  /**
   * The row that may still grow: first delete, first target, deletes, and step if there are two.
   */
  private int number;

  private int target;
  private int count;
  private int step;

  private SnapshotDeletes() {}

  static void write(DeleteTable deletes, CanonicalNumbers canonical, SnapshotWriter out) {
    SnapshotDeletes all = new SnapshotDeletes();
    OpNumbers numbers = canonical.numbers();
    for (int run : numbers.runsById()) {
      int from = numbers.firstOfRun(run);
      deletes.forEachRow(
          from,
          from + numbers.lengthOfRun(run),
          new DeleteTable.Rows() {
            @Override
            public void keystrokes(int first, int atom, int many, int by) {
              all.addKeystrokes(first, atom, many, by, deletes, canonical);
            }

            @Override
            public void other(int delete) {
              all.addOther(delete, deletes, canonical);
            }
          });
    }
    all.flush();
    out.number(all.rows);
    out.append(all.shapes);
    out.append(all.gaps);
    out.append(all.targets);
    out.append(all.sizes);
  }

  /** Reads what {@link #write} wrote; returns how many deletes there are. */
  static int read(DeleteTable deletes, int numbers, SnapshotReader in) {
    int read = 0;
    int count = in.count();
    byte[] shapes = in.raw(count);
    long[] gaps = in.numbers(count);
    long[] targets = new long[count];
    for (int row = 0; row < count; row++) {
      targets[row] = in.signed();
    }
    long end = 0;
    for (int row = 0; row < count; row++) {
      int shape = shapes[row] & 0xFF;
      boolean keys = shape % REVIVED == BACKWARDS || shape % REVIVED == FORWARDS;
      in.check(shape < (keys ? REVIVED : 2 * REVIVED), "shape of a delete");
      long number = end + gaps[row];
      in.check(gaps[row] >= 0, "deletes out of order");
      in.check(number >= 0 && number < numbers, "a delete beyond the ids");
      long target = number + targets[row];
      int many = 1;
      if (shape >= REVIVED) {
        deletes.setRevived((int) number, true);
        shape -= REVIVED;
      }
      switch (shape) {
        case SINGLE -> addRow(deletes, number, target, 1, 1, numbers, in);
        case BACKWARDS, FORWARDS -> {
          many = in.choice(numbers - (int) number);
          in.check(many >= 2, "a row of one delete");
          addRow(deletes, number, target, many, shape == FORWARDS ? 1 : -1, numbers, in);
        }
        default -> addRanges(deletes, number, target, shape == RANGE ? 1 : 0, numbers, in);
      }
      read += many;
      end = number + many;
    }
    return read;
  }

  private static void addRow(
      DeleteTable deletes,
      long number,
      long target,
      int count,
      int step,
      int numbers,
      SnapshotReader in) {
    long last = target + (long) step * (count - 1);
    in.check(
        Math.min(target, last) >= 0 && Math.max(target, last) < numbers, "a delete of nothing");
    deletes.addRun((int) number, (int) target, count, step);
  }

  private static void addRanges(
      DeleteTable deletes, long number, long target, int known, int numbers, SnapshotReader in) {
    int ranges = known > 0 ? known : in.choice(numbers);
    in.check(ranges > 0, "a delete of nothing");
    deletes.add((int) number);
    long first = target;
    for (int i = 0; i < ranges; i++) {
      if (i > 0) {
        long gap = in.number();
        in.check(gap > 0, "ranges that are not apart");
        first += gap;
      }
      long length = in.number() + 1;
      in.check(first >= 0 && length > 0 && first + length <= numbers, "a delete beyond the ids");
      deletes.addTarget((int) first, (int) length);
      first += length;
    }
    deletes.finish();
  }

  private void addKeystrokes(
      int first, int atom, int many, int by, DeleteTable deletes, CanonicalNumbers canonical) {
    if (deletes.revivedCount() > 0) {
      for (int i = 0; i < many; i++) {
        addSingle(first + i, atom + by * i, deletes, canonical);
      }
      return;
    }
    int done = 0;
    while (done < many) {
      int from = canonical.of(first + done);
      int to = canonical.of(atom + by * done);
      int reach = canonical.reach(atom + by * done, by, many - done);
      done += grow(from, to, reach, by);
    }
  }

  private void addSingle(int delete, int atom, DeleteTable deletes, CanonicalNumbers canonical) {
    if (deletes.isRevived(delete)) {
      addOther(delete, deletes, canonical);
    } else {
      grow(canonical.of(delete), canonical.of(atom), 1, 0);
    }
  }

  /** Adds deletes to the row that may still grow, or begins another; returns how many. */
  private int grow(int first, int atom, int many, int by) {
    if (count > 0 && first == number + count) {
      int next = count == 1 ? atom - target : step;
      boolean goesOn = (next == 1 || next == -1) && atom == target + next * count;
      if (goesOn) {
        step = next;
        int taken = many > 1 && by == next ? many : 1;
        count += taken;
        return taken;
      }
    }
    flush();
    number = first;
    target = atom;
    count = many;
    step = by;
    return many;
  }

  private void flush() {
    if (count == 0) {
      return;
    }
    header(count == 1 ? SINGLE : step > 0 ? FORWARDS : BACKWARDS, number, target);
    if (count > 1) {
      sizes.number(count);
    }
    end = number + count;
    count = 0;
  }

  private void addOther(int delete, DeleteTable deletes, CanonicalNumbers canonical) {
    flush();
    List<long[]> hidden = new ArrayList<>();
    deletes.forEach(delete, (first, many) -> canonical.forEachRun(first, many, hidden));
    hidden.sort((one, other) -> Long.compare(one[0], other[0]));
    List<long[]> ranges = joined(hidden);
    long[] first = ranges.get(0);
    int shape = ranges.size() > 1 ? RANGES : first[1] > 1 ? RANGE : SINGLE;
    int own = canonical.of(delete);
    header(shape + (deletes.isRevived(delete) ? REVIVED : 0), own, (int) first[0]);
    if (shape == RANGES) {
      sizes.number(ranges.size());
    }
    long last = first[0];
    for (int i = 0; i < ranges.size() && shape != SINGLE; i++) {
      long[] range = ranges.get(i);
      if (i > 0) {
        sizes.number(range[0] - last);
      }
      sizes.number(range[1] - 1);
      last = range[0] + range[1];
    }
    end = own + 1;
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

  private void header(int shape, int delete, int atom) {
    rows++;
    shapes.number(shape);
    gaps.number((long) delete - end);
    targets.signed((long) atom - delete);
  }
}
