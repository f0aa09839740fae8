package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.TextEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a text another one with few edits: lines that stay are not touched, and of lines that
 * changed only the words that did. So anchors, formats and what others type next to it stay.
 */
public final class TextDiff {
  private TextDiff() {}

  /** One edit: the units {@code from} to {@code to} are replaced. */
  private record Replacement(int from, int to, String text) {}

  /**
   * Edits a text until it says {@code wanted}. O(units) for few differences; where they are very
   * many, all between the common start and end is replaced.
   */
  public static void replace(TextEdit text, String wanted) {
    String now = text.content();
    if (now.equals(wanted)) {
      return;
    }
    List<Replacement> all = replacements(now, wanted);
    for (int i = all.size() - 1; i >= 0; i--) { // from the end: positions before it stay right
      Replacement one = all.get(i);
      text.replace(one.from(), one.to(), one.text());
    }
  }

  private static List<Replacement> replacements(String now, String wanted) {
    List<Replacement> found = new ArrayList<>();
    List<String> oldLines = lines(now);
    List<String> newLines = lines(wanted);
    Map<String, Integer> numbers = new HashMap<>();
    int[] oldStarts = starts(oldLines);
    int[] newStarts = starts(newLines);
    for (Lcs.Hunk lines : Lcs.hunks(numbers(oldLines, numbers), numbers(newLines, numbers))) {
      int from = oldStarts[lines.from()];
      int newFrom = newStarts[lines.newFrom()];
      words(
          now.substring(from, oldStarts[lines.to()]),
          wanted.substring(newFrom, newStarts[lines.newTo()]),
          from,
          found);
    }
    return found;
  }

  private static void words(String now, String wanted, int at, List<Replacement> found) {
    List<String> oldWords = split(now);
    List<String> newWords = split(wanted);
    Map<String, Integer> numbers = new HashMap<>();
    int[] oldStarts = starts(oldWords);
    int[] newStarts = starts(newWords);
    for (Lcs.Hunk hunk : Lcs.hunks(numbers(oldWords, numbers), numbers(newWords, numbers))) {
      found.add(
          new Replacement(
              at + oldStarts[hunk.from()],
              at + oldStarts[hunk.to()],
              wanted.substring(newStarts[hunk.newFrom()], newStarts[hunk.newTo()])));
    }
  }

  private static int[] numbers(List<String> pieces, Map<String, Integer> known) {
    int[] numbers = new int[pieces.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = known.computeIfAbsent(pieces.get(i), piece -> known.size());
    }
    return numbers;
  }

  private static int[] starts(List<String> pieces) {
    int[] starts = new int[pieces.size() + 1];
    for (int i = 0; i < pieces.size(); i++) {
      starts[i + 1] = starts[i] + pieces.get(i).length();
    }
    return starts;
  }

  /** Lines with what ends them. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      lines.add(text.substring(from, end + 1));
      from = end + 1;
    }
    if (from < text.length()) {
      lines.add(text.substring(from));
    }
    return lines;
  }

  /** Words, and everything else one character at a time; a surrogate pair is one. */
  private static List<String> split(String text) {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      int end = i + Character.charCount(text.codePointAt(i));
      if (Character.isLetterOrDigit(text.codePointAt(i))) {
        while (end < text.length() && Character.isLetterOrDigit(text.codePointAt(end))) {
          end += Character.charCount(text.codePointAt(end));
        }
      }
      pieces.add(text.substring(i, end));
      i = end;
    }
    return pieces;
  }
}
