package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The atoms of a text in document order, deleted ones included.
 *
 * <p>Order: in-order traversal of the Fugue tree (left children, atom, right children), same-side
 * siblings ascending by id (Weidner and Kleppmann, "The Art of the Fugue", 2023). An atom shows if
 * no delete covers it that was not revived. Callers check what they pass: ids are known where they
 * must be, positions are in range.
 */
interface TextSequence {
  /** Where an insert hangs in the tree. */
  record Place(@Nullable OpId parent, Side side) {}

  /** The number of visible units. */
  int length();

  /** The visible text; a lone surrogate shows as U+FFFD. */
  String content();

  /** Whether the sequence never held an atom. */
  boolean isBlank();

  boolean contains(OpId atom);

  /** Whether every atom of the range is here. */
  boolean containsAll(IdRange range);

  boolean knowsDelete(OpId delete);

  boolean isRevived(OpId delete);

  /** Whether the visible units on both sides of {@code position} are one character. */
  boolean splitsPair(int position);

  /** The place of text inserted directly after the visible unit before {@code position}. */
  Place locate(int position);

  /** The visible atoms from {@code from} to before {@code to}. */
  List<IdRange> select(int from, int to);

  void insert(OpId first, @Nullable OpId parent, Side side, String text, UndoLog undo);

  void delete(OpId id, List<IdRange> targets, UndoLog undo);

  /**
   * Deletes {@code count} atoms one by one: number i of them is {@code first + i * step}, under the
   * id {@code id + i}.
   */
  void deleteRun(OpId id, OpId first, int count, int step, UndoLog undo);

  void revive(OpId delete, UndoLog undo);

  /** Steps from the text at the last {@link #settle} to the text now; empty if it looks alike. */
  List<Delta> deltas();

  /** Ends a transaction or import: forgets what it changed and tidies the representation. */
  void settle();

  /** Writes atoms and deletes, independent of how they are represented. */
  void write(SnapshotWriter out);
}
