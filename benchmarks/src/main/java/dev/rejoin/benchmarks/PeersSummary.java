package dev.rejoin.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first table of the page: Rejoin, the best of the others, and the floor. */
final class PeersSummary {
  private final Results results;
  private final PeersPlan plan;

  PeersSummary(Results results, PeersPlan plan) {
    this.results = results;
    this.plan = plan;
  }

  /** A peer and its median. */
  record Best(Peer peer, double median) {}

  /** The one with the smallest median, Rejoin and the floor not counted; null if there is none. */
  @Nullable Best best(String section, Row row) {
    Best best = null;
    for (Peer peer : plan.peers()) {
      Double median = results.median(peer, section, row);
      boolean rival = peer != Peer.REJOIN && peer != Peer.FLOOR;
      if (rival && median != null && (best == null || median < best.median())) {
        best = new Best(peer, median);
      }
    }
    return best;
  }

  /** Empty unless Rejoin has numbers to compare. */
  List<String> lines() {
    List<String> rows = new ArrayList<>();
    if (!plan.traces().isEmpty()) {
      rows.addAll(rows(plan.traces().get(0), Row.ofTrace()));
    }
    plan.merges().forEach(trace -> rows.addAll(rows(trace, Row.ofMerge())));
    rows.addAll(rows(PeersPlan.SHAPES, Row.ofShapes()));
    if (rows.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("", "## At a glance", ""));
    lines.add(
        "Best of the others: the library with the smallest number in this row. The ratio is its number divided by Rejoin's: above 1"
            + " Rejoin is faster, or smaller. The floor is a plain text buffer without replicas.");
    lines.add("");
    lines.add("| | rejoin | best of the others | ratio | floor |");
    lines.add("|---|---:|---:|---:|---:|");
    lines.addAll(rows);
    return lines;
  }

  private List<String> rows(String section, List<Row> all) {
    List<String> lines = new ArrayList<>();
    for (Row row : all) {
      Double own = results.median(Peer.REJOIN, section, row);
      if (own != null) {
        lines.add(line(section, row, own));
      }
    }
    if (!lines.isEmpty()) {
      lines.add(0, "| **" + section + "** | | | | |");
    }
    return lines;
  }

  private String line(String section, Row row, double own) {
    Best best = best(section, row);
    String rival = "–";
    String ratio = "–";
    if (best != null) {
      rival = best.peer().label() + " " + PeersTable.shown(best.median(), row.field());
      ratio = own <= 0 ? "–" : ratio(best.median() / own);
    }
    Double floor = results.median(Peer.FLOOR, section, row);
    String least = floor == null ? "–" : PeersTable.shown(floor, row.field());
    String shown = PeersTable.shown(own, row.field());
    String cells = String.join(" | ", shown, rival, ratio, least);
    return "| " + row.title() + " | " + cells + " |";
  }

  private static String ratio(double ratio) {
    return ratio > 1 ? "**" + PeersTable.ratio(ratio) + "**" : PeersTable.ratio(ratio);
  }
}
