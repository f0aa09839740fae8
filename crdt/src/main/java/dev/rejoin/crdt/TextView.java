package dev.rejoin.crdt;

import java.util.List;
import java.util.SortedMap;

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

  /**
   * The visible text as runs that have the same formats throughout, also none; together they are
   * all of it. For each key O(runs of the key times log n).
   */
  List<FormatRun> formats();

  /**
   * The formats of the unit at a position, by key. O(log n) for each key in use.
   *
   * @throws RefusedEditException if there is no unit at the position
   */
  SortedMap<String, Value> formatsAt(int position);

  /**
   * The marks of a key that are not withdrawn, by id, with the positions where they are now:
   * comments, and also what decides about {@link #formats}. O(marks log n).
   */
  List<TextMark> marks(String key);

  /** All atoms in document order, deleted ones included, in as few runs as possible. O(n). */
  List<TextRun> runs();
}
