package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * Builds the spans of a text from the runs and deletes of a snapshot, without integrating them.
 *
 * <p>What it takes grows with the bytes of the snapshot, not with the numbers that they name: a few
 * bytes may name a billion.
 */
final class TextLoader {
  private final SnapshotRuns runs;
  private final TextSequence text;
  private final SnapshotReader in;

  /** The runs by number: the first number (high half) and the place in the document (low half). */
  private final long[] byNumber;

  /** Where the runs begin in {@link #byNumber} whose first numbers, shifted, are alike. */
  private final int[] buckets;

  private final int shift;

  /** For each run by number how many atoms have lower numbers; all of them at the end. */
  private final int[] atomsBefore;

  /** By how many deletes each atom is covered, by number. */
  private final int[] cover;

  private TextLoader(SnapshotRuns runs, TextSequence text, SnapshotReader in) {
    this.runs = runs;
    this.text = text;
    this.in = in;
    this.byNumber = new long[runs.size()];
    this.atomsBefore = new int[runs.size() + 1];
    int numbers = text.numbers().next();
    this.shift = 32 - Integer.numberOfLeadingZeros(numbers / (runs.size() + 1));
    this.buckets = new int[(numbers >>> shift) + 2];
    countRuns();
    sortRuns();
    this.cover = new int[atomsBefore[runs.size()] + 1];
  }

  /** Builds the text; its numbers and deletes, {@code deleted} of them, are read already. */
  static void load(SnapshotRuns runs, int deleted, TextSequence text, SnapshotReader in) {
    TextLoader loader = new TextLoader(runs, text, in);
    int atoms = loader.atomsBefore[runs.size()];
    in.check((long) atoms + deleted == text.numbers().next(), "ids of nothing");
    RunOrder.check(runs, in);
    loader.markHidden();
    loader.addSpans();
  }

  private void countRuns() {
    long atoms = 0;
    for (int run = 0; run < runs.size(); run++) {
      int first = runs.first(run);
      in.check(lastOf(run) <= text.numbers().endOfRun(first), "a run beyond a stretch of ids");
      atoms += runs.length(run);
      buckets[(first >>> shift) + 1]++;
    }
    in.check(atoms <= in.left(), "less text than atoms");
    for (int i = 1; i < buckets.length; i++) {
      buckets[i] += buckets[i - 1];
    }
  }

  private void sortRuns() {
    int[] next = buckets.clone();
    for (int run = 0; run < runs.size(); run++) {
      int first = runs.first(run);
      byNumber[next[first >>> shift]++] = (long) first << 32 | run;
    }
    for (int i = 0; i + 1 < buckets.length; i++) {
      if (buckets[i + 1] - buckets[i] > 1) {
        Arrays.sort(byNumber, buckets[i], buckets[i + 1]);
      }
    }
    int end = 0;
    for (int i = 0; i < byNumber.length; i++) {
      int first = (int) (byNumber[i] >>> 32);
      int length = runs.length((int) byNumber[i]);
      in.check(first >= end, "atoms twice");
      end = first + length;
      atomsBefore[i + 1] = atomsBefore[i] + length;
    }
  }

  /** Notes where covers begin and end, then sums up: the cost is the ranges, not their lengths. */
  private void markHidden() {
    text.deletes()
        .forEachHidden(
            (first, count) -> {
              int from = atomsBelow(first);
              int to = atomsBelow(first + count - 1) + 1;
              in.check(to - from == count, "a delete of atoms that are not here");
              cover[from]++;
              cover[to]--;
            });
    for (int i = 1; i < cover.length; i++) {
      cover[i] += cover[i - 1];
    }
  }

  /** How many atoms have lower numbers than an atom. */
  private int atomsBelow(int atom) {
    int index = indexOf(atom);
    in.check(index >= 0, "a delete of atoms that are not here");
    return atomsBefore[index] + atom - (int) (byNumber[index] >>> 32);
  }

  /** Where the run of an atom is by number; negative where there is none. */
  private int indexOf(int atom) {
    int from = buckets[atom >>> shift];
    int to = buckets[(atom >>> shift) + 1];
    int found = Arrays.binarySearch(byNumber, from, to, (long) atom << 32 | Integer.MAX_VALUE);
    int index = found >= 0 ? found : -found - 2;
    return index >= 0 && atom <= lastOf((int) byNumber[index]) ? index : -1;
  }

  private int lastOf(int run) {
    return runs.first(run) + runs.length(run) - 1;
  }

  private void addSpans() {
    int[] start = new int[runs.size()];
    for (int i = 0; i < byNumber.length; i++) {
      start[(int) byNumber[i]] = atomsBefore[i];
    }
    SpanTreeBuilder spans = new SpanTreeBuilder();
    for (int run = 0; run < runs.size(); run++) {
      int first = runs.first(run);
      int parent = runs.parent(run);
      int side = runs.isLeft(run) ? 1 : 0;
      int at = start[run];
      int shift = first - at;
      int end = at + runs.length(run);
      while (at < end) {
        int covered = cover[at];
        int to = at + 1;
        while (to < end && cover[to] == covered) {
          to++;
        }
        spans.add(at + shift, to - at, parent, covered * SpanLeaf.ONE_DELETE | side);
        parent = to - 1 + shift;
        side = 0;
        at = to;
      }
    }
    text.load(spans);
  }
}
