package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/**
 * One mark of a text and where it is now. Immutable.
 *
 * @param value null if it takes the format away
 * @param from the first unit that it covers
 * @param to the unit behind the last that it covers; not above {@code from} if all are deleted
 * @param overlapping whether it stands beside other marks of its key instead of competing with them
 */
public record TextMark(
    OpId id, String key, @Nullable Value value, int from, int to, boolean overlapping) {}
