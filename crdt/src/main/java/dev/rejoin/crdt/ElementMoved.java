package dev.rejoin.crdt;

/**
 * An element of a list that is in another place now.
 *
 * @param from its index before the transaction or import
 * @param to its index after it
 */
public record ElementMoved(OpId element, int from, int to) {}
