package dev.rejoin.app;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How numbers, times and tables look in text. */
final class Formats {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private Formats() {}

  /** A count with its noun: {@code 1 change}, {@code 2,510 changes}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** The same text with control characters as pictures, so that it cannot steer a terminal. */
  static String visible(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars()
        .map(c -> c == '\t' || !Character.isISOControl(c) ? c : c < 0x20 ? 0x2400 + c : 0x2421)
        .forEach(c -> shown.append((char) c));
    return shown.toString();
  }

  static String bytes(long bytes) {
    if (bytes < 1_024) {
      return bytes + " B";
    }
    double size = bytes;
    int unit = -1;
    while (size >= 1_024 && unit < 4) {
      size /= 1_024;
      unit++;
    }
    String format = size < 10 ? "%.1f %sB" : "%.0f %sB";
    return String.format(Locale.ROOT, format, size, "KMGTP".charAt(unit));
  }

  /** A time for people, in their zone. */
  static String local(Instant time) {
    return LOCAL.format(time.atZone(ZoneId.systemDefault()));
  }

  /** A time for scripts. */
  static String utc(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static String ago(Instant time, Instant now) {
    Duration passed = Duration.between(time, now);
    if (passed.toMinutes() < 1) {
      return "just now";
    } else if (passed.toHours() < 1) {
      return passed.toMinutes() + " min ago";
    } else if (passed.toDays() < 1) {
      return passed.toHours() + " h ago";
    }
    return passed.toDays() + " d ago";
  }

  /** Columns as wide as their widest cell; nothing behind the last one. */
  static List<String> table(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = row.get(i).codePointCount(0, row.get(i).length());
        if (i == widths.size()) {
          widths.add(width);
        }
        widths.set(i, Math.max(widths.get(i), width));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(cell);
      line.append(" ".repeat(widths.get(i) - cell.codePointCount(0, cell.length()) + 2));
    }
    return line.toString().stripTrailing();
  }
}
