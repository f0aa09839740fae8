package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page with all tables, and what a reader has to know to trust them. */
final class PeersPage {
  private final Results results;
  private final PeersPlan plan;
  private final Circumstances circumstances;
  private final SignedTable signed;

  /**
   * What the measurements were made with.
   *
   * @param node the version of node, or empty
   * @param command what was typed
   */
  record Circumstances(
      Machine machine, String node, String commit, String date, String command, Pace pace) {}

  PeersPage(Results results, PeersPlan plan, Circumstances circumstances, SignedTable signed) {
    this.results = results;
    this.plan = plan;
    this.circumstances = circumstances;
    this.signed = signed;
  }

  List<String> lines() {
    PeersTable table = new PeersTable(results, plan.peers());
    List<String> lines = new ArrayList<>();
    lines.add("# Rejoin and other libraries");
    lines.add("");
    lines.add(
        "Written by `"
            + circumstances.command()
            + "`; do not edit. How it is measured: [comparison](comparison.md).");
    lines.add("");
    lines.addAll(circumstances());
    lines.addAll(new PeersSummary(results, plan).lines());
    List<String> sections = sections(table);
    if (!sections.isEmpty()) {
      lines.addAll(List.of("", "## All numbers", ""));
      lines.add(
          "In a cell: the median of the rounds, in brackets the fastest run, then the median divided by Rejoin's: above 1 Rejoin is"
              + " faster, or smaller. In brackets after what was measured: how many operations that were; the time is for all of"
              + " them. A dash: the library has no such thing. `> N s`: broken off there.");
      lines.addAll(sections);
    }
    if (!signed.isEmpty()) {
      lines.addAll(signed.lines());
    }
    lines.add("");
    lines.addAll(table.footnotes());
    return lines;
  }

  private List<String> sections(PeersTable table) {
    List<String> lines = new ArrayList<>();
    plan.traces().forEach(t -> section(lines, t, t, table.lines(t, Row.ofTrace())));
    plan.merges()
        .forEach(t -> section(lines, t, t + " (concurrent)", table.lines(t, Row.ofMerge())));
    String shapes = PeersPlan.SHAPES;
    section(lines, shapes, "Shapes that hurt", table.lines(shapes, Row.ofShapes()));
    return lines;
  }

  /** A table without rows is no section. */
  private void section(List<String> lines, String name, String title, List<String> table) {
    if (table.size() > 2) {
      lines.addAll(List.of("", "### " + title, ""));
      lines.addAll(table);
      if (charts().containsKey(chartFile(name))) {
        lines.addAll(List.of("", "![Ratios to Rejoin](" + chartFile(name) + ")"));
      }
    }
  }

  private List<String> circumstances() {
    Pace pace = circumstances.pace();
    List<String> lines = new ArrayList<>();
    lines.add("* " + circumstances.machine().describe() + node());
    lines.add("* commit `" + circumstances.commit() + "`, " + circumstances.date());
    lines.add(
        "* "
            + plan.peers().stream()
                .map(peer -> peer.label() + " " + results.version(peer))
                .collect(Collectors.joining(", ")));
    lines.add(
        "* "
            + plan.rounds()
            + (plan.rounds() == 1 ? " round" : " rounds")
            + "; for each row at least "
            + pace.warmMillis()
            + " ms of warm-up (on the JVM "
            + Pace.JVM_WARM
            + " times as long) and "
            + pace.budgetMillis()
            + " ms of measuring, at most "
            + pace.limitMillis() / 1_000
            + " s a run and "
            + pace.processSeconds()
            + " s a process; a process above "
            + pace.onceAboveSeconds()
            + " s has one round; "
            + late()
            + "shapes at "
            + Math.round(pace.scale() * 100)
            + " % of their full size");
    return lines;
  }

  private String late() {
    int late = results.late();
    return late == 0
        ? ""
        : "after "
            + circumstances.pace().totalSeconds() / 60
            + " min "
            + late
            + " processes of later rounds were left out; ";
  }

  private String node() {
    return circumstances.node().isEmpty() ? "" : ", node " + circumstances.node();
  }

  /** The charts by the names of their files. */
  Map<String, String> charts() {
    Map<String, String> charts = new TreeMap<>();
    plan.traces().forEach(trace -> chart(charts, trace, Row.ofTrace()));
    plan.merges().forEach(trace -> chart(charts, trace, Row.ofMerge()));
    chart(charts, PeersPlan.SHAPES, Row.ofShapes());
    return charts;
  }

  private void chart(Map<String, String> charts, String section, List<Row> rows) {
    PeersTable table = new PeersTable(results, plan.peers());
    List<RatioChart.Group> groups = new ArrayList<>();
    for (Row row : rows) {
      List<RatioChart.Bar> bars = new ArrayList<>();
      for (Peer peer : plan.peers()) {
        Double ratio = table.ratio(peer, section, row);
        boolean shown = row.field() == Row.Field.MILLIS && peer != Peer.REJOIN;
        if (shown && ratio != null && ratio > 0) {
          bars.add(new RatioChart.Bar(peer.label(), ratio));
        }
      }
      groups.add(new RatioChart.Group(row.title(), bars));
    }
    RatioChart chart = new RatioChart(section, groups);
    if (!chart.isEmpty()) {
      charts.put(chartFile(section), chart.svg());
    }
  }

  private static String chartFile(String section) {
    return "peers-" + section + ".svg";
  }

  /** All medians and ratios as one object. */
  ObjectNode json(ObjectNode answer) {
    answer.put("commit", circumstances.commit()).put("machine", circumstances.machine().describe());
    answer.put("node", circumstances.node()).put("date", circumstances.date());
    ObjectNode versions = answer.putObject("versions");
    plan.peers().forEach(peer -> versions.put(peer.label(), results.version(peer)));
    ObjectNode sections = answer.putObject("sections");
    plan.traces().forEach(trace -> section(sections, trace, Row.ofTrace()));
    plan.merges().forEach(trace -> section(sections, trace, Row.ofMerge()));
    section(sections, PeersPlan.SHAPES, Row.ofShapes());
    signed.json(answer);
    return answer;
  }

  private void section(ObjectNode sections, String name, List<Row> rows) {
    PeersTable table = new PeersTable(results, plan.peers());
    ObjectNode section = sections.putObject(name);
    for (Row row : rows) {
      ObjectNode cells = Harness.line();
      for (Peer peer : plan.peers()) {
        Double median = results.median(peer, name, row);
        ObjectNode reason = results.reason(peer, name, row);
        if (median != null) {
          ObjectNode cell = cells.putObject(peer.label()).put(row.field().key(), median);
          Double ratio = table.ratio(peer, name, row);
          if (ratio != null) {
            cell.put("ratio", ratio);
          }
        } else if (reason != null && !reason.isEmpty()) {
          cells.set(peer.label(), reason);
        }
      }
      if (!cells.isEmpty()) {
        section.set(
            row.field() == Row.Field.DEFLATED ? row.name() + "-deflated" : row.name(), cells);
      }
    }
  }
}
