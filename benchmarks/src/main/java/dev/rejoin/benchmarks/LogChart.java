package dev.rejoin.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Curves in a square grid of powers of ten, as SVG without script or font files. Its colours follow
 * the light or dark scheme of whoever looks at it.
 */
final class LogChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 440;
  private static final int LEFT = 70;
  private static final int RIGHT = 190;
  private static final int TOP = 44;
  private static final int BOTTOM = 48;
  private static final double LABEL_GAP = 15;

  private final String title;
  private final String below;
  private final List<Line> lines;
  private final int firstX;
  private final int lastX;
  private final int firstY;
  private final int lastY;

  /** A point of a curve; both numbers are above 0. */
  record Point(double x, double y) {}

  /** A curve with its name and its colour. */
  record Line(String label, String colour, List<Point> points) {}

  /**
   * @param below what the horizontal axis counts; the vertical one is nanoseconds
   */
  LogChart(String title, String below, List<Line> lines) {
    List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
    if (all.isEmpty() || all.stream().anyMatch(p -> p.x() <= 0 || p.y() <= 0)) {
      throw new IllegalArgumentException("a chart of logarithms needs points above 0, not " + all);
    }
    this.title = title;
    this.below = below;
    this.lines = List.copyOf(lines);
    this.firstX = floor(all.stream().mapToDouble(Point::x).min().orElseThrow());
    this.lastX = above(firstX, all.stream().mapToDouble(Point::x).max().orElseThrow());
    this.firstY = floor(all.stream().mapToDouble(Point::y).min().orElseThrow());
    this.lastY = above(firstY, all.stream().mapToDouble(Point::y).max().orElseThrow());
  }

  private static int floor(double number) {
    return (int) Math.floor(Math.log10(number) + 1e-9);
  }

  private static int above(int first, double number) {
    return Math.max(first + 1, (int) Math.ceil(Math.log10(number) - 1e-9));
  }

  double x(double number) {
    double part = (Math.log10(number) - firstX) / (lastX - firstX);
    return LEFT + part * (WIDTH - LEFT - RIGHT);
  }

  double y(double number) {
    double part = (Math.log10(number) - firstY) / (lastY - firstY);
    return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
  }

  String svg() {
    StringBuilder svg = new StringBuilder(head());
    text(svg, LEFT, TOP - 20, "start", "title", title);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "note", below);
    for (int power = firstX; power <= lastX; power++) {
      double x = x(Math.pow(10, power));
      grid(svg, x, TOP, x, HEIGHT - BOTTOM);
      text(svg, x, HEIGHT - BOTTOM + 18, "middle", "note", count(power));
    }
    for (int power = firstY; power <= lastY; power++) {
      double y = y(Math.pow(10, power));
      grid(svg, LEFT, y, WIDTH - RIGHT, y);
      text(svg, LEFT - 8, y + 4, "end", "note", duration(power));
    }
    curves(svg);
    return svg.append("</svg>\n").toString();
  }

  private static String head() {
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img">
        <style>
        text { font: 12px sans-serif; fill: #24292f }
        .title { font-size: 15px; font-weight: bold }
        .note { fill: #57606a }
        .grid { stroke: #d0d7de; stroke-width: 1 }
        .curve { fill: none; stroke-width: 2 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .note { fill: #9198a1 }
        .grid { stroke: #30363d }
        }
        </style>
        """,
        WIDTH,
        HEIGHT);
  }

  private void curves(StringBuilder svg) {
    List<Double> taken = new ArrayList<>();
    for (Line line : lines) {
      StringBuilder path = new StringBuilder();
      for (Point point : line.points()) {
        path.append(path.isEmpty() ? "M" : " L")
            .append(String.format(Locale.ROOT, "%.1f %.1f", x(point.x()), y(point.y())));
      }
      svg.append("<path class=\"curve\" stroke=\"").append(line.colour());
      svg.append("\" d=\"").append(path).append("\"/>\n");
      for (Point point : line.points()) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
                x(point.x()),
                y(point.y()),
                line.colour()));
      }
      label(svg, line, taken);
    }
  }

  /** The name stands at the end of its curve, or as near to it as others leave room. */
  private void label(StringBuilder svg, Line line, List<Double> taken) {
    Point last = line.points().get(line.points().size() - 1);
    double wanted = y(last.y()) + 4;
    double free = wanted;
    for (int step = 0; isTaken(free, taken); step++) {
      double away = (step / 2 + 1) * LABEL_GAP / 3;
      free = step % 2 == 0 ? wanted - away : wanted + away;
    }
    taken.add(free);
    double x = WIDTH - RIGHT + 12;
    svg.append(
        String.format(
            Locale.ROOT,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
            x,
            free - 4,
            line.colour()));
    text(svg, x + 9, free, "start", "name", line.label());
  }

  private static boolean isTaken(double y, List<Double> taken) {
    return taken.stream().anyMatch(other -> Math.abs(other - y) < LABEL_GAP);
  }

  private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String kind, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            kind,
            x,
            y,
            anchor,
            safe));
  }

  private static String count(int power) {
    return String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
  }

  private static String duration(int power) {
    String[] units = {"ns", "µs", "ms", "s"};
    int unit = Math.max(0, Math.min(3, Math.floorDiv(power, 3)));
    double number = Math.pow(10, power - 3.0 * unit);
    String format = number >= 1 ? "%.0f %s" : "%." + -(power - 3 * unit) + "f %s";
    return String.format(Locale.ROOT, format, number, units[unit]);
  }
}
