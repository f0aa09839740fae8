package dev.rejoin.crdt;

/**
 * Which atoms each delete of a text hides, by op number, and which deletes are taken back.
 *
 * <p>Deletes of one atom each that follow each other like keystrokes share a row. Adding is O(1),
 * finding O(log rows).
 */
final class DeleteTable {
  /** Hears the atoms that deletes hide, as runs of op numbers. */
  interface Targets {
    void accept(int first, int count);
  }

  private static final int STEP_NONE = 0;
  private static final int STEP_UP = 1;
  private static final int STEP_DOWN = 2;
  private static final int ONE_RUN = 3;
  private static final int MANY_RUNS = 4;

  /** For each row its first number (high half) and its first target, or where its runs begin. */
  private final Longs rows = new Longs();

  /** For each row its shape (high half) and how many deletes, atoms or runs it has. */
  private final Longs shapes = new Longs();

  /** First atom (high half) and count of each run of the rows that have many. */
  private final Longs runs = new Longs();

  private final SortedInts revived = new SortedInts();

  /** Adds a delete; its atoms follow as calls of {@link #addTarget}. Numbers only rise. */
  void add(int number) {
    rows.add((long) number << 32 | runs.size());
    shapes.add((long) MANY_RUNS << 32);
  }

  /** Adds consecutive atoms to the delete that was added last. */
  void addTarget(int first, int count) {
    runs.add((long) first << 32 | count);
    shapes.set(shapes.size() - 1, shapes.last() + 1);
  }

  /** Packs the delete that was added last, after its last target. */
  void finish() {
    if (low(shapes.last()) != 1) {
      return;
    }
    long only = runs.last();
    int number = high(rows.last());
    runs.truncate(runs.size() - 1);
    drop();
    if (low(only) == 1) {
      addRun(number, high(only), 1, 0);
    } else {
      rows.add((long) number << 32 | high(only));
      shapes.add((long) ONE_RUN << 32 | low(only));
    }
  }

  /** Adds deletes of one atom each, number {@code i} of them of atom {@code target + i * step}. */
  void addRun(int number, int target, int count, int step) {
    if (!extendsLast(number, target, count, step)) {
      rows.add((long) number << 32 | target);
      shapes.add((long) (count == 1 ? STEP_NONE : shape(step)) << 32 | count);
    }
  }

  /** Forgets the deletes from {@code number} on. */
  void truncate(int number) {
    while (rows.size() > 0 && high(rows.last()) >= number) {
      if (high(shapes.last()) == MANY_RUNS) {
        runs.truncate(low(rows.last()));
      }
      drop();
    }
    if (rows.size() > 0 && isRow(high(shapes.last()))) {
      int keep = number - high(rows.last());
      if (low(shapes.last()) > keep) {
        int shape = keep == 1 ? STEP_NONE : high(shapes.last());
        shapes.set(shapes.size() - 1, (long) shape << 32 | keep);
      }
    }
  }

  boolean contains(int number) {
    return rowOf(number) >= 0;
  }

  boolean isRevived(int number) {
    return revived.contains(number);
  }

  void setRevived(int number, boolean is) {
    if (is) {
      revived.put(number, 1);
    } else {
      revived.remove(number);
    }
  }

  int revivedCount() {
    return revived.size();
  }

  /** Hears rows of deletes. */
  interface Rows {
    /** Deletes of one atom each: number {@code i} hides {@code atom + i * by}. */
    void keystrokes(int first, int atom, int many, int by);

    void other(int delete);
  }

  /** Tells the rows from one number to before another, cut where they lie across. */
  void forEachRow(int from, int to, Rows hears) {
    int row = firstRowFrom(from);
    while (row < rows.size() && firstOf(row) < to) {
      int shape = high(shapes.get(row));
      if (isRow(shape)) {
        int skip = Math.max(0, from - firstOf(row));
        int end = Math.min(to - firstOf(row), countOf(row));
        int by = shape == STEP_DOWN ? -1 : 1;
        hears.keystrokes(firstOf(row) + skip, low(rows.get(row)) + by * skip, end - skip, by);
      } else {
        hears.other(firstOf(row));
      }
      row++;
    }
  }

  /** Tells all atoms that deletes hide which were not taken back, row by row. */
  void forEachHidden(Targets targets) {
    for (int row = 0; row < rows.size(); row++) {
      int first = firstOf(row);
      int count = countOf(row);
      int shape = high(shapes.get(row));
      boolean whole = !(revived.ceiling(first) && revived.key() < first + count);
      if (isRow(shape) && whole) {
        int target = low(rows.get(row));
        targets.accept(shape == STEP_DOWN ? target - count + 1 : target, count);
        continue;
      }
      for (int i = 0; i < count; i++) {
        if (!isRevived(first + i)) {
          forEach(first + i, targets);
        }
      }
    }
  }

  /** Tells the atoms that one delete hides. */
  void forEach(int number, Targets targets) {
    int row = rowOf(number);
    int shape = high(shapes.get(row));
    int target = low(rows.get(row));
    int size = low(shapes.get(row));
    if (isRow(shape)) {
      int distance = number - high(rows.get(row));
      targets.accept(shape == STEP_DOWN ? target - distance : target + distance, 1);
    } else if (shape == ONE_RUN) {
      targets.accept(target, size);
    } else {
      for (int i = 0; i < size; i++) {
        targets.accept(high(runs.get(target + i)), low(runs.get(target + i)));
      }
    }
  }

  private int firstOf(int row) {
    return high(rows.get(row));
  }

  /** How many deletes a row stands for. */
  private int countOf(int row) {
    return isRow(high(shapes.get(row))) ? low(shapes.get(row)) : 1;
  }

  private boolean extendsLast(int number, int target, int count, int step) {
    if (rows.size() == 0 || !isRow(high(shapes.last()))) {
      return false;
    }
    int size = low(shapes.last());
    int shape = high(shapes.last());
    int from = low(rows.last());
    if (number != high(rows.last()) + size) {
      return false;
    }
    int by = shape == STEP_NONE ? target - from : shape == STEP_UP ? 1 : -1;
    boolean fits =
        (by == 1 || by == -1) && target == from + by * size && (count == 1 || step == by);
    if (fits) {
      shapes.set(shapes.size() - 1, (long) shape(by) << 32 | size + count);
    }
    return fits;
  }

  private static int shape(int step) {
    return step > 0 ? STEP_UP : STEP_DOWN;
  }

  private static boolean isRow(int shape) {
    return shape <= STEP_DOWN;
  }

  private void drop() {
    rows.truncate(rows.size() - 1);
    shapes.truncate(shapes.size() - 1);
  }

  private int firstRowFrom(int number) {
    int low = 0;
    int high = rows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (firstOf(middle) + countOf(middle) <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int rowOf(int number) {
    int low = 0;
    int high = rows.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (high(rows.get(middle)) <= number) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0 && number < firstOf(high) + countOf(high) ? high : -1;
  }

  private static int high(long pair) {
    return (int) (pair >>> 32);
  }

  private static int low(long pair) {
    return (int) pair;
  }
}
