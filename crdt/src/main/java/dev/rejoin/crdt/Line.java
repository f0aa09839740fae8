package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/**
 * What a document includes of one replica's line: how far it goes, and its frozen changes.
 *
 * <p>A change is named by its ordinal, from 1 in the order of the line; 0 stands for none. Together
 * with the number of the line that fits into one long, a cause. Adding is O(1); looking up starts
 * from the newest and costs O(log distance).
 */
final class Line {
  /** End, Lamport time of the last atom, and the two halves of the mark. */
  private static final int WORDS = 4;

  private final ReplicaId replica;
  private final int number;
  private final Longs changes = new Longs();

  /** The ordinals of the changes that name causes on other lines, one for each cause; ascending. */
  private final Longs owners = new Longs();

  /** Which causes they name, in the same places. */
  private final Longs causes = new Longs();

  private int count;
  private long end;
  private long frozenEnd;
  private long lastLamport;

  /** The change that is a head of the document, if one is; {@link CurrentHeads} keeps both. */
  int head;

  /** The place of this line among those that have a head. */
  int headPlace;

  /** By number of line the changes known to come before; {@link CausalPast} keeps it. */
  int @Nullable [] clock;

  Line(ReplicaId replica, int number) {
    this.replica = replica;
    this.number = number;
  }

  /** Names a change of any line in one long. */
  static long cause(Line line, int ordinal) {
    return (long) line.number << 32 | ordinal;
  }

  static int lineOf(long cause) {
    return (int) (cause >>> 32);
  }

  static int ordinalOf(long cause) {
    return (int) cause;
  }

  /** The one object for this replica: comparing with it is fastest. */
  ReplicaId replica() {
    return replica;
  }

  /** The place of this line in {@link Lines}; says nothing about order. */
  int number() {
    return number;
  }

  boolean isOf(ReplicaId other) {
    return replica == other || replica.equals(other);
  }

  /** The highest included number, frozen or not. */
  long end() {
    return end;
  }

  /** The last number of the newest frozen change, 0 where there is none. */
  long frozenEnd() {
    return frozenEnd;
  }

  /** The Lamport time at the end of the newest frozen change, 0 where there is none. */
  long lastLamport() {
    return lastLamport;
  }

  /** How many changes are frozen: the ordinal of the newest. */
  int count() {
    return count;
  }

  void advance(long seq) {
    end = seq;
  }

  /** Adds a change after all others. */
  void append(long to, long lamport, ChainMark mark) {
    changes.addFour(to, lamport, mark.high(), mark.low());
    count++;
    frozenEnd = to;
    lastLamport = lamport;
  }

  /** Adds to the causes that a change names; no later change may have any yet. */
  void addCause(int ordinal, long cause) {
    owners.add(ordinal);
    causes.add(cause);
  }

  /** Whether any change names a cause besides the one before it. */
  boolean hasCauses() {
    return causes.size() > 0;
  }

  /** The change that ends in this number; 0 if none does. */
  int find(long seq) {
    if (seq == frozenEnd) {
      return count;
    }
    int high = count;
    int step = 1;
    while (high - step > 0 && endOf(high - step) >= seq) {
      high -= step;
      step *= 2;
    }
    int low = Math.max(1, high - step + 1);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (endOf(middle) < seq) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return high > 0 && endOf(high) == seq ? high : 0;
  }

  long endOf(int ordinal) {
    return changes.get((ordinal - 1) * WORDS);
  }

  long lamportOf(int ordinal) {
    return changes.get((ordinal - 1) * WORDS + 1);
  }

  ChainMark markOf(int ordinal) {
    int at = (ordinal - 1) * WORDS;
    return new ChainMark(changes.get(at + 2), changes.get(at + 3));
  }

  boolean hasMark(int ordinal, ChainMark mark) {
    int at = (ordinal - 1) * WORDS;
    return changes.get(at + 2) == mark.high() && changes.get(at + 3) == mark.low();
  }

  /** The place of the first cause that this change or one after it names. */
  int causesFrom(int ordinal) {
    int high = owners.size();
    int step = 1;
    while (high - step >= 0 && owners.get(high - step) >= ordinal) {
      high -= step;
      step *= 2;
    }
    int low = Math.max(0, high - step + 1);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (owners.get(middle) < ordinal) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The cause at a place. */
  long cause(int place) {
    return causes.get(place);
  }
}
