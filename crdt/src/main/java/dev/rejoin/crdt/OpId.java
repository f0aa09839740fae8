package dev.rejoin.crdt;

/**
 * Names one atom: the replica that made it and its number on that replica's line, from 1.
 *
 * <p>Immutable; ordered by replica, then number.
 */
public record OpId(ReplicaId replica, long seq) implements Comparable<OpId> {
  public OpId {
    checkSeq(seq);
  }

  static void checkSeq(long seq) {
    if (seq < 1 || seq > Limits.MAX_SEQ) {
      throw new IllegalArgumentException("seq must be 1.." + Limits.MAX_SEQ + ", not " + seq);
    }
  }

  /** The id {@code distance} places further on the same line. */
  public OpId plus(long distance) {
    return new OpId(replica, seq + distance);
  }

  @Override
  public int compareTo(OpId other) {
    int first = replica.compareTo(other.replica);
    return first != 0 ? first : Long.compare(seq, other.seq);
  }

  @Override
  public String toString() {
    return replica + ":" + seq;
  }
}
