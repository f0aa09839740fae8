/**
 * The sync protocol as a state machine: frames and store results in, actions out.
 *
 * <p>A session does no I/O of its own, starts no thread and reads no clock, so a Netty link, the
 * simulator and a test drive it alike.
 */
@NullMarked
package dev.rejoin.replica.sync;

import org.jspecify.annotations.NullMarked;
