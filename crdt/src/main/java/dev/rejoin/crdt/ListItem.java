package dev.rejoin.crdt;

/**
 * An element of a list with the value it shows.
 *
 * @param element the op that made the element; it stays the same wherever the element is moved
 * @param value {@link Value.Nested} where the element holds a container
 */
public record ListItem(OpId element, Value value) {}
