package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/**
 * The part of a text that holds everything a transaction touched, with a visible span on either
 * side where there is one.
 *
 * <p>Edits are mostly where the cursor is, so a few steps from there find them all and the rest of
 * a long text need not be looked at. Where that fails the window is the whole text.
 *
 * @param start visible units before the window
 * @param first the first span, null in an empty text
 * @param last the last span
 */
record TextWindow(int start, @Nullable Span first, @Nullable Span last) {
  static TextWindow of(SpanTree tree, TextCursor cursor) {
    Span at = cursor.span();
    TextWindow whole = new TextWindow(0, tree.head(), tree.tail());
    if (at == null) {
      return whole;
    }
    int missing = tree.countTouched() - (tree.isTouched(at) ? 1 : 0);
    int steps = 2 * missing + 4;
    Span first = at;
    Span last = at;
    int start = cursor.start();
    for (int i = 0; i < steps && missing > 0 && last.next != null; i++) {
      last = last.next;
      missing -= tree.isTouched(last) ? 1 : 0;
    }
    for (int i = 0; i < steps && missing > 0 && first.prev != null; i++) {
      first = first.prev;
      start -= first.visibleLength();
      missing -= tree.isTouched(first) ? 1 : 0;
    }
    if (missing > 0) {
      return whole;
    }
    while (first.prev != null && (first.visibleLength() == 0 || tree.isTouched(first))) {
      first = first.prev;
      start -= first.visibleLength();
    }
    while (last.next != null && (last.visibleLength() == 0 || tree.isTouched(last))) {
      last = last.next;
    }
    return new TextWindow(start, first, last);
  }
}
