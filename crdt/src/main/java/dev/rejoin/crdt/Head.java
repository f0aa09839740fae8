package dev.rejoin.crdt;

/**
 * The last atom of a change together with the mark of its chain hash: names a change and its bytes.
 *
 * <p>Immutable; ordered by id.
 */
public record Head(OpId id, ChainMark mark) implements Comparable<Head> {
  @Override
  public int compareTo(Head other) {
    return id.compareTo(other.id);
  }
}
