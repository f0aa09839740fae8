/**
 * The product's front door: a {@link dev.rejoin.replica.Replica} on a directory, its spaces and
 * documents, receipts and status.
 *
 * <p>Lock order: document lock, then the space's commit lock. Listeners and the network never run
 * under either.
 */
@NullMarked
package dev.rejoin.replica;

import org.jspecify.annotations.NullMarked;
