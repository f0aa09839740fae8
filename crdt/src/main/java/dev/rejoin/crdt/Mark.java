package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/** A mark as a text keeps it; all but its withdrawals is fixed for life. */
final class Mark implements Comparable<Mark> {
  final OpId id;
  final long lamport;
  final Op.Mark op;

  /** How many withdrawals of it are not taken back; if there are any, it covers nothing. */
  int withdrawals;

  /** Between which places it is, once somebody looked. */
  @Nullable MarkPlace start;

  @Nullable MarkPlace end;

  Mark(OpId id, long lamport, Op.Mark op) {
    this.id = id;
    this.lamport = lamport;
    this.op = op;
  }

  boolean isWithdrawn() {
    return withdrawals > 0;
  }

  /** Whether it competes with other marks of its key. */
  boolean competes() {
    return !isWithdrawn() && !op.overlapping();
  }

  /** The higher one wins: by Lamport time, then by replica. */
  @Override
  public int compareTo(Mark other) {
    int byTime = Long.compare(lamport, other.lamport);
    return byTime != 0 ? byTime : id.compareTo(other.id);
  }

  static @Nullable Value value(@Nullable Mark mark) {
    return mark == null ? null : mark.op.value();
  }
}
