package dev.rejoin.benchmarks;

import java.util.Locale;

/** What is followed while a document grows. */
enum Curve {
  INSERT("insert one letter", "#2f81f7"),
  DELETE("delete one letter", "#db6d28"),
  REMOTE("take in an insert", "#3fb950"),
  ANCHOR("find an anchor", "#8b949e"),
  CONTENT("content, per letter", "#a371f7"),
  SAVE("save, per piece typed", "#d29922"),
  LOAD("load, per piece typed", "#f85149");

  private final String label;
  private final String colour;

  Curve(String label, String colour) {
    this.label = label;
    this.colour = colour;
  }

  String label() {
    return label;
  }

  /** Tells the curves apart on a light and on a dark ground. */
  String colour() {
    return colour;
  }

  /** A time for a table. */
  static String shown(double nanos) {
    if (nanos >= 1_000_000) {
      return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
    if (nanos >= 1_000) {
      return String.format(Locale.ROOT, "%.2f µs", nanos / 1e3);
    }
    return String.format(Locale.ROOT, nanos >= 10 ? "%.0f ns" : "%.2f ns", nanos);
  }
}
