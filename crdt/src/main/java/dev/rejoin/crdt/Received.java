package dev.rejoin.crdt;

/**
 * A frozen change together with the mark of its chain hash.
 *
 * @param comments whether it claims to hold comments only, which is checked before it takes effect
 */
public record Received(Change change, ChainMark mark, boolean comments) {
  /** One that claims nothing. */
  public Received(Change change, ChainMark mark) {
    this(change, mark, false);
  }

  /** The change as a head. */
  public Head head() {
    return new Head(change.last(), mark);
  }
}
