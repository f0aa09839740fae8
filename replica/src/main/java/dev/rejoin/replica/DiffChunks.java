package dev.rejoin.replica;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * Widens the changes of a text to whole words or lines: what stands between two kept ends of words,
 * or of lines, is removed and added as a whole if anything in it changed.
 */
final class DiffChunks {
  private final IntPredicate isEnd;
  private final boolean isApart;
  private final DiffPieces pieces = new DiffPieces();

  /** The chunk at hand, as it was and as it is. */
  private final StringBuilder was = new StringBuilder();

  private final StringBuilder is = new StringBuilder();
  private boolean changed;

  private DiffChunks(IntPredicate isEnd, boolean isApart) {
    this.isEnd = isEnd;
    this.isApart = isApart;
  }

  /**
   * @param isEnd the units that end a chunk
   * @param isApart whether such a unit is no part of the chunk that it ends
   */
  static List<DiffText.Piece> of(List<DiffText.Piece> exact, IntPredicate isEnd, boolean isApart) {
    DiffChunks chunks = new DiffChunks(isEnd, isApart);
    for (DiffText.Piece piece : exact) {
      String text = piece.text();
      switch (piece.what()) {
        case KEPT -> chunks.keep(text);
        case REMOVED -> {
          chunks.was.append(text);
          chunks.changed = true;
        }
        case ADDED -> {
          chunks.is.append(text);
          chunks.changed = true;
        }
      }
    }
    chunks.flush();
    return chunks.pieces.list();
  }

  private void keep(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      was.append(c);
      is.append(c);
      if (isEnd.test(c)) {
        flush();
      }
    }
  }

  private void flush() {
    if (!changed) {
      pieces.add(DiffText.What.KEPT, is.toString());
    } else {
      int start = commonStart();
      int end = commonEnd(start);
      pieces.add(DiffText.What.KEPT, is.substring(0, start));
      pieces.add(DiffText.What.REMOVED, was.substring(start, was.length() - end));
      pieces.add(DiffText.What.ADDED, is.substring(start, is.length() - end));
      pieces.add(DiffText.What.KEPT, is.substring(is.length() - end));
    }
    was.setLength(0);
    is.setLength(0);
    changed = false;
  }

  /** How much both begin with, up to where neither is inside of a word or line. */
  private int commonStart() {
    int most = Math.min(was.length(), is.length());
    int common = 0;
    while (common < most && was.charAt(common) == is.charAt(common)) {
      common++;
    }
    while (common > 0 && !(isBorder(was, common) && isBorder(is, common))) {
      common--;
    }
    return common;
  }

  private int commonEnd(int start) {
    int most = Math.min(was.length(), is.length()) - start;
    int common = 0;
    while (common < most
        && was.charAt(was.length() - 1 - common) == is.charAt(is.length() - 1 - common)) {
      common++;
    }
    while (common > 0
        && !(isBorder(was, was.length() - common) && isBorder(is, is.length() - common))) {
      common--;
    }
    return common;
  }

  /** Whether one chunk ends and another begins here. */
  private boolean isBorder(CharSequence text, int at) {
    return at == 0
        || at == text.length()
        || isEnd.test(text.charAt(at - 1))
        || isApart && isEnd.test(text.charAt(at));
  }
}
