package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ops of a text as small ints in the order of arrival, and back to ids.
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
  private final LongColumn runs = new LongColumn();

  /** For each run the number that its first op has on the replica's line. */
  private final LongColumn seqs = new LongColumn();

  /** For each replica its runs, ascending. */
  private LongColumn[] runsOf = new LongColumn[2];

  private int next;
  private int recent;

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
          "a text takes at most " + Limits.MAX_TEXT_OPS + " units and deletes in its life");
    }
    int index = replicas.intern(replica);
    int last = runs.size() - 1;
    if (last < 0 || replicaOf(last) != index || seqs.get(last) + (next - first(last)) != seq) {
      startRun(index, seq);
    }
    int number = next;
    next += count;
    return number;
  }

  /** Takes back every number from {@code number} on. */
  void truncate(int number) {
    next = number;
    while (runs.size() > 0 && first(runs.size() - 1) >= number) {
      int last = runs.size() - 1;
      LongColumn line = runsOf[replicaOf(last)];
      line.truncate(line.size() - 1);
      runs.truncate(last);
      seqs.truncate(last);
    }
    recent = 0;
  }

  /** The number of an op, or {@link #NONE}. */
  int get(OpId id) {
    return get(id.replica(), id.seq());
  }

  int get(ReplicaId replica, long seq) {
    int index = replicas.find(replica);
    if (index < 0) {
      return NONE;
    }
    int run = recent;
    if (run >= runs.size() || replicaOf(run) != index || !holds(run, seq)) {
      run = runOf(runsOf[index], seq);
      if (run < 0 || !holds(run, seq)) {
        return NONE;
      }
      recent = run;
    }
    return first(run) + (int) (seq - seqs.get(run));
  }

  /** The id of a number; {@code null} for the start of the text. */
  @Nullable OpId id(int number) {
    return number == ROOT ? null : new OpId(replica(number), seq(number));
  }

  ReplicaId replica(int number) {
    return replicas.get(replicaOf(runAt(number)));
  }

  long seq(int number) {
    int run = runAt(number);
    return seqs.get(run) + (number - first(run));
  }

  /** The last number whose id continues that of {@code number} without a gap. */
  int endOfRun(int number) {
    return end(runAt(number)) - 1;
  }

  /** The first number from which ids go on to {@code number} without a gap. */
  int startOfRun(int number) {
    return first(runAt(number));
  }

  /** Whether the id of a number is the one after the id of the number before. */
  boolean continuesId(int number) {
    return number > first(runAt(number));
  }

  /** Orders by id, not by number. */
  int compareIds(int one, int other) {
    int byReplica = replicas.compare(replicaOf(runAt(one)), replicaOf(runAt(other)));
    return byReplica != 0 ? byReplica : Long.compare(seq(one), seq(other));
  }

  /** Whether one id comes directly after another on the same line. */
  boolean isNextId(int number, int next) {
    int run = runAt(number);
    int nextRun = runAt(next);
    return replicaOf(run) == replicaOf(nextRun) && seq(next) == seq(number) + 1;
  }

  /** All runs in the order of ids. */
  int[] runsById() {
    Integer[] order = new Integer[replicas.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, replicas::compare);
    int[] sorted = new int[runs.size()];
    int at = 0;
    for (int replica : order) {
      LongColumn line = replica < runsOf.length ? runsOf[replica] : null;
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
      runsOf[replica] = new LongColumn();
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

  private int runOf(LongColumn line, long seq) {
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

  int runAt(int number) {
    if (recent < runs.size() && number >= first(recent) && number < end(recent)) {
      return recent;
    }
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
    recent = low;
    return low;
  }
}
