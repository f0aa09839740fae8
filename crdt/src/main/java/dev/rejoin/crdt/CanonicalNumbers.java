package dev.rejoin.crdt;

import java.util.List;

/**
 * The op numbers of a text in the order of ids: the same wherever the same ops are known.
 *
 * <p>A snapshot names ops by them, and a text that is read from one has them as its op numbers.
 */
final class CanonicalNumbers {
  private final OpNumbers numbers;

  /** For each run of {@link OpNumbers} the canonical number of its first op. */
  private final int[] firsts;

  private CanonicalNumbers(OpNumbers numbers, int[] firsts) {
    this.numbers = numbers;
    this.firsts = firsts;
  }

  static CanonicalNumbers of(OpNumbers numbers) {
    int[] firsts = new int[numbers.runs()];
    int next = 0;
    for (int run : numbers.runsById()) {
      firsts[run] = next;
      next += numbers.lengthOfRun(run);
    }
    return new CanonicalNumbers(numbers, firsts);
  }

  OpNumbers numbers() {
    return numbers;
  }

  /** The canonical number of an op number; the start of the text stays what it is. */
  int of(int number) {
    return number == OpNumbers.ROOT ? number : firsts[numbers.runAt(number)] + offset(number);
  }

  /** How many of {@code most} atoms, stepping from one, have numbers that step alike. */
  int reach(int number, int by, int most) {
    int rest = by > 0 ? numbers.endOfRun(number) - number : number - numbers.startOfRun(number);
    return Math.min(most, rest + 1);
  }

  /** Adds consecutive op numbers as ranges {first, length} of canonical ones. */
  void forEachRun(int first, int count, List<long[]> ranges) {
    int at = first;
    while (at < first + count) {
      int length = reach(at, 1, first + count - at);
      ranges.add(new long[] {of(at), length});
      at += length;
    }
  }

  /** Whether the ids of a run come directly after those of another. */
  boolean continuesRun(int before, int run) {
    return numbers.seqOfRun(run) == numbers.seqOfRun(before) + numbers.lengthOfRun(before)
        && numbers.replicaOfRun(run).equals(numbers.replicaOfRun(before));
  }

  private int offset(int number) {
    return number - numbers.startOfRun(number);
  }

  /** Writes each stretch of consecutive ids. */
  void write(SnapshotWriter out) {
    int[] runs = numbers.runsById();
    out.number(numbers.next());
    long end = 0;
    ReplicaId replica = null;
    int i = 0;
    while (i < runs.length) {
      ReplicaId of = numbers.replicaOfRun(runs[i]);
      long from = numbers.seqOfRun(runs[i]);
      long to = from + numbers.lengthOfRun(runs[i]);
      i++;
      while (i < runs.length && continuesRun(runs[i - 1], runs[i])) {
        to += numbers.lengthOfRun(runs[i]);
        i++;
      }
      out.replica(of);
      out.number(of.equals(replica) ? from - end : from);
      out.number(to - from);
      replica = of;
      end = to;
    }
  }

  /** Gives the ids that {@link #write} wrote their numbers. */
  static void read(OpNumbers numbers, SnapshotReader in) {
    int count = in.choice(Limits.MAX_TEXT_OPS);
    ReplicaId last = null;
    long end = 0;
    while (numbers.next() < count) {
      ReplicaId replica = in.replica();
      boolean same = replica.equals(last);
      in.check(last == null || same || last.compareTo(replica) < 0, "lines out of order");
      long gap = in.number();
      in.check(gap >= 1 && gap <= Limits.MAX_SEQ, "ids that are not apart");
      long from = same ? end + gap : gap;
      int length = in.choice(count - numbers.next());
      in.check(length > 0, "a stretch without ids");
      in.known(replica, from + length - 1);
      numbers.append(replica, from, length);
      last = replica;
      end = from + length;
    }
  }
}
