package dev.rejoin.lab;

import dev.rejoin.crdt.Delta;
import java.util.ArrayList;
import java.util.List;

/**
 * What changed in a text, by definition: put the units before and after into one row in document
 * order, mark each, and read the marks off.
 *
 * <p>A kept half of a surrogate pair is replaced if it stands directly next to a change on the side
 * where its other half would be, because it may look different afterwards. Only changes count for
 * that, not halves that are replaced themselves.
 */
final class SimpleDeltas {
  private static final char KEPT = '=';
  private static final char ADDED = '+';
  private static final char DROPPED = '-';
  private static final char REPLACED = '~';

  private final StringBuilder units = new StringBuilder();

  /** One mark for each unit. */
  private final StringBuilder marks = new StringBuilder();

  private SimpleDeltas() {}

  static List<Delta> of(List<SimpleSpan> spans) {
    if (spans.stream().allMatch(span -> span.wasVisible == span.isVisible())) {
      return List.of();
    }
    return row(spans).steps();
  }

  private static SimpleDeltas row(List<SimpleSpan> spans) {
    SimpleDeltas row = new SimpleDeltas();
    spans.forEach(row::mark);
    row.replaceHalves();
    return row;
  }

  private void mark(SimpleSpan span) {
    if (span.wasVisible || span.isVisible()) {
      char mark = !span.isVisible() ? DROPPED : span.wasVisible ? KEPT : ADDED;
      units.append(span.units());
      marks.append(String.valueOf(mark).repeat(span.length()));
    }
  }

  private void replaceHalves() {
    String before = marks.toString();
    for (int i = 0; i < before.length(); i++) {
      boolean afterChange = i > 0 && isChange(before.charAt(i - 1));
      boolean beforeChange = i + 1 < before.length() && isChange(before.charAt(i + 1));
      char unit = units.charAt(i);
      if (before.charAt(i) == KEPT
          && (Character.isLowSurrogate(unit) && afterChange
              || Character.isHighSurrogate(unit) && beforeChange)) {
        marks.setCharAt(i, REPLACED);
      }
    }
  }

  private static boolean isChange(char mark) {
    return mark == ADDED || mark == DROPPED;
  }

  /** What is between two kept units is one insert and one delete, in this order. */
  private List<Delta> steps() {
    String after = after();
    List<Delta> steps = new ArrayList<>();
    int at = 0;
    int done = 0;
    while (at < marks.length()) {
      int kept = countKept(at);
      at += kept;
      done += kept;
      int inserted = 0;
      int deleted = 0;
      for (; at < marks.length() && marks.charAt(at) != KEPT; at++) {
        inserted += marks.charAt(at) == DROPPED ? 0 : 1;
        deleted += marks.charAt(at) == ADDED ? 0 : 1;
      }
      if (kept > 0 && inserted + deleted > 0) {
        steps.add(new Delta.Retain(kept));
      }
      if (inserted > 0) {
        steps.add(new Delta.Insert(after.substring(done, done + inserted)));
      }
      if (deleted > 0) {
        steps.add(new Delta.Delete(deleted));
      }
      done += inserted;
    }
    return steps;
  }

  private int countKept(int from) {
    int at = from;
    while (at < marks.length() && marks.charAt(at) == KEPT) {
      at++;
    }
    return at - from;
  }

  /** The whole text after, as it is shown. */
  private String after() {
    StringBuilder after = new StringBuilder();
    for (int i = 0; i < marks.length(); i++) {
      if (marks.charAt(i) != DROPPED) {
        after.append(units.charAt(i));
      }
    }
    return NaiveText.shown(after.toString());
  }
}
