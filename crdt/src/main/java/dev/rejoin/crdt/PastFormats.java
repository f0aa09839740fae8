package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What marks meant for the units that showed in one version: O(m log m) for m marks. */
final class PastFormats {
  private record Edge(int at, boolean begins, Mark mark) {}

  private final PastText text;
  private final TreeMap<String, List<Edge>> edges = new TreeMap<>();

  PastFormats(PastText text, List<Mark> marks) {
    this.text = text;
    for (Mark mark : marks) {
      int from = text.position(mark.op.start());
      int to = text.position(mark.op.end());
      if (!mark.op.overlapping() && from < to) {
        List<Edge> of = edges.computeIfAbsent(mark.op.key(), k -> new ArrayList<>());
        of.add(new Edge(from, true, mark));
        of.add(new Edge(to, false, mark));
      }
    }
  }

  List<FormatRun> runs() {
    FormatSweep sweep = new FormatSweep();
    edges.forEach(
        (key, of) -> {
          of.sort((one, other) -> Integer.compare(one.at, other.at));
          sweep(key, of, sweep);
        });
    List<FormatRun> runs = new ArrayList<>();
    for (FormatSweep.Piece piece : sweep.pieces(0, text.length())) {
      runs.add(new FormatRun(piece.from(), piece.to(), known(piece.values())));
    }
    return List.copyOf(runs);
  }

  private static void sweep(String key, List<Edge> edges, FormatSweep sweep) {
    TreeSet<Mark> open = new TreeSet<>();
    int at = 0;
    for (Edge edge : edges) {
      Value value = open.isEmpty() ? null : open.last().op.value();
      if (value != null) {
        sweep.add(at, edge.at, key, value);
      }
      at = edge.at;
      if (edge.begins) {
        open.add(edge.mark);
      } else {
        open.remove(edge.mark);
      }
    }
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
