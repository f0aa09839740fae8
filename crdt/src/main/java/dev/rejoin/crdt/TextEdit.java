package dev.rejoin.crdt;

/**
 * Reads and edits a text inside a transaction. Positions are UTF-16 units of the visible text.
 *
 * <p>Concurrency rule: Fugue (Weidner and Kleppmann 2023): runs that were typed apart at one place
 * stay whole, side by side. A position outside the text or inside a surrogate pair is refused with
 * {@link RefusedEditException} and changes nothing.
 */
public interface TextEdit extends TextView {
  TextEdit insert(int position, String text);

  TextEdit append(String text);

  /** Deletes the units {@code from} (included) to {@code to} (excluded). */
  TextEdit delete(int from, int to);

  /** Deletes {@code from..to} and inserts {@code text} there. */
  default TextEdit replace(int from, int to, String text) {
    delete(from, to);
    return insert(from, text);
  }

  /**
   * Takes back a delete that this document holds: the same atoms show again.
   *
   * @throws IllegalArgumentException if no such delete is known
   */
  TextEdit revive(OpId delete);
}
