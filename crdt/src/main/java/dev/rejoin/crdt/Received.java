package dev.rejoin.crdt;

/** A frozen change together with the mark of its chain hash. */
public record Received(Change change, ChainMark mark) {
  /** The change as a head. */
  public Head head() {
    return new Head(change.last(), mark);
  }
}
