package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.FormatRun;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a text what Markdown says. Formats that Markdown does not have stay, and so do formats that
 * it cannot say anything about: those of a line end, and a block that an empty line does not show.
 */
final class MarkdownMerge {
  private MarkdownMerge() {}

  static void apply(TextEdit edit, RichText wanted) {
    TextDiff.replace(edit, wanted.text());
    RichText now = RichText.of(edit);
    blocks(edit, TextLine.of(now), TextLine.of(wanted));
    SortedMap<String, List<RichText.Stretch>> is = RichText.byKey(shown(now));
    SortedMap<String, List<RichText.Stretch>> should = RichText.byKey(shown(wanted));
    TreeSet<String> keys = new TreeSet<>(is.keySet());
    keys.addAll(should.keySet());
    for (String key : keys) {
      RichTextMerge.change(
          edit, key, is.getOrDefault(key, List.of()), should.getOrDefault(key, List.of()));
    }
  }

  /** Marks lines that are something else now; lines next to each other together. */
  private static void blocks(TextEdit edit, List<TextLine> is, List<TextLine> should) {
    int at = 0;
    int from = -1;
    int to = -1;
    Value open = null;
    for (int i = 0; i < should.size(); i++) {
      int end = Math.min(at + should.get(i).text().length() + 1, edit.length());
      Value value = should.get(i).block().value();
      boolean differs = end > at && !same(is.get(i), should.get(i));
      boolean goesOn = differs && from >= 0 && to == at && equal(open, value);
      if (from >= 0 && !goesOn) {
        mark(edit, from, to, open);
        from = -1;
      }
      if (differs) {
        from = goesOn ? from : at;
        to = end;
        open = value;
      }
      at = end;
    }
    if (from >= 0) {
      mark(edit, from, to, open);
    }
  }

  private static boolean equal(@Nullable Value one, @Nullable Value other) {
    return one == null ? other == null : one.equals(other);
  }

  private static boolean same(TextLine is, TextLine should) {
    if (is.isBlank() && should.isBlank()) {
      return BlockFormat.ofEmptyLine(is.block().around())
          .equals(BlockFormat.ofEmptyLine(should.block().around()));
    }
    return is.block().equals(should.block());
  }

  private static void mark(TextEdit edit, int from, int to, @Nullable Value value) {
    if (value == null) {
      edit.unmark(from, to, BlockFormat.KEY, RichTextMerge.expand(BlockFormat.KEY));
    } else {
      edit.mark(from, to, BlockFormat.KEY, value, RichTextMerge.expand(BlockFormat.KEY));
    }
  }

  /** Only what Markdown shows: breaks at line ends, the rest elsewhere. */
  static List<FormatRun> shown(RichText text) {
    RichTextBuilder builder = new RichTextBuilder();
    int at = 0;
    for (FormatRun run : text.formats()) {
      builder.add(text.text().substring(at, run.from()), new TreeMap<>());
      int from = run.from();
      while (from < run.to()) {
        int end = text.text().indexOf('\n', from);
        boolean line = end == from;
        int stop = line ? from + 1 : end < 0 ? run.to() : Math.min(end, run.to());
        builder.add(text.text().substring(from, stop), shown(run, line));
        from = stop;
      }
      at = run.to();
    }
    return builder.build().formats();
  }

  private static SortedMap<String, Value> shown(FormatRun run, boolean lineEnd) {
    SortedMap<String, Value> shown = new TreeMap<>();
    run.attributes()
        .forEach(
            (key, value) -> {
              boolean mine =
                  lineEnd
                      ? key.equals(TextLine.BREAK)
                      : MarkdownExchange.KEYS.contains(key) && !key.equals(TextLine.BREAK);
              if (mine && !key.equals(BlockFormat.KEY) && !value.equals(Value.of(false))) {
                shown.put(key, value);
              }
            });
    return shown;
  }
}
