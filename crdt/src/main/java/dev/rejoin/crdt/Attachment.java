package dev.rejoin.crdt;

/** A place that somebody gave to an annotation; all but its withdrawals is fixed for life. */
final class Attachment implements Comparable<Attachment> {
  final OpId id;
  final long lamport;
  final Op.Annotate op;

  /** How many withdrawals of it are not taken back; if there are any, it does not count. */
  int withdrawals;

  Attachment(OpId id, long lamport, Op.Annotate op) {
    this.id = id;
    this.lamport = lamport;
    this.op = op;
  }

  boolean isWithdrawn() {
    return withdrawals > 0;
  }

  /** The higher one is where the annotation is: by Lamport time, then by replica. */
  @Override
  public int compareTo(Attachment other) {
    int byTime = Long.compare(lamport, other.lamport);
    return byTime != 0 ? byTime : id.compareTo(other.id);
  }
}
