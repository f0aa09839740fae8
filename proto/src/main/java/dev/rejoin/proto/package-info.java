/**
 * The format: how changes and frames become bytes and back, within which limits, and what every
 * error of the product is called.
 *
 * <p>Everything here computes: nothing reads a clock, starts a thread or logs. What comes from
 * bytes is never trusted; a decoder returns a valid value or throws {@link
 * dev.rejoin.proto.ProtocolException}.
 */
@NullMarked
package dev.rejoin.proto;

import org.jspecify.annotations.NullMarked;
