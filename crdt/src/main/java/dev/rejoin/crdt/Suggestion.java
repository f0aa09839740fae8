package dev.rejoin.crdt;

/**
 * A place in the text where an orphaned annotation may belong. Immutable; good until the text is
 * edited.
 *
 * @param from the first unit
 * @param to behind the last unit
 * @param percent how much of the quote was found there: 100 for the very text
 */
public record Suggestion(int from, int to, int percent) {}
