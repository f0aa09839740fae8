package dev.rejoin.lab;

import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** A text that is known by its events only: units, each with its formats, and overlapping marks. */
final class MirroredText {
  private final StringBuilder units = new StringBuilder();
  private final List<TreeMap<String, Value>> formats = new ArrayList<>();
  private final TreeSet<OpId> overlapping = new TreeSet<>();

  /** Whether a format may be told that is what it was. */
  private final boolean composed;

  MirroredText(boolean composed) {
    this.composed = composed;
  }

  void apply(List<Delta> deltas) {
    int at = 0;
    Delta last = null;
    for (Delta delta : deltas) {
      require(last == null || !isJoined(last, delta), "not merged", deltas);
      require(
          !(last instanceof Delta.Delete && delta instanceof Delta.Insert),
          "an insert after a delete",
          deltas);
      if (delta instanceof Delta.Retain retain) {
        require(at + retain.length() <= units.length(), "beyond the end", deltas);
        retain(at, retain, deltas);
        at += retain.length();
      } else if (delta instanceof Delta.Insert insert) {
        units.insert(at, insert.text());
        for (int i = 0; i < insert.text().length(); i++) {
          formats.add(at, new TreeMap<>(insert.attributes()));
        }
        at += insert.text().length();
      } else if (delta instanceof Delta.Delete delete) {
        require(at + delete.length() <= units.length(), "beyond the end", deltas);
        units.delete(at, at + delete.length());
        formats.subList(at, at + delete.length()).clear();
      }
      last = delta;
    }
    boolean trailing = last instanceof Delta.Retain retain && retain.changes().isEmpty();
    require(!trailing, "a trailing retain", deltas);
  }

  private void retain(int from, Delta.Retain retain, List<Delta> deltas) {
    for (TreeMap<String, Value> unit : formats.subList(from, from + retain.length())) {
      retain
          .changes()
          .forEach(
              (key, value) -> {
                Value before = value == null ? unit.remove(key) : unit.put(key, value);
                boolean same = value == null ? before == null : value.equals(before);
                require(composed || !same, "a format that did not change", deltas);
              });
    }
  }

  /** Whether two steps should have been one. */
  private static boolean isJoined(Delta one, Delta next) {
    if (one instanceof Delta.Retain a && next instanceof Delta.Retain b) {
      return a.changes().equals(b.changes());
    }
    if (one instanceof Delta.Insert a && next instanceof Delta.Insert b) {
      return a.attributes().equals(b.attributes());
    }
    return one.getClass() == next.getClass();
  }

  void change(List<OpId> added, List<OpId> withdrawn) {
    for (OpId id : added) {
      require(overlapping.add(id), "a mark that was there: " + id, List.of());
    }
    for (OpId id : withdrawn) {
      require(overlapping.remove(id), "a mark that was not there: " + id, List.of());
    }
  }

  String content() {
    return units.toString();
  }

  List<FormatRun> formats() {
    return NaiveMarks.runs(formats);
  }

  TreeSet<OpId> overlapping() {
    return overlapping;
  }

  /** The message is made only when it is needed: it may be as long as the text. */
  private static void require(boolean holds, String problem, List<Delta> deltas) {
    if (!holds) {
      throw new AssertionError("steps, " + problem + ": " + deltas);
    }
  }
}
