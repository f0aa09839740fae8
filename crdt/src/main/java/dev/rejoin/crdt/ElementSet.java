package dev.rejoin.crdt;

/**
 * An element of a list that shows another value now.
 *
 * @param index where the element is after the transaction or import
 */
public record ElementSet(OpId element, int index, Value before, Value after) {}
