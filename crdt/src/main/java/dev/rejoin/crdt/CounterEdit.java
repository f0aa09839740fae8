package dev.rejoin.crdt;

/**
 * Reads and edits a counter inside a transaction.
 *
 * <p>Concurrency rule: every increment counts exactly once. An increment that would take the local
 * total past 64 bits is refused; sums of increments made apart wrap around, alike everywhere.
 */
public interface CounterEdit extends CounterView {
  CounterEdit add(long amount);
}
