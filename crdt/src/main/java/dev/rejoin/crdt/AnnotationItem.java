package dev.rejoin.crdt;

/**
 * One annotation and where it is now. Immutable.
 *
 * @param id the op that made it
 * @param start the first unit of its text
 * @param end behind the last unit; the same as {@code start} if it is orphaned, and then where its
 *     text was
 * @param quote its text when it was made or attached anew
 */
public record AnnotationItem(OpId id, AnnotationState state, int start, int end, Quote quote) {}
