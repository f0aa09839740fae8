package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Promised costs beside those measured, as a page, a chart and JSON. */
final class TypesPage {
  private static final List<String> COLOURS =
      List.of(
          "#2f81f7", "#db6d28", "#3fb950", "#8b949e", "#a371f7", "#d29922", "#f85149", "#1b7c83",
          "#bf3989", "#6e7781", "#0969da", "#953800", "#1a7f37", "#8250df", "#9a6700", "#cf222e");

  /** For each promise the nanoseconds of one operation by size. */
  private final Map<Promise, SortedMap<Integer, Double>> measured = new LinkedHashMap<>();

  void add(Promise promise, int size, double nanos) {
    measured.computeIfAbsent(promise, p -> new TreeMap<>()).put(size, nanos);
  }

  boolean isEmpty() {
    return measured.isEmpty();
  }

  /**
   * The page.
   *
   * @param command what was typed
   */
  List<String> lines(String command, Machine machine, String commit, String date) {
    List<String> lines = new ArrayList<>();
    lines.add("# What lists, trees, marks and undo cost");
    lines.add("");
    lines.add("Written by `" + command + "`; do not edit.");
    lines.add("");
    lines.add("![Time of one operation over the size of the document](types.svg)");
    lines.add("");
    lines.add(
        "Medians of [JMH](../../benchmarks/src/main/java/dev/rejoin/benchmarks) benchmarks, each in a process of its own: one operation,"
            + " a transaction and a");
    lines.add(
        "change each, at a random place. All but the undo is the engine alone: no store, no codec, no signatures. n is what the"
            + " second");
    lines.add(
        "column names. Growth is the last time divided by the first one, for so many times as much.");
    lines.add("");
    lines.add("* " + machine.describe());
    lines.add("* commit `" + commit + "`, " + date);
    lines.add("");
    lines.addAll(table());
    return lines;
  }

  List<String> table() {
    SortedSet<Integer> sizes = new TreeSet<>();
    measured.values().forEach(times -> sizes.addAll(times.keySet()));
    StringBuilder head = new StringBuilder("| | n | may cost |");
    StringBuilder rule = new StringBuilder("|---|---|---|");
    for (int size : sizes) {
      head.append(String.format(Locale.ROOT, " n = %,d |", size));
      rule.append("---:|");
    }
    List<String> lines = new ArrayList<>();
    lines.add(head.append(" growth | kept |").toString());
    lines.add(rule.append("---:|---|").toString());
    measured.forEach((promise, times) -> lines.add(line(promise, times, sizes)));
    return lines;
  }

  private static String line(
      Promise promise, SortedMap<Integer, Double> times, SortedSet<Integer> sizes) {
    StringBuilder line = new StringBuilder("| ").append(promise.what());
    line.append(" | ").append(promise.unit()).append(" | ").append(allowed(promise)).append(" |");
    for (int size : sizes) {
      Double nanos = times.get(size);
      line.append(' ').append(nanos == null ? "–" : Curve.shown(nanos)).append(" |");
    }
    line.append(' ').append(growth(times)).append(" | ").append(kept(promise, times));
    return line.append(" |").toString();
  }

  private static String allowed(Promise promise) {
    String growth = "O(" + promise.growth() + ")";
    Promise.Limit limit = promise.limit();
    return limit == null
        ? growth
        : String.format(
            Locale.ROOT, "%s, %s at %,d", growth, Curve.shown(limit.nanos()), limit.size());
  }

  private static String growth(SortedMap<Integer, Double> times) {
    double more = times.get(times.lastKey()) / times.get(times.firstKey());
    int larger = times.lastKey() / times.firstKey();
    return larger == 1 ? "–" : String.format(Locale.ROOT, "%.1f× for %,d×", more, larger);
  }

  /** Whether the limit is kept; a dash where there is none, or its size was not measured. */
  static String kept(Promise promise, SortedMap<Integer, Double> times) {
    Promise.Limit limit = promise.limit();
    Double nanos = limit == null ? null : times.get(limit.size());
    return limit == null || nanos == null ? "–" : nanos <= limit.nanos() ? "yes" : "**no**";
  }

  /** The chart, or null if nothing was measured at several sizes. */
  @Nullable LogChart chart() {
    List<LogChart.Line> lines = new ArrayList<>();
    measured.forEach(
        (promise, times) -> {
          List<LogChart.Point> points = new ArrayList<>();
          times.forEach((size, nanos) -> points.add(new LogChart.Point(size, nanos)));
          if (points.size() > 1) {
            String colour = COLOURS.get(lines.size() % COLOURS.size());
            lines.add(new LogChart.Line(promise.what(), colour, points));
          }
        });
    return lines.isEmpty() ? null : new LogChart("Time of one operation", "n", lines);
  }

  /** Nanoseconds by benchmark and size. */
  ObjectNode json(ObjectNode answer) {
    measured.forEach(
        (promise, times) -> {
          ObjectNode node =
              answer.putObject(promise.benchmark().getSimpleName() + "." + promise.method());
          node.put("what", promise.what()).put("kept", kept(promise, times).replace("*", ""));
          ObjectNode nanos = node.putObject("nanos");
          times.forEach((size, time) -> nanos.put(String.valueOf(size), time));
        });
    return answer;
  }
}
