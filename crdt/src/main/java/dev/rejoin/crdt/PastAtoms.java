package dev.rejoin.crdt;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which atoms of a text a version includes, and which of these showed in it. No history is
 * replayed: an atom is included if its id is, and showed if no delete of the version covers it that
 * the version does not revive.
 *
 * <p>Making one is O(rows of deletes times log of them), asking O(log rows).
 */
final class PastAtoms {
  private final OpNumbers numbers;
  private final Version version;

  /** Deletes that the version takes back. */
  private final SortedInts revived = new SortedInts();

  /** The atoms that deletes hide, as first (high half) and last; sorted, and apart. */
  private final long[] hidden;

  /** Where the last question was answered. */
  private int recent;

  PastAtoms(TextSequence text, Version version, Map<OpId, List<OpId>> revives) {
    this.numbers = text.numbers();
    this.version = version;
    revives.forEach(
        (delete, by) -> {
          int number = numbers.get(delete);
          if (number >= 0 && by.stream().anyMatch(version::includes)) {
            revived.put(number, 1);
          }
        });
    Longs found = new Longs();
    collect(text.deletes(), found);
    this.hidden = merged(found);
  }

  private void collect(DeleteTable deletes, Longs found) {
    deletes.forEachRow(
        0,
        numbers.next(),
        new DeleteTable.Rows() {
          @Override
          public void keystrokes(int first, int atom, int many, int by) {
            keystrokeRow(first, atom, many, by, found);
          }

          @Override
          public void other(int delete) {
            if (isIncluded(delete) && !revived.contains(delete)) {
              deletes.forEach(delete, (first, count) -> add(first, first + count - 1, found));
            }
          }
        });
  }

  private void keystrokeRow(int first, int atom, int many, int by, Longs found) {
    int at = first;
    while (at < first + many) {
      int end = Math.min(first + many - 1, numbers.endOfRun(at));
      boolean included = isIncluded(at);
      end = Math.min(end, includedUntil(at, end));
      if (revived.contains(at)) {
        included = false;
        end = at;
      } else if (revived.ceiling(at)) {
        end = Math.min(end, revived.key() - 1);
      }
      if (included) {
        int one = atom + by * (at - first);
        int other = atom + by * (end - first);
        add(Math.min(one, other), Math.max(one, other), found);
      }
      at = end + 1;
    }
  }

  private static void add(int first, int last, Longs found) {
    found.add((long) first << 32 | last);
  }

  private static long[] merged(Longs found) {
    long[] sorted = new long[found.size()];
    Arrays.setAll(sorted, found::get);
    Arrays.sort(sorted);
    int size = 0;
    for (long next : sorted) {
      if (size > 0 && first(next) <= last(sorted[size - 1]) + 1) {
        int last = Math.max(last(next), last(sorted[size - 1]));
        sorted[size - 1] = (long) first(sorted[size - 1]) << 32 | last;
      } else {
        sorted[size++] = next;
      }
    }
    return Arrays.copyOf(sorted, size);
  }

  /** Whether the version includes an op. */
  boolean isIncluded(int number) {
    return numbers.seq(number) <= version.get(numbers.replica(number));
  }

  boolean isRevived(int delete) {
    return revived.contains(delete);
  }

  /** Whether an atom showed in the version. */
  boolean shows(int atom) {
    return isIncluded(atom) && !isHidden(atom);
  }

  /** The last op with a following id, up to one, that is included if this one is. */
  int includedUntil(int number, int last) {
    int end = Math.min(last, numbers.endOfRun(number));
    long more = version.get(numbers.replica(number)) - numbers.seq(number);
    return more >= 0 && more < end - number ? number + (int) more : end;
  }

  /** The last atom up to one for which everything is as for this one. */
  int sameUntil(int atom, int last) {
    int end = includedUntil(atom, last);
    if (isHidden(atom)) {
      return Math.min(end, last(hidden[recent]));
    }
    return recent < hidden.length ? Math.min(end, first(hidden[recent]) - 1) : end;
  }

  /** Moves to the first stretch of hidden atoms that ends here or later. */
  private boolean isHidden(int atom) {
    boolean near =
        (recent == 0 || last(hidden[recent - 1]) < atom)
            && (recent == hidden.length || last(hidden[recent]) >= atom);
    if (!near) {
      int low = 0;
      int high = hidden.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (last(hidden[middle]) < atom) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      recent = low;
    }
    return recent < hidden.length && first(hidden[recent]) <= atom;
  }

  private static int first(long range) {
    return (int) (range >>> 32);
  }

  private static int last(long range) {
    return (int) range;
  }
}
