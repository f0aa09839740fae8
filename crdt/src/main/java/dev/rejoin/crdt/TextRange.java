package dev.rejoin.crdt;

/** Reads a part of a text. */
final class TextRange {
  private TextRange() {}

  /**
   * The visible units from one position to another, halves of surrogate pairs that are alone in it
   * shown as U+FFFD. O(log spans) and O(units).
   */
  static String read(TextSequence text, int from, int to) {
    if (from >= to) {
      return "";
    }
    int first = text.atom(from);
    SpanTree spans = text.spans();
    TextArena.Collector units = text.arena().collector(to - from);
    int left = to - from;
    int skip = first - spans.number();
    for (boolean more = true; more && left > 0; more = spans.next()) {
      if (spans.leaf().isVisible(spans.slot())) {
        int count = Math.min(left, spans.length() - skip);
        units.add(spans.number() + skip, count);
        left -= count;
      }
      skip = 0;
    }
    String read = units.finish();
    return text.arena().hasSurrogates() ? Surrogates.render(read) : read;
  }
}
