package dev.rejoin.crdt;

/**
 * Reads and edits a set inside a transaction.
 *
 * <p>Concurrency rule: observed-remove, add wins (Shapiro et al. 2011): a discard takes out the
 * adds it saw, so an add made apart from it stays.
 */
public interface SetEdit extends SetView {
  /** Adds an element; one that is there is added anew, so that it beats a concurrent discard. */
  SetEdit add(Value element);

  default SetEdit add(String element) {
    return add(Value.of(element));
  }

  /** Discards an element; without effect where it is absent. */
  SetEdit discard(Value element);

  default SetEdit discard(String element) {
    return discard(Value.of(element));
  }
}
