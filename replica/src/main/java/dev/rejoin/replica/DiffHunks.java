package dev.rejoin.replica;

import java.util.ArrayList;
import java.util.List;

/** Writes a diff of lines in the unified format, with three lines around each change. */
final class DiffHunks {
  private static final int CONTEXT = 3;

  private DiffHunks() {}

  static String unified(String name, List<DiffText.Piece> lines) {
    StringBuilder out = new StringBuilder();
    out.append("--- ").append(name).append('\n').append("+++ ").append(name).append('\n');
    int old = 1;
    int now = 1;
    int at = 0;
    for (int[] hunk : hunks(lines)) {
      old += count(lines, at, hunk[0], DiffText.What.ADDED);
      now += count(lines, at, hunk[0], DiffText.What.REMOVED);
      int olds = count(lines, hunk[0], hunk[1], DiffText.What.ADDED);
      int news = count(lines, hunk[0], hunk[1], DiffText.What.REMOVED);
      out.append("@@ -").append(range(old, olds)).append(" +").append(range(now, news));
      out.append(" @@\n");
      lines.subList(hunk[0], hunk[1]).forEach(line -> write(line, out));
      old += olds;
      now += news;
      at = hunk[1];
    }
    return out.toString();
  }

  /** From which line to before which each hunk goes. */
  private static List<int[]> hunks(List<DiffText.Piece> lines) {
    List<int[]> hunks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).what() != DiffText.What.KEPT) {
        int from = Math.max(0, i - CONTEXT);
        int to = Math.min(lines.size(), i + 1 + CONTEXT);
        int[] last = hunks.isEmpty() ? null : hunks.get(hunks.size() - 1);
        if (last != null && from <= last[1]) {
          last[1] = to;
        } else {
          hunks.add(new int[] {from, to});
        }
      }
    }
    return hunks;
  }

  /** The lines of a stretch that are in one of the two texts: all but those only in the other. */
  private static int count(List<DiffText.Piece> lines, int from, int to, DiffText.What without) {
    return (int) lines.subList(from, to).stream().filter(line -> line.what() != without).count();
  }

  /** An empty stretch is told by the line before it. */
  private static String range(int start, int count) {
    return (count == 0 ? start - 1 : start) + (count == 1 ? "" : "," + count);
  }

  private static void write(DiffText.Piece line, StringBuilder out) {
    out.append(
        switch (line.what()) {
          case KEPT -> ' ';
          case REMOVED -> '-';
          case ADDED -> '+';
        });
    out.append(line.text());
    if (!line.text().endsWith("\n")) {
      out.append("\n\\ No newline at end of file\n");
    }
  }
}
