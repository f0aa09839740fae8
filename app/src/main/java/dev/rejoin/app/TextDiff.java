package dev.rejoin.app;

import dev.rejoin.crdt.TextEdit;

/**
 * Turns a text into another one by replacing what lies between their common start and common end.
 *
 * <p>Simple on purpose: what others type outside of that stretch stays where it is.
 */
final class TextDiff {
  private TextDiff() {}

  static void replace(TextEdit text, String wanted) {
    String now = text.content();
    int shorter = Math.min(now.length(), wanted.length());
    int start = 0;
    while (start < shorter && now.charAt(start) == wanted.charAt(start)) {
      start++;
    }
    if (start > 0 && Character.isHighSurrogate(now.charAt(start - 1))) {
      start--; // both halves of a pair change together
    }
    int end = 0;
    while (end < shorter - start
        && now.charAt(now.length() - 1 - end) == wanted.charAt(wanted.length() - 1 - end)) {
      end++;
    }
    if (end > 0 && Character.isLowSurrogate(now.charAt(now.length() - end))) {
      end--;
    }
    text.delete(start, now.length() - end);
    text.insert(start, wanted.substring(start, wanted.length() - end));
  }
}
