package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the marks of a text mean for the units that show: formats, and what became of them. */
final class Formats {
  private final TextSequence text;
  private final Marks marks;

  Formats(TextSequence text, Marks marks) {
    this.text = text;
    this.marks = marks;
  }

  /**
   * The visible units from one position to another with their formats. For each key O(log marks)
   * comparisons of places, and O(log spans) for each run of the key in the range.
   */
  List<FormatRun> in(int from, int to) {
    if (from == to) {
      return List.of();
    }
    FormatSweep sweep = new FormatSweep();
    int first = text.atom(from);
    for (Map.Entry<String, KeyRuns> entry : marks.index().entrySet()) {
      KeyRuns runs = entry.getValue();
      KeyRuns.Run run = runs.at(first);
      int at = from;
      while (run != null && at < to) {
        KeyRuns.Run next = run.next();
        int end = next == null ? to : Math.min(to, text.position(next.from));
        if (run.value() != null) {
          sweep.add(at, end, entry.getKey(), run.value());
        }
        at = end;
        run = next;
      }
    }
    List<FormatRun> found = new ArrayList<>();
    for (FormatSweep.Piece piece : sweep.pieces(from, to)) {
      found.add(new FormatRun(piece.from(), piece.to(), known(piece.values())));
    }
    return found;
  }

  /**
   * Adds formats to steps that tell of the units only: all of them to what is inserted, and those
   * that changed since the last settle to what is kept.
   */
  List<Delta> deltas(List<Delta> plain) {
    List<FormatSweep.Piece> changes = changes();
    if (plain.isEmpty() && changes.size() == 1 && changes.get(0).values().isEmpty()) {
      return plain;
    }
    List<Delta> steps = new ArrayList<>();
    int at = 0;
    int piece = 0;
    for (Delta step : plain) {
      if (step instanceof Delta.Insert insert) {
        int end = at + insert.text().length();
        for (FormatRun run : in(at, end)) {
          String part = insert.text().substring(run.from() - at, run.to() - at);
          steps.add(new Delta.Insert(part, run.attributes()));
        }
        at = end;
      } else if (step instanceof Delta.Retain retain) {
        int end = at + retain.length();
        piece = retain(at, end, changes, piece, steps);
        at = end;
      } else {
        steps.add(step);
      }
    }
    retain(at, text.length(), changes, piece, steps);
    int last = steps.size() - 1;
    if (last >= 0 && steps.get(last) instanceof Delta.Retain kept && kept.changes().isEmpty()) {
      steps.remove(last);
    }
    return steps;
  }

  /** Keeps what is between two positions; returns the piece to go on with. */
  private static int retain(
      int from, int to, List<FormatSweep.Piece> changes, int piece, List<Delta> steps) {
    int at = from;
    int next = piece;
    while (at < to) {
      FormatSweep.Piece change = changes.get(next);
      int end = Math.min(to, change.to());
      if (end > at) {
        steps.add(new Delta.Retain(end - at, change.values()));
        at = end;
      } else {
        next++;
      }
    }
    return next;
  }

  /** What became of the formats of today's units since the last settle. */
  private List<FormatSweep.Piece> changes() {
    FormatSweep sweep = new FormatSweep();
    for (Map.Entry<String, KeyRuns> entry : marks.index().entrySet()) {
      KeyRuns runs = entry.getValue();
      for (KeyRuns.Run run : runs.changed()) {
        Value is = run.value();
        if (!isSame(run.valueBefore(), is)) {
          KeyRuns.Run next = run.next();
          int end = next == null ? text.length() : text.position(next.from);
          sweep.add(text.position(run.from), end, entry.getKey(), is);
        }
      }
    }
    return sweep.pieces(0, text.length());
  }

  private static boolean isSame(@Nullable Value one, @Nullable Value other) {
    return one == null ? other == null : one.equals(other);
  }

  private static SortedMap<String, Value> known(SortedMap<String, @Nullable Value> values) {
    TreeMap<String, Value> known = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (value != null) {
            known.put(key, value);
          }
        });
    return known;
  }
}
