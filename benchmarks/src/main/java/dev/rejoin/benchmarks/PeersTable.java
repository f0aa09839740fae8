package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.benchmarks.Row.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results as tables in Markdown: a row for each thing measured, a column for each peer. In a cell
 * the median, the fastest run where it differs, and the ratio to Rejoin: above 1 is slower, or
 * larger.
 */
final class PeersTable {
  private final Results results;
  private final List<Peer> peers;
  private final Map<String, Integer> footnotes = new LinkedHashMap<>();

  PeersTable(Results results, List<Peer> peers) {
    this.results = results;
    this.peers = peers;
  }

  /** One table; rows that nobody was asked for are left out. */
  List<String> lines(String section, List<Row> rows) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("|---|");
    for (Peer peer : peers) {
      head.append(' ').append(peer.label()).append(" |");
      rule.append("---|");
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    for (Row row : rows) {
      if (isMeasured(section, row)) {
        lines.add(line(section, row));
      }
    }
    return lines;
  }

  private boolean isMeasured(String section, Row row) {
    return results.isMeasured(section, row);
  }

  private String line(String section, Row row) {
    int count = results.count(section, row);
    String times = count > 0 ? String.format(Locale.ROOT, " (%,d)", count) : "";
    StringBuilder line = new StringBuilder("| ").append(row.title()).append(times).append(" |");
    for (Peer peer : peers) {
      line.append(' ').append(cell(peer, section, row)).append(" |");
    }
    return line.toString();
  }

  String cell(Peer peer, String section, Row row) {
    Double median = results.median(peer, section, row);
    if (median == null) {
      return absence(results.reason(peer, section, row), row);
    }
    StringBuilder cell = new StringBuilder("**").append(shown(median, row.field())).append("**");
    Double min = results.min(peer, section, row);
    if (row.field() == Field.MILLIS && min != null) {
      cell.append(" (").append(shown(min, row.field())).append(')');
    }
    Double ratio = ratio(peer, section, row);
    if (ratio != null && peer != Peer.REJOIN) {
      cell.append(' ').append(ratio(ratio));
    }
    for (String note : results.notes(peer, section, row)) {
      cell.append(mark(note));
    }
    return cell.toString();
  }

  /** How many times Rejoin's median a peer takes, or null if one of the two is missing. */
  @Nullable Double ratio(Peer peer, String section, Row row) {
    Double own = results.median(Peer.REJOIN, section, row);
    Double other = results.median(peer, section, row);
    return own == null || other == null || own <= 0 ? null : other / own;
  }

  private String absence(@Nullable ObjectNode reason, Row row) {
    if (reason == null) {
      return row.field() == Field.MILLIS ? "not reached" : "–";
    }
    if (reason.has("overMillis")) {
      String limit = over(reason.get("overMillis").intValue());
      int total = reason.path("n").intValue();
      int done = reason.path("done").intValue();
      return total > 0 ? limit + " (" + Math.round(100.0 * done / total) + " % done)" : limit;
    }
    if (reason.has("failed")) {
      return "failed" + mark(reason.get("failed").asText());
    }
    if (reason.has("none")) {
      return "–" + mark(reason.get("none").asText());
    }
    return row.field() == Field.MILLIS ? "not reached" : "–";
  }

  private static String over(int millis) {
    return millis < 1_000 ? "> " + millis + " ms" : "> " + millis / 1_000 + " s";
  }

  /** A reference to a footnote; equal ones share it. */
  private String mark(String note) {
    int number = footnotes.computeIfAbsent(note, n -> footnotes.size() + 1);
    return " [" + number + "]";
  }

  /** The footnotes of all tables made so far. */
  List<String> footnotes() {
    List<String> lines = new ArrayList<>();
    footnotes.forEach((note, number) -> lines.add("[" + number + "] " + plain(note) + "  "));
    return lines;
  }

  /** Messages of other programs must not break the page. */
  private static String plain(String note) {
    return note.replaceAll("[|<>`\\[\\]\\r\\n]", " ");
  }

  static String ratio(double ratio) {
    String format = ratio >= 100 ? "%,.0f×" : ratio >= 10 ? "%.1f×" : "%.2f×";
    format = ratio < 0.1 ? "%.4f×" : format;
    return String.format(Locale.ROOT, format, ratio);
  }

  static String shown(double number, Field field) {
    return field == Field.MILLIS ? time(number) : size(number);
  }

  private static String time(double millis) {
    if (millis >= 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000);
    }
    if (millis >= 1_000) {
      return String.format(Locale.ROOT, "%.2f s", millis / 1_000);
    }
    String format = millis >= 100 ? "%.0f ms" : millis >= 10 ? "%.1f ms" : "%.2f ms";
    return String.format(Locale.ROOT, format, millis);
  }

  private static String size(double bytes) {
    if (bytes >= 10_000_000) {
      return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
    return bytes >= 10_000
        ? String.format(Locale.ROOT, "%,.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%,.0f B", bytes);
  }
}
