package dev.rejoin.crdt;

/**
 * Consecutive atoms of one replica, both ends included.
 *
 * <p>Immutable; ordered by replica, then first number.
 */
public record IdRange(ReplicaId replica, long from, long to) implements Comparable<IdRange> {
  public IdRange {
    if (from < 1 || to < from || to > Limits.MAX_SEQ) {
      throw new IllegalArgumentException("not a range of seqs: " + from + ".." + to);
    }
  }

  /** The range that holds one atom. */
  public static IdRange of(OpId id) {
    return new IdRange(id.replica(), id.seq(), id.seq());
  }

  /** How many atoms the range holds. */
  public long size() {
    return to - from + 1;
  }

  /** The first atom. */
  public OpId first() {
    return new OpId(replica, from);
  }

  @Override
  public int compareTo(IdRange other) {
    int first = replica.compareTo(other.replica);
    return first != 0 ? first : Long.compare(from, other.from);
  }
}
