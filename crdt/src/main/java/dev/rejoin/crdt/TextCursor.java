package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/**
 * A remembered span of a text with the number of visible units before it.
 *
 * <p>Edits follow each other closely, so that most positions are found a step or two from here.
 */
final class TextCursor {
  private final SpanTree tree;
  private @Nullable Span span;
  private int start;

  TextCursor(SpanTree tree) {
    this.tree = tree;
  }

  /** Visible units before the span that the last {@link #seek} found. */
  int start() {
    return start;
  }

  /** The span that the cursor is at, or null. */
  @Nullable Span span() {
    return span;
  }

  void forget() {
    span = null;
    start = 0;
  }

  /** Moves to the span that holds the visible unit at {@code position} of {@code length}. */
  Span seek(int position, int length) {
    Span at = nearest(position, length);
    while (at != null && position < start) {
      at = at.prev;
      start -= at == null ? 0 : at.visibleLength();
    }
    while (at != null && position >= start + at.visibleLength()) {
      start += at.visibleLength();
      at = at.next;
    }
    if (at == null) {
      throw new IllegalStateException("no unit " + position + " in a text of length " + length);
    }
    span = at;
    return at;
  }

  char unitAt(int position, int length) {
    Span at = seek(position, length);
    return at.units.charAt(position - start);
  }

  /** Follows a new span that stands right behind the cursor, forgets the position otherwise. */
  void inserted(Span added) {
    if (span != null && added.prev == span) {
      start += span.visibleLength();
      span = added;
    } else if (added.prev == null) {
      start = 0;
      span = added;
    } else {
      forget();
    }
  }

  /**
   * Keeps the position only if all {@code count} spans with this stamp, which are about to change
   * visibility, are found at or behind it.
   */
  void changing(int count, long stamp) {
    int left = count;
    int steps = 2 * count + 8;
    for (Span at = span; at != null && left > 0 && steps > 0; at = at.next) {
      left -= at.stamp == stamp ? 1 : 0;
      steps--;
    }
    if (left > 0) {
      forget();
    }
  }

  void joined(Span into, int lengthBefore, Span gone) {
    if (span == gone) {
      start -= into.deletes == 0 ? lengthBefore : 0;
      span = into;
    }
  }

  private @Nullable Span nearest(int position, int length) {
    Span at = span;
    if (at != null) {
      int past = position - (start + at.visibleLength());
      int distance = position < start ? start - position : Math.max(past, 0);
      if (distance <= Math.min(position, length - position)) {
        return at;
      }
    }
    if (position <= length - position) {
      start = 0;
      return tree.head();
    }
    Span last = tree.tail();
    start = length - (last == null ? 0 : last.visibleLength());
    return last;
  }
}
