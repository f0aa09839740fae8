package dev.rejoin.crdt;

/**
 * Reads a text: visible UTF-16 units; half of a surrogate pair left by a remote edit reads as
 * U+FFFD.
 */
public interface TextView {
  /** The number of visible UTF-16 units. */
  int length();

  /** The visible text. O(length). */
  String content();
}
