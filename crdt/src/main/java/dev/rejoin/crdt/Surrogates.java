package dev.rejoin.crdt;

/** How halves of surrogate pairs are shown. */
final class Surrogates {
  private static final char REPLACEMENT = '\uFFFD';

  private Surrogates() {}

  /** The text with every lone surrogate shown as U+FFFD; the length stays. */
  static String render(CharSequence units) {
    if (Utf8.loneSurrogate(units) < 0) {
      return units.toString();
    }
    StringBuilder shown = new StringBuilder(units);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      if (isPair(shown, i)) {
        i++;
      } else if (Character.isSurrogate(c)) {
        shown.setCharAt(i, REPLACEMENT);
      }
    }
    return shown.toString();
  }

  private static boolean isPair(CharSequence units, int at) {
    return at + 1 < units.length()
        && Character.isSurrogatePair(units.charAt(at), units.charAt(at + 1));
  }
}
