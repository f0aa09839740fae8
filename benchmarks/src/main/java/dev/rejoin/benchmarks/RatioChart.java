package dev.rejoin.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * Bars that tell how many times Rejoin's time others take, as SVG: to the right of the middle line
 * slower than Rejoin, to the left faster, a power of ten for each grid line.
 */
final class RatioChart {
  private static final int WIDTH = 760;
  private static final int LEFT = 130;
  private static final int RIGHT = 70;
  private static final int TOP = 50;
  private static final int BAR = 13;
  private static final int GROUP_GAP = 26;

  private final String title;
  private final List<Group> groups;
  private final int decades;

  /** One peer's bar; the ratio is above 0. */
  record Bar(String label, double ratio) {}

  /** The bars of one row. */
  record Group(String title, List<Bar> bars) {}

  RatioChart(String title, List<Group> groups) {
    this.title = title;
    this.groups = groups.stream().filter(group -> !group.bars().isEmpty()).toList();
    double most =
        this.groups.stream()
            .flatMap(group -> group.bars().stream())
            .mapToDouble(bar -> Math.abs(Math.log10(bar.ratio())))
            .max()
            .orElse(1);
    if (!Double.isFinite(most)) {
      throw new IllegalArgumentException("a ratio must be above 0: " + groups);
    }
    this.decades = Math.max(1, (int) Math.ceil(most));
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  double x(double ratio) {
    double part = (Math.log10(ratio) + decades) / (2 * decades);
    return LEFT + part * (WIDTH - LEFT - RIGHT);
  }

  String svg() {
    int height = TOP + 20;
    for (Group group : groups) {
      height += GROUP_GAP + BAR * group.bars().size();
    }
    StringBuilder svg = new StringBuilder(head(height));
    text(
        svg,
        10,
        22,
        "title",
        title + ": time divided by Rejoin's; bars to the right are slower than Rejoin");
    for (int power = -decades; power <= decades; power++) {
      double x = x(Math.pow(10, power));
      String kind = power == 0 ? "one" : "grid";
      append(
          svg,
          "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
          kind,
          x,
          TOP,
          x,
          height - 8);
      String label = power < 0 ? "1/" + power(-power) : power(power) + "×";
      append(
          svg,
          "<text class=\"note\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x,
          TOP - 6,
          label);
    }
    int y = TOP;
    for (Group group : groups) {
      y += GROUP_GAP;
      text(svg, 10, y - 6, "group", group.title());
      for (Bar bar : group.bars()) {
        bar(svg, bar, y);
        y += BAR;
      }
    }
    return svg.append("</svg>\n").toString();
  }

  private void bar(StringBuilder svg, Bar bar, int y) {
    double from = Math.min(x(1), x(bar.ratio()));
    double width = Math.max(1, Math.abs(x(bar.ratio()) - x(1)));
    String kind = bar.ratio() >= 1 ? "slower" : "faster";
    append(
        svg,
        "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
        kind,
        from,
        y,
        width,
        BAR - 3);
    text(svg, 20, y + BAR - 4, "name", bar.label());
    text(svg, from + width + 5, y + BAR - 4, "note", PeersTable.ratio(bar.ratio()));
  }

  private static String head(int height) {
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
        <style>
        text { font: 11px sans-serif; fill: #24292f }
        .title { font-size: 15px; font-weight: bold }
        .group { font-weight: bold }
        .note { fill: #57606a }
        .grid { stroke: #d0d7de }
        .one { stroke: #57606a }
        .slower { fill: #2f81f7 }
        .faster { fill: #db6d28 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .note { fill: #9198a1 }
        .grid { stroke: #30363d }
        .one { stroke: #9198a1 }
        }
        </style>
        """,
        WIDTH,
        height);
  }

  private static String power(int power) {
    return String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
  }

  private static void text(StringBuilder svg, double x, int y, String kind, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    append(svg, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>", kind, x, y, safe);
  }

  private static void append(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
