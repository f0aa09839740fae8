/**
 * Replicated data types and the documents made of them: pure state, no I/O.
 *
 * <p>Everything here computes: time, ids and bytes are arguments. No class starts a thread, takes a
 * lock, reads a clock or logs; none is safe for use by two threads at once unless it is immutable.
 * State never depends on the iteration order of a hash table.
 */
@NullMarked
package dev.rejoin.crdt;

import org.jspecify.annotations.NullMarked;
