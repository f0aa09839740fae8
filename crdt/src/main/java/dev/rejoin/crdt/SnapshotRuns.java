package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * The runs of a text in document order, in a snapshot: numbers, lengths, and where each hangs.
 *
 * <p>A run ends only where the next atom in document order is not the right child with the next id.
 * Numbers are canonical. Where a run hangs is mostly its neighbour and costs nothing; else the
 * parent is told by the difference of numbers.
 */
final class SnapshotRuns {
  private static final int RIGHT_OF_LAST = 0;
  private static final int LEFT_OF_NEXT = 1;
  private static final int RIGHT_OF_OTHER = 2;
  private static final int LEFT_OF_OTHER = 3;
  private static final int RIGHT_OF_START = 4;
  private static final int FIRST = 16;

  private int size;
  private int[] firsts = new int[FIRST];
  private int[] lengths = new int[FIRST];
  private int[] parents = new int[FIRST];
  private boolean[] lefts = new boolean[FIRST];

  int size() {
    return size;
  }

  int first(int run) {
    return firsts[run];
  }

  int length(int run) {
    return lengths[run];
  }

  /** The parent of the first atom. */
  int parent(int run) {
    return parents[run];
  }

  boolean isLeft(int run) {
    return lefts[run];
  }

  /** The runs of a text, however its spans are cut. */
  static SnapshotRuns of(TextSequence text, CanonicalNumbers canonical) {
    SnapshotRuns runs = new SnapshotRuns();
    int last = OpNumbers.NONE;
    int end = OpNumbers.NONE;
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        int first = canonical.of(leaf.number(slot));
        boolean goesOn =
            leaf.parent(slot) == last
                && first == end
                && !leaf.isLeft(slot)
                && text.numbers().isNextId(last, leaf.number(slot));
        if (goesOn) {
          runs.lengths[runs.size - 1] += leaf.length(slot);
        } else {
          runs.add(first, leaf.length(slot), canonical.of(leaf.parent(slot)), leaf.isLeft(slot));
        }
        last = leaf.last(slot);
        end = first + leaf.length(slot);
      }
    }
    return runs;
  }

  void write(SnapshotWriter out) {
    SnapshotWriter lengthColumn = new SnapshotWriter();
    SnapshotWriter placeColumn = new SnapshotWriter();
    SnapshotWriter parentColumn = new SnapshotWriter();
    out.number(size);
    int end = 0;
    for (int run = 0; run < size; run++) {
      int last = end - 1;
      out.signed((long) firsts[run] - end);
      end = firsts[run] + lengths[run];
      lengthColumn.number(lengths[run] - 1L);
      int place = place(run, last);
      placeColumn.number(place);
      if (place == RIGHT_OF_OTHER || place == LEFT_OF_OTHER) {
        parentColumn.signed((long) parents[run] - firsts[run]);
      }
    }
    out.append(lengthColumn);
    out.append(placeColumn);
    out.append(parentColumn);
  }

  static SnapshotRuns read(int numbers, SnapshotReader in) {
    SnapshotRuns runs = new SnapshotRuns();
    int count = in.count();
    in.check(count <= numbers, "more runs than ids");
    runs.reserve(count);
    runs.size = count;
    long[] steps = new long[count];
    for (int run = 0; run < count; run++) {
      steps[run] = in.signed();
    }
    long end = 0;
    for (int run = 0; run < count; run++) {
      long length = in.number() + 1;
      long first = end + steps[run];
      in.check(first >= 0 && first < numbers, "a run beyond the ids");
      in.check(length > 0 && length <= numbers - first, "a run that ends beyond the ids");
      runs.firsts[run] = (int) first;
      runs.lengths[run] = (int) length;
      end = first + length;
    }
    runs.readPlaces(numbers, in);
    return runs;
  }

  /** The last run's end is behind the last number of a run; the next one's start in front of it. */
  private int place(int run, int last) {
    if (parents[run] == OpNumbers.ROOT) {
      return run == 0 ? RIGHT_OF_LAST : RIGHT_OF_START;
    }
    if (lefts[run]) {
      boolean next = run + 1 < size && parents[run] == firsts[run + 1];
      return next ? LEFT_OF_NEXT : LEFT_OF_OTHER;
    }
    return run > 0 && parents[run] == last ? RIGHT_OF_LAST : RIGHT_OF_OTHER;
  }

  private void readPlaces(int numbers, SnapshotReader in) {
    byte[] places = in.raw(size);
    for (int run = 0; run < size; run++) {
      long parent;
      switch (places[run]) {
        case RIGHT_OF_LAST ->
            parent = run == 0 ? OpNumbers.ROOT : firsts[run - 1] + (long) lengths[run - 1] - 1;
        case LEFT_OF_NEXT -> {
          in.check(run + 1 < size, "left of a run that is not there");
          parent = firsts[run + 1];
        }
        case RIGHT_OF_OTHER, LEFT_OF_OTHER -> {
          parent = firsts[run] + in.signed();
          in.check(parent >= 0 && parent < numbers, "a parent beyond the ids");
        }
        case RIGHT_OF_START -> parent = OpNumbers.ROOT;
        default -> throw in.damaged("place " + places[run] + " of a run");
      }
      parents[run] = (int) parent;
      lefts[run] = places[run] == LEFT_OF_NEXT || places[run] == LEFT_OF_OTHER;
    }
  }

  private void add(int first, int length, int parent, boolean left) {
    reserve(size + 1);
    firsts[size] = first;
    lengths[size] = length;
    parents[size] = parent;
    lefts[size] = left;
    size++;
  }

  private void reserve(int more) {
    if (more > firsts.length) {
      int capacity = Math.max(more, 2 * size);
      firsts = Arrays.copyOf(firsts, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
      parents = Arrays.copyOf(parents, capacity);
      lefts = Arrays.copyOf(lefts, capacity);
    }
  }
}
