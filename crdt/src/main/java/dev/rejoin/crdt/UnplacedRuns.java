package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * Runs of atoms that arrived for an empty text, before anybody has asked for their order.
 *
 * <p>A whole history that is received at once is put in order at once ({@link PieceTree}), which
 * costs a fraction of looking for the place of each run. Adding is O(1), finding too.
 */
final class UnplacedRuns {
  /** For each run its first op number (high half) and how many units. */
  private final Longs runs = new Longs();

  /** For each run its parent and, in the lowest bit, whether it hangs left. */
  private final Longs places = new Longs();

  /** By op number: whether it is an atom. */
  private long[] atoms = new long[16];

  boolean isEmpty() {
    return runs.size() == 0;
  }

  /** Adds a run whose numbers are the newest. */
  void add(int number, int count, int parent, Side side) {
    runs.add((long) number << 32 | count);
    places.add((long) parent << 1 | (side == Side.LEFT ? 1 : 0));
    int last = number + count - 1;
    if (last >>> 6 >= atoms.length) {
      atoms = Arrays.copyOf(atoms, Math.max(2 * atoms.length, (last >>> 6) + 1));
    }
    mark(number, last, true);
  }

  /** Takes out the run that was added last. */
  void removeLast() {
    int last = runs.size() - 1;
    mark(number(last), number(last) + count(last) - 1, false);
    runs.truncate(last);
    places.truncate(last);
  }

  boolean contains(int number) {
    return number >>> 6 < atoms.length && (atoms[number >>> 6] >>> number & 1) != 0;
  }

  /** Whether all numbers from one to another are atoms. */
  boolean containsAll(int from, int to) {
    for (int word = from >>> 6; word <= to >>> 6; word++) {
      long mask = mask(word, from, to);
      if (word >= atoms.length || (atoms[word] & mask) != mask) {
        return false;
      }
    }
    return true;
  }

  /** The spans of all runs in document order. */
  SpanTreeBuilder place(OpNumbers ids, DeleteTable deletes) {
    Cuts cuts = cut(ids.next(), deletes);
    PieceTree tree = new PieceTree(ids, cuts);
    int[] stretches = ids.runsById();
    for (int i = stretches.length - 1; i >= 0; i--) {
      int first = ids.firstOfRun(stretches[i]);
      int run = runsBefore(first + ids.lengthOfRun(stretches[i])) - 1;
      while (run >= 0 && number(run) >= first) {
        int number = number(run);
        int last = cuts.pieceOf(number + count(run) - 1);
        tree.hang(number, number, last, parent(run), side(run));
        if (parent(run) != OpNumbers.ROOT) {
          tree.setParent(number, parent(run));
        }
        run--;
      }
    }
    deletes.forEachHidden(tree::cover);
    SpanTreeBuilder spans = tree.build((number, length, shape) -> {});
    if (spans == null) {
      throw new IllegalStateException("an atom of this text does not hang below its start");
    }
    return spans;
  }

  private Cuts cut(int end, DeleteTable deletes) {
    Cuts cuts = new Cuts(end);
    for (int run = 0; run < runs.size(); run++) {
      cuts.add(number(run));
      cuts.add(number(run) + count(run));
      cuts.add(parent(run) + 1 - side(run));
    }
    deletes.forEachHidden(
        (first, count) -> {
          cuts.add(first);
          cuts.add(first + count);
        });
    cuts.add(0);
    cuts.add(end);
    cuts.finish();
    return cuts;
  }

  private int runsBefore(int number) {
    int low = 0;
    int high = runs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (number(middle) < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int number(int run) {
    return (int) (runs.get(run) >>> 32);
  }

  private int count(int run) {
    return (int) runs.get(run);
  }

  private int parent(int run) {
    return (int) (places.get(run) >> 1);
  }

  private int side(int run) {
    return (int) (places.get(run) & 1);
  }

  private void mark(int from, int to, boolean is) {
    for (int word = from >>> 6; word <= to >>> 6; word++) {
      long mask = mask(word, from, to);
      atoms[word] = is ? atoms[word] | mask : atoms[word] & ~mask;
    }
  }

  /** The bits of a word that stand for numbers from one to another. */
  private static long mask(int word, int from, int to) {
    long mask = -1L;
    if (word == from >>> 6) {
      mask <<= from & 63;
    }
    if (word == to >>> 6) {
      mask &= -1L >>> 63 - (to & 63);
    }
    return mask;
  }
}
