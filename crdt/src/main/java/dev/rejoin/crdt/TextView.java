package dev.rejoin.crdt;

import java.util.List;

/**
 * Reads a text: visible UTF-16 units; half of a surrogate pair left by a remote edit reads as
 * U+FFFD.
 */
public interface TextView {
  /** The number of visible UTF-16 units. */
  int length();

  /** The visible text. O(length). */
  String content();

  /**
   * The anchor of a position, to keep while the text is edited. O(log n).
   *
   * @throws RefusedEditException if the position is outside the text
   */
  Anchor anchor(int position, Bias bias);

  /**
   * Where an anchor is now, also if its atom is deleted. O(log n).
   *
   * @throws IllegalArgumentException if the anchor's atom is not of this text
   */
  int position(Anchor anchor);

  /** All atoms in document order, deleted ones included, in as few runs as possible. O(n). */
  List<TextRun> runs();
}
