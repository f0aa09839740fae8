package dev.rejoin.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Received;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The table, the chart and the document that is measured; no times. */
final class CurvesTest {
  private static final List<CurvePoint> POINTS =
      List.of(
          new CurvePoint(1_000, Map.of(Curve.INSERT, 250.0, Curve.LOAD, 5.0)),
          new CurvePoint(100_000, Map.of(Curve.INSERT, 1_250.0)));

  @Test
  void sizes_are_three_to_a_power_of_ten_up_to_the_largest() {
    assertEquals(List.of(1_000, 2_000, 5_000, 10_000, 20_000, 30_000), CurvesVerb.sizes(30_000));
    assertEquals(List.of(1_000), CurvesVerb.sizes(1_000));
  }

  @Test
  void the_table_has_a_line_for_each_size() {
    List<String> table = CurvesVerb.table(POINTS);
    assertEquals("| 1,000 | 250 ns | – | – | – | – | – | 5.00 ns |", table.get(2));
    assertEquals("| 100,000 | 1.25 µs | – | – | – | – | – | – |", table.get(3));
  }

  @Test
  void the_chart_is_xml_with_a_curve_for_each_operation_measured() throws Exception {
    byte[] svg = CurvesVerb.chart(POINTS).svg().getBytes(StandardCharsets.UTF_8);
    Document read =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg));
    assertEquals(2, read.getElementsByTagName("path").getLength());
    assertEquals(3 + 2, read.getElementsByTagName("circle").getLength());
  }

  @Test
  void powers_of_ten_lie_at_equal_distances() {
    LogChart chart = CurvesVerb.chart(POINTS);
    double step = chart.x(10_000) - chart.x(1_000);
    assertEquals(step, chart.x(100_000) - chart.x(10_000), 1e-6);
    assertTrue(chart.y(1_000) < chart.y(100), "more is higher");
    assertThrows(
        IllegalArgumentException.class,
        () -> new LogChart("t", "x", List.of(new LogChart.Line("l", "#000", List.of()))));
  }

  @Test
  void a_loaded_copy_makes_changes_that_the_first_takes_in() {
    EngineDocument document = EngineDocument.typed(2_000);
    assertEquals(2_000, document.length());
    assertTrue(document.pieces() > 2_000 / 7 && document.pieces() < 1_000);
    EngineDocument copy = EngineDocument.load(2, document.save());
    Received insert = copy.insert(1_000);
    Received delete = copy.delete(10);
    document.apply(insert);
    document.apply(delete);
    assertEquals(copy.content(), document.content());
    assertEquals(2_000, document.length());
  }
}
