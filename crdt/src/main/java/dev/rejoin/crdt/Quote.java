package dev.rejoin.crdt;

/**
 * The text that an annotation was made on, and some of what stood around it. Immutable.
 *
 * <p>It tells whether the text is still the same, and helps to find the place again after the text
 * itself is gone. The same as a text quote selector of the W3C.
 *
 * @param exact the units between the anchors
 * @param prefix what stood directly in front of them, at most {@link Limits#MAX_QUOTE_CONTEXT}
 * @param suffix what stood directly behind them, as much at most
 */
public record Quote(String exact, String prefix, String suffix) {
  /** The quote of the visible units from one position to another. */
  static Quote of(TextSequence text, int from, int to) {
    int before = Math.max(0, from - Limits.MAX_QUOTE_CONTEXT);
    int behind = Math.min(text.length(), to + Limits.MAX_QUOTE_CONTEXT);
    return new Quote(
        TextRange.read(text, from, to),
        TextRange.read(text, text.splitsPair(before) ? before + 1 : before, from),
        TextRange.read(text, to, text.splitsPair(behind) ? behind - 1 : behind));
  }

  /** What is wrong with the size of a quote that somebody else made, or null. */
  @org.jspecify.annotations.Nullable
  String problem() {
    boolean fits =
        !exact.isEmpty()
            && Utf8.length(exact) <= Limits.MAX_QUOTE_BYTES
            && prefix.length() <= Limits.MAX_QUOTE_CONTEXT
            && suffix.length() <= Limits.MAX_QUOTE_CONTEXT;
    return fits ? null : "a quote that is empty or too long";
  }
}
