/**
 * What a replica and a relay keep on disk: RocksDB, the journal of each space, group fsync.
 *
 * <p>One logical event is one write batch over every column family that it touches, so after any
 * crash the families agree. Nothing here knows what a change means.
 */
@NullMarked
package dev.rejoin.replica.store;

import org.jspecify.annotations.NullMarked;
