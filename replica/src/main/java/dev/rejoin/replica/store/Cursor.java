package dev.rejoin.replica.store;

import dev.rejoin.crdt.ChainMark;

/**
 * A place in a store's arrival order, with proof that both sides mean the same rows.
 *
 * @param epoch names the arrival order; new whenever it restarts
 * @param n how many changes have arrived up to this place
 * @param hash running hash of the arrival rows up to n
 */
public record Cursor(long epoch, long n, ChainMark hash) {}
