package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A line of a text: what it is, its pieces with formats, and whether the break at its end is kept
 * within a paragraph. Immutable.
 */
record TextLine(BlockFormat block, List<Piece> pieces, boolean hardBreak) {
  /** The format of a line end that stays a line end in a paragraph. */
  static final String BREAK = "break";

  /** Units with the same formats; neither the block nor breaks are among them. */
  record Piece(String text, SortedMap<String, Value> formats) {}

  TextLine {
    pieces = List.copyOf(pieces);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /** An empty line that only stands between others. */
  boolean isBlank() {
    return pieces.isEmpty() && block.isParagraph() && !block.beginsItem();
  }

  /** The lines of a text; one more than it has line ends. */
  static List<TextLine> of(RichText text) {
    List<TextLine> lines = new ArrayList<>();
    int run = 0;
    int from = 0;
    String units = text.text();
    List<FormatRun> runs = text.formats();
    for (boolean last = false; !last; ) {
      int found = units.indexOf('\n', from);
      last = found < 0;
      int end = last ? units.length() : found;
      while (run < runs.size() && runs.get(run).to() <= from) {
        run++;
      }
      lines.add(line(units, from, end, runs, run));
      from = end + 1;
    }
    return lines;
  }

  /** What a line is says its end; where that says nothing, the first unit that does. */
  private static TextLine line(String units, int from, int end, List<FormatRun> runs, int run) {
    List<Piece> pieces = new ArrayList<>();
    Value block = null;
    Value atEnd = null;
    boolean hard = false;
    int at = from;
    for (int i = run; i < runs.size() && runs.get(i).from() <= end; i++) {
      FormatRun one = runs.get(i);
      int start = Math.max(from, one.from());
      int stop = Math.min(end, one.to());
      if (start > at && at < end) {
        pieces.add(new Piece(units.substring(at, Math.min(start, end)), new TreeMap<>()));
      }
      if (stop > start) {
        pieces.add(new Piece(units.substring(start, stop), inline(one)));
        block = block == null ? one.attributes().get(BlockFormat.KEY) : block;
      }
      if (one.to() > end) {
        atEnd = one.attributes().get(BlockFormat.KEY);
        hard = one.attributes().containsKey(BREAK);
      }
      at = Math.max(at, stop);
    }
    if (at < end) {
      pieces.add(new Piece(units.substring(at, end), new TreeMap<>()));
    }
    return new TextLine(BlockFormat.of(atEnd == null ? block : atEnd), pieces, hard);
  }

  private static SortedMap<String, Value> inline(FormatRun run) {
    SortedMap<String, Value> formats = new TreeMap<>(run.attributes());
    formats.remove(BlockFormat.KEY);
    formats.remove(BREAK);
    return formats;
  }
}
