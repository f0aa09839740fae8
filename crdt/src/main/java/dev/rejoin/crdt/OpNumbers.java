package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ops of a text, list or tree as small ints in the order of arrival, and back to ids.
 *
 * <p>Every atom and every delete has an op number; inside the engine nothing else names them.
 * Consecutive ids that arrived one after the other are one run, so a text typed by one replica has
 * one run. Number to id and back is O(1) near the last one asked for, O(log runs) otherwise.
 */
final class OpNumbers {
  /** Stands for the start of the text where an atom is expected. */
  static final int ROOT = -1;

  /** Stands for an id that is not here. */
  static final int NONE = -2;

  private final Replicas replicas = new Replicas();

  /** For each run the first number (high half) and the replica (low half). */
  private final Longs runs = new Longs();

  /** For each run the number that its first op has on the replica's line. */
  private final Longs seqs = new Longs();

  /** For each replica its runs, ascending. */
  private Longs[] runsOf = new Longs[2];

  private int next;

  /** The run that was asked for last, and what it says: nearly every question is about it again. */
  private int recent = NONE;

  private int recentFirst;
  private int recentEnd;
  private long recentSeq;
  private int recentReplica = NONE;
  private @Nullable ReplicaId recentId;

  /** The number that the next op gets; all below are given. */
  int next() {
    return next;
  }

  int runs() {
    return runs.size();
  }

  /**
   * Gives the next numbers to {@code count} ops.
   *
   * @return the first of them
   */
  int append(ReplicaId replica, long seq, int count) {
    if (count > Limits.MAX_TEXT_OPS - next) {
      throw new IllegalStateException(
          "a text, list or tree takes at most "
              + Limits.MAX_TEXT_OPS
              + " units, elements and operations in its life");
    }
    int number = next;
    boolean goesOn =
        recentEnd == number
            && isRecent(replica)
            && recentSeq + (number - recentFirst) == seq
            && number > 0;
    if (!goesOn) {
      int index = replicas.intern(replica);
      int last = runs.size() - 1;
      if (last < 0 || replicaOf(last) != index || seqs.get(last) + (next - first(last)) != seq) {
        startRun(index, seq);
        last++;
      }
      next += count;
      remember(last);
    } else {
      next += count;
      recentEnd = next;
    }
    return number;
  }

  /** Takes back every number from {@code number} on. */
  void truncate(int number) {
    next = number;
    while (runs.size() > 0 && first(runs.size() - 1) >= number) {
      int last = runs.size() - 1;
      Longs line = runsOf[replicaOf(last)];
      line.truncate(line.size() - 1);
      runs.truncate(last);
      seqs.truncate(last);
    }
    recent = NONE;
    recentFirst = 0;
    recentEnd = 0;
    recentId = null;
  }

  /** The number of an op, or {@link #NONE}. */
  int get(OpId id) {
    return get(id.replica(), id.seq());
  }

  int get(ReplicaId replica, long seq) {
    long distance = seq - recentSeq;
    if (distance >= 0 && distance < recentEnd - recentFirst && isRecent(replica)) {
      return recentFirst + (int) distance;
    }
    int index = replicas.find(replica);
    if (index < 0) {
      return NONE;
    }
    int run = runOf(runsOf[index], seq);
    if (run < 0 || !holds(run, seq)) {
      return NONE;
    }
    remember(run);
    return recentFirst + (int) (seq - recentSeq);
  }

  /** The id of a number; {@code null} for the start of the text. */
  @Nullable OpId id(int number) {
    return number == ROOT ? null : new OpId(replica(number), seq(number));
  }

  ReplicaId replica(int number) {
    goTo(number);
    return replicas.get(recentReplica);
  }

  long seq(int number) {
    goTo(number);
    return recentSeq + (number - recentFirst);
  }

  /** The last number whose id continues that of {@code number} without a gap. */
  int endOfRun(int number) {
    goTo(number);
    return recentEnd - 1;
  }

  /** The first number from which ids go on to {@code number} without a gap. */
  int startOfRun(int number) {
    goTo(number);
    return recentFirst;
  }

  /** Whether the id of a number is the one after the id of the number before. */
  boolean continuesId(int number) {
    goTo(number);
    return number > recentFirst;
  }

  /** Orders by id, not by number. */
  int compareIds(int one, int other) {
    long seq = seq(one);
    int replica = recentReplica;
    long otherSeq = seq(other);
    int byReplica = replicas.compare(replica, recentReplica);
    return byReplica != 0 ? byReplica : Long.compare(seq, otherSeq);
  }

  /** Whether one id comes directly after another on the same line. */
  boolean isNextId(int number, int next) {
    long seq = seq(number);
    int replica = recentReplica;
    return seq(next) == seq + 1 && recentReplica == replica;
  }

  /** All runs in the order of ids. */
  int[] runsById() {
    Integer[] order = new Integer[replicas.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, replicas::compare);
    int[] sorted = new int[runs.size()];
    int at = 0;
    for (int replica : order) {
      Longs line = replica < runsOf.length ? runsOf[replica] : null;
      for (int i = 0; line != null && i < line.size(); i++) {
        sorted[at++] = (int) line.get(i);
      }
    }
    return sorted;
  }

  int firstOfRun(int run) {
    return first(run);
  }

  int lengthOfRun(int run) {
    return end(run) - first(run);
  }

  ReplicaId replicaOfRun(int run) {
    return replicas.get(replicaOf(run));
  }

  long seqOfRun(int run) {
    return seqs.get(run);
  }

  private void startRun(int replica, long seq) {
    if (replica >= runsOf.length) {
      runsOf = Arrays.copyOf(runsOf, 2 * runsOf.length);
    }
    if (runsOf[replica] == null) {
      runsOf[replica] = new Longs();
    }
    runsOf[replica].add(runs.size());
    runs.add((long) next << 32 | replica);
    seqs.add(seq);
  }

  private int first(int run) {
    return (int) (runs.get(run) >>> 32);
  }

  private int replicaOf(int run) {
    return (int) runs.get(run);
  }

  private int end(int run) {
    return run + 1 < runs.size() ? first(run + 1) : next;
  }

  private boolean holds(int run, long seq) {
    long start = seqs.get(run);
    return seq >= start && seq - start < end(run) - first(run);
  }

  private int runOf(Longs line, long seq) {
    int low = 0;
    int high = line.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (seqs.get((int) line.get(middle)) <= seq) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? -1 : (int) line.get(high);
  }

  /** The run of a number. */
  int runAt(int number) {
    goTo(number);
    return recent;
  }

  private boolean isRecent(ReplicaId replica) {
    ReplicaId id = recentId;
    return replica == id || id != null && replica.low() == id.low() && replica.high() == id.high();
  }

  private void goTo(int number) {
    if (number < recentFirst || number >= recentEnd) {
      remember(search(number));
    }
  }

  private void remember(int run) {
    recent = run;
    recentFirst = first(run);
    recentEnd = end(run);
    recentSeq = seqs.get(run);
    recentReplica = replicaOf(run);
    recentId = replicas.get(recentReplica);
  }

  private int search(int number) {
    int low = 0;
    int high = runs.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (first(middle) <= number) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
