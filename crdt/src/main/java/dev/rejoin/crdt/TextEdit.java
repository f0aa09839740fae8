package dev.rejoin.crdt;

/**
 * Reads and edits a text inside a transaction. Positions are UTF-16 units of the visible text.
 *
 * <p>Concurrency rule: Fugue (Weidner and Kleppmann 2023): runs that were typed apart at one place
 * stay whole, side by side. A position outside the text or inside a surrogate pair is refused with
 * {@link RefusedEditException} and changes nothing.
 */
public interface TextEdit extends TextView {
  /** Inserts text, with the formats that the marks around the position imply. */
  TextEdit insert(int position, String text);

  TextEdit append(String text);

  /** Deletes the units {@code from} (included) to {@code to} (excluded). */
  TextEdit delete(int from, int to);

  /**
   * Puts {@code text} in place of the units {@code from} (included) to {@code to} (excluded): it
   * has their formats, and annotations of these words are of the new ones. For that it goes in
   * behind the first character of several; a single one has no inside.
   */
  TextEdit replace(int from, int to, String text);

  /**
   * Gives the units {@code from} (included) to {@code to} (excluded) a format, which text that is
   * typed there later has too. Of the marks of one key on a unit the newest wins.
   *
   * @throws RefusedEditException if the range is empty or outside the text, or the key does not fit
   */
  TextEdit mark(int from, int to, String key, Value value, Expand expand);

  /**
   * Takes the format of a key away from the units {@code from} to {@code to}.
   *
   * @param expand how marks of this key grow
   * @throws RefusedEditException if the range is empty or outside the text, or the key does not fit
   */
  TextEdit unmark(int from, int to, String key, Expand expand);

  /**
   * Marks the units {@code from} to {@code to} beside other marks of the key, as comments are: all
   * of them stay, {@link #marks} lists them, and they are no {@link #formats}.
   *
   * @throws RefusedEditException if the range is empty or outside the text, or the key does not fit
   */
  TextEdit markOverlapping(int from, int to, String key, Value value, Expand expand);

  /**
   * Takes a mark back that this document holds, whoever made it: units look as if it had never
   * been.
   *
   * @throws IllegalArgumentException if no such mark is known
   */
  TextEdit withdraw(OpId mark);

  /**
   * Takes back a delete that this document holds: the same atoms show again; or the withdrawal of a
   * mark, which counts again as when it was made.
   *
   * @throws IllegalArgumentException if no such delete is known
   */
  TextEdit revive(OpId delete);
}
