package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds formats to steps between two versions of a text that tell of the units only. */
final class PastDeltas {
  private final List<FormatRun> before;
  private final List<FormatRun> after;
  private final List<Delta> steps = new ArrayList<>();

  /** The runs at hand, and where the steps are in both texts. */
  private int beforeRun;

  private int afterRun;
  private int old;
  private int now;

  private PastDeltas(PastText before, PastText after) {
    this.before = before.formats();
    this.after = after.formats();
  }

  /** All formats of what is inserted, and those that changed of what is kept. */
  static List<Delta> withFormats(List<Delta> plain, PastText before, PastText after) {
    PastDeltas deltas = new PastDeltas(before, after);
    for (Delta step : plain) {
      if (step instanceof Delta.Insert insert) {
        deltas.insert(insert.text());
      } else if (step instanceof Delta.Retain retain) {
        deltas.retain(retain.length());
      } else if (step instanceof Delta.Delete delete) {
        deltas.old += delete.length();
        deltas.steps.add(delete);
      }
    }
    deltas.retain(after.length() - deltas.now);
    int last = deltas.steps.size() - 1;
    boolean idle =
        last >= 0
            && deltas.steps.get(last) instanceof Delta.Retain kept
            && kept.changes().isEmpty();
    if (idle) {
      deltas.steps.remove(last);
    }
    return deltas.steps;
  }

  private void insert(String text) {
    int done = 0;
    while (done < text.length()) {
      FormatRun run = afterRun();
      int part = Math.min(text.length() - done, run.to() - now);
      steps.add(new Delta.Insert(text.substring(done, done + part), run.attributes()));
      done += part;
      now += part;
    }
  }

  private void retain(int length) {
    int rest = length;
    while (rest > 0) {
      FormatRun was = beforeRun();
      FormatRun is = afterRun();
      int part = Math.min(rest, Math.min(was.to() - old, is.to() - now));
      add(part, changes(was.attributes(), is.attributes()));
      rest -= part;
      old += part;
      now += part;
    }
  }

  private void add(int length, SortedMap<String, @Nullable Value> changes) {
    int size = steps.size();
    if (size > 0
        && steps.get(size - 1) instanceof Delta.Retain last
        && last.changes().equals(changes)) {
      steps.set(size - 1, new Delta.Retain(last.length() + length, changes));
    } else {
      steps.add(new Delta.Retain(length, changes));
    }
  }

  private FormatRun beforeRun() {
    while (before.get(beforeRun).to() <= old) {
      beforeRun++;
    }
    return before.get(beforeRun);
  }

  private FormatRun afterRun() {
    while (after.get(afterRun).to() <= now) {
      afterRun++;
    }
    return after.get(afterRun);
  }

  private static SortedMap<String, @Nullable Value> changes(
      SortedMap<String, Value> was, SortedMap<String, Value> is) {
    TreeMap<String, @Nullable Value> changes = new TreeMap<>();
    is.forEach(
        (key, value) -> {
          if (!value.equals(was.get(key))) {
            changes.put(key, value);
          }
        });
    was.keySet().stream()
        .filter(key -> !is.containsKey(key))
        .forEach(key -> changes.put(key, null));
    return changes;
  }
}
