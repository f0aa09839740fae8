package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns values of keys in ranges of positions into the runs that have the same values throughout.
 *
 * <p>O(n log n) for n ranges, and O(keys) for each run. Ranges of one key must not overlap.
 */
final class FormatSweep {
  /** Consecutive positions and what holds for them. */
  record Piece(int from, int to, SortedMap<String, @Nullable Value> values) {}

  private record Step(int at, boolean begins, String key, @Nullable Value value) {}

  private final List<Step> steps = new ArrayList<>();

  void add(int from, int to, String key, @Nullable Value value) {
    if (from < to) {
      steps.add(new Step(from, true, key, value));
      steps.add(new Step(to, false, key, value));
    }
  }

  /** The longest runs that together are all positions from one to another. */
  List<Piece> pieces(int from, int to) {
    steps.sort(Comparator.comparingInt(Step::at).thenComparing(Step::begins));
    List<Piece> pieces = new ArrayList<>();
    TreeMap<String, @Nullable Value> values = new TreeMap<>();
    int at = from;
    for (Step step : steps) {
      int next = Math.min(step.at, to);
      if (next > at) {
        add(at, next, values, pieces);
        at = next;
      }
      if (step.begins) {
        values.put(step.key, step.value);
      } else {
        values.remove(step.key);
      }
    }
    if (at < to) {
      add(at, to, values, pieces);
    }
    return pieces;
  }

  private static void add(
      int from, int to, SortedMap<String, @Nullable Value> values, List<Piece> pieces) {
    int last = pieces.size() - 1;
    if (last >= 0 && pieces.get(last).values.equals(values)) {
      pieces.set(last, new Piece(pieces.get(last).from, to, pieces.get(last).values));
    } else {
      pieces.add(new Piece(from, to, new TreeMap<>(values)));
    }
  }
}
