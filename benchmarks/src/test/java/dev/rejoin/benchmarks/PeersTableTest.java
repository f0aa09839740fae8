package dev.rejoin.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Medians, ratios and reasons as the table shows them. */
final class PeersTableTest {
  private static final String TRACE = "paper";
  private static final List<Peer> PEERS = List.of(Peer.REJOIN, Peer.YJS, Peer.LORO);
  private static final Row LOCAL = row("local");

  private final Results results = new Results();
  private final PeersTable table = new PeersTable(results, PEERS);

  private static Row row(String name) {
    return Row.ofTrace().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  private static Job job(Peer peer, int round) {
    return new Job(peer, TRACE, TRACE, Row.SEQUENTIAL, List.of("local"), round);
  }

  private void tell(Peer peer, int round, String row, ObjectNode line) {
    results.add(new Measured(job(peer, round), row, line));
  }

  private static ObjectNode millis(double median, double min) {
    return Harness.line().put("millis", median).put("min", min).put("n", 1_000);
  }

  @Test
  void a_cell_has_median_minimum_and_ratio() {
    tell(Peer.REJOIN, 0, "local", millis(10, 9));
    tell(Peer.REJOIN, 1, "local", millis(30, 8));
    tell(Peer.REJOIN, 2, "local", millis(20, 15));
    tell(Peer.YJS, 0, "local", millis(45, 40));
    tell(Peer.YJS, 1, "local", millis(55, 50));
    assertEquals("**20.0 ms** (8.00 ms)", table.cell(Peer.REJOIN, TRACE, LOCAL));
    assertEquals("**50.0 ms** (40.0 ms) 2.50×", table.cell(Peer.YJS, TRACE, LOCAL));
    assertEquals(2.5, table.ratio(Peer.YJS, TRACE, LOCAL));
    assertNull(table.ratio(Peer.LORO, TRACE, LOCAL));
  }

  @Test
  void a_cell_without_a_number_says_why() {
    tell(Peer.REJOIN, 0, "local", millis(10, 9));
    ObjectNode slow = Harness.line().put("overMillis", 6_000).put("done", 250).put("n", 1_000);
    tell(Peer.YJS, 0, "local", slow);
    tell(Peer.LORO, 0, "local", Harness.line().put("failed", "it | broke"));
    assertEquals("> 6 s (25 % done)", table.cell(Peer.YJS, TRACE, LOCAL));
    assertEquals("failed [1]", table.cell(Peer.LORO, TRACE, LOCAL));
    assertEquals(List.of("[1] it   broke  "), table.footnotes());
    assertTrue(results.hopeless(job(Peer.YJS, 1), "local"));
    assertFalse(results.hopeless(job(Peer.REJOIN, 1), "local"));
  }

  @Test
  void rows_that_were_not_measured_are_left_out() {
    tell(Peer.REJOIN, 0, "local", millis(10, 9));
    tell(Peer.LORO, 0, "*", Harness.line().put("none", "no changes to exchange"));
    assertEquals(
        List.of(
            "| | rejoin | yjs | loro |",
            "|---|---|---|---|",
            "| type, one edit per transaction (1,000) | **10.0 ms** (9.00 ms) | not reached | – [1] |"),
        table.lines(TRACE, Row.ofTrace()));
  }

  @Test
  void the_summary_names_the_best_of_the_others_and_the_floor() {
    List<Peer> peers = List.of(Peer.REJOIN, Peer.FLOOR, Peer.YJS, Peer.LORO);
    PeersPlan plan = new PeersPlan(peers, List.of(TRACE), List.of(), List.of(), List.of(), 1);
    PeersSummary summary = new PeersSummary(results, plan);
    assertEquals(List.of(), summary.lines());
    tell(Peer.REJOIN, 0, "local", millis(10, 9));
    tell(Peer.FLOOR, 0, "local", millis(1, 1));
    tell(Peer.YJS, 0, "local", millis(45, 40));
    tell(Peer.LORO, 0, "local", millis(30, 20));
    assertEquals(new PeersSummary.Best(Peer.LORO, 30), summary.best(TRACE, LOCAL));
    String row =
        "| type, one edit per transaction | 10.0 ms | loro 30.0 ms | **3.00×** | 1.00 ms |";
    List<String> lines = summary.lines();
    assertEquals(row, lines.get(lines.size() - 1));
  }

  @Test
  void a_limit_below_a_second_is_told_in_milliseconds() {
    tell(Peer.YJS, 0, "local", Harness.line().put("overMillis", 300));
    assertEquals("> 300 ms", table.cell(Peer.YJS, TRACE, LOCAL));
  }

  @Test
  void sizes_have_raw_and_deflated_rows() {
    Row raw = row("size-history");
    Row deflated =
        Row.ofTrace().stream()
            .filter(r -> r.field() == Row.Field.DEFLATED)
            .findFirst()
            .orElseThrow();
    ObjectNode own = Harness.line().put("bytes", 2_000).put("deflated", 1_000);
    ObjectNode other = Harness.line().put("bytes", 1_000).put("deflated", 40_000);
    tell(Peer.REJOIN, 0, "size-history", own);
    tell(Peer.YJS, 0, "size-history", other);
    assertEquals("**1,000 B** 0.50×", table.cell(Peer.YJS, TRACE, raw));
    assertEquals("**40.0 kB** 40.0×", table.cell(Peer.YJS, TRACE, deflated));
  }

  @Test
  void a_chart_has_a_bar_for_each_ratio() {
    RatioChart.Bar slower = new RatioChart.Bar("yjs", 100);
    RatioChart.Bar faster = new RatioChart.Bar("floor", 0.5);
    RatioChart chart =
        new RatioChart("paper", List.of(new RatioChart.Group("type", List.of(slower, faster))));
    String svg = chart.svg();
    assertEquals(2, svg.split("<rect", -1).length - 1);
    assertTrue(svg.contains("class=\"faster\"") && svg.contains(">100×<"), svg);
    assertEquals(chart.x(100) - chart.x(10), chart.x(1) - chart.x(0.1), 1e-9);
    assertTrue(new RatioChart("none", List.of()).isEmpty());
  }

  @Test
  void numbers_have_fitting_units() {
    assertEquals("0.12 ms", PeersTable.shown(0.1234, Row.Field.MILLIS));
    assertEquals("1.50 s", PeersTable.shown(1_500, Row.Field.MILLIS));
    assertEquals("12.3 s", PeersTable.shown(12_345, Row.Field.MILLIS));
    assertEquals("10.5 MB", PeersTable.shown(10_500_000, Row.Field.BYTES));
    assertEquals("0.0045×", PeersTable.ratio(0.0045));
    assertEquals("1,234×", PeersTable.ratio(1_234));
  }

  @Test
  void the_median_of_an_even_number_is_the_mean_of_the_middle() {
    assertEquals(2.5, Median.of(List.of(4.0, 1.0, 3.0, 2.0)));
    assertEquals(3.0, Median.of(List.of(9.0, 1.0, 3.0)));
  }
}
