/**
 * The relay: stores changes that it cannot read and passes them on, for devices that are not online
 * at the same time.
 */
@NullMarked
package dev.rejoin.relay;

import org.jspecify.annotations.NullMarked;
