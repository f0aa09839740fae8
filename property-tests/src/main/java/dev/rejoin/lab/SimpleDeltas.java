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
  private enum Mark {
    KEPT,
    ADDED,
    DROPPED,
    REPLACED
  }

  private final StringBuilder units = new StringBuilder();
  private final List<Mark> marks = new ArrayList<>();

  private SimpleDeltas() {}

  static List<Delta> of(List<SimpleSpan> spans) {
    if (spans.stream().allMatch(span -> span.wasVisible == span.isVisible())) {
      return List.of();
    }
    SimpleDeltas row = new SimpleDeltas();
    spans.forEach(row::mark);
    row.replaceHalves();
    return row.steps();
  }

  private void mark(SimpleSpan span) {
    if (span.wasVisible || span.isVisible()) {
      Mark mark = !span.isVisible() ? Mark.DROPPED : span.wasVisible ? Mark.KEPT : Mark.ADDED;
      for (int i = 0; i < span.length(); i++) {
        units.append(span.units().charAt(i));
        marks.add(mark);
      }
    }
  }

  private void replaceHalves() {
    List<Mark> before = List.copyOf(marks);
    for (int i = 0; i < before.size(); i++) {
      boolean afterChange = i > 0 && isChange(before.get(i - 1));
      boolean beforeChange = i + 1 < before.size() && isChange(before.get(i + 1));
      char unit = units.charAt(i);
      if (before.get(i) == Mark.KEPT
          && (Character.isLowSurrogate(unit) && afterChange
              || Character.isHighSurrogate(unit) && beforeChange)) {
        marks.set(i, Mark.REPLACED);
      }
    }
  }

  private static boolean isChange(Mark mark) {
    return mark == Mark.ADDED || mark == Mark.DROPPED;
  }

  /** What is between two kept units is one insert and one delete, in this order. */
  private List<Delta> steps() {
    String after = after();
    List<Delta> steps = new ArrayList<>();
    int at = 0;
    int done = 0;
    while (at < marks.size()) {
      int kept = countKept(at);
      at += kept;
      done += kept;
      int inserted = 0;
      int deleted = 0;
      for (; at < marks.size() && marks.get(at) != Mark.KEPT; at++) {
        inserted += marks.get(at) == Mark.DROPPED ? 0 : 1;
        deleted += marks.get(at) == Mark.ADDED ? 0 : 1;
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
    while (at < marks.size() && marks.get(at) == Mark.KEPT) {
      at++;
    }
    return at - from;
  }

  /** The whole text after, as it is shown. */
  private String after() {
    StringBuilder after = new StringBuilder();
    for (int i = 0; i < marks.size(); i++) {
      if (marks.get(i) != Mark.DROPPED) {
        after.append(units.charAt(i));
      }
    }
    return NaiveText.shown(after.toString());
  }
}
