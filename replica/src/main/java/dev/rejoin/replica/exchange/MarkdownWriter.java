package dev.rejoin.replica.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines as Markdown: quotes, items, headings and code in front, {@link MarkdownSpan} inside.
 */
final class MarkdownWriter {
  /** HTML that may begin a line of a paragraph without beginning a block of its own. */
  private static final Pattern INLINE =
      Pattern.compile(
          "</?(a|abbr|b|br|cite|code|del|em|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)"
              + "[ />]");

  private static final Pattern BACKTICKS = Pattern.compile("`+|~+");

  private final List<TextLine> lines;
  private final StringBuilder out = new StringBuilder();
  private final List<TextLine> empty = new ArrayList<>();
  private Nesting nesting = new Nesting();
  private @Nullable TextLine before;

  private MarkdownWriter(List<TextLine> lines) {
    this.lines = lines;
  }

  static String write(RichText text) {
    return text.text().isEmpty() ? "" : new MarkdownWriter(TextLine.of(text)).write();
  }

  private String write() {
    for (int i = 0; i < lines.size(); i++) {
      TextLine line = lines.get(i);
      if (line.isBlank()) {
        empty.add(line);
        continue;
      }
      separate(line);
      if (line.block().isCode()) {
        i = code(i);
      } else {
        line(i);
      }
    }
    separate(null);
    return out.toString();
  }

  /** Writes the empty lines before a line, and those that Markdown needs. */
  private void separate(@Nullable TextLine line) {
    TextLine last = before;
    int needed = last == null || line == null ? 0 : nesting.emptyLines(last, line);
    String common = line == null ? "" : common(line);
    for (TextLine one : empty) {
      List<String> around = BlockFormat.ofEmptyLine(one.block().around());
      Nesting.Fit fit = nesting.fit(around);
      nesting.toEmpty(around);
      int shown = around.isEmpty() ? 0 : fit.kept() + fit.fresh().size();
      end(prefix(nesting.open().subList(0, Math.min(shown, nesting.open().size()))), "");
    }
    empty.clear();
    if (needed > 0) {
      end(common, "");
    }
  }

  /** What stands in front of an empty line that belongs to what goes on. */
  private String common(TextLine line) {
    List<Nesting.Open> kept = nesting.open().subList(0, nesting.fit(line.block().around()).kept());
    return prefix(kept);
  }

  private static String prefix(List<Nesting.Open> open) {
    StringBuilder prefix = new StringBuilder();
    open.forEach(one -> prefix.append(one.isQuote() ? "> " : " ".repeat(one.width())));
    return prefix.toString();
  }

  /** Goes on to a line, and says what stands in front of it. */
  private String enter(TextLine line) {
    int kept = nesting.fit(line.block().around()).kept();
    nesting.to(line);
    before = line;
    StringBuilder prefix = new StringBuilder(prefix(nesting.open().subList(0, kept)));
    for (Nesting.Open one : nesting.open().subList(kept, nesting.open().size())) {
      prefix.append(marker(one));
    }
    return prefix.toString();
  }

  private static String marker(Nesting.Open open) {
    return switch (open.type()) {
      case BlockFormat.QUOTE -> "> ";
      case "bullet" -> "- ";
      case "bullet*" -> "* ";
      case "bullet+" -> "+ ";
      case "number)" -> open.number() + ") ";
      default -> open.number() + ". ";
    };
  }

  private void line(int index) {
    TextLine line = lines.get(index);
    boolean item = line.block().beginsItem();
    boolean goesOn = index > 0 && !lines.get(index - 1).isBlank() && continues(line);
    String prefix = enter(line);
    switch (line.block().leaf()) {
      case BlockFormat.RULE -> end(prefix, prefix.isEmpty() ? "---" : "___");
      case BlockFormat.HTML -> end(prefix, line.text());
      case "" -> {
        String content = MarkdownSpan.write(line.pieces(), false, item);
        String inset = goesOn && beginsBlock(line, content) ? "    " : "";
        end(prefix, inset + content + (line.hardBreak() && goesOn(index) ? "\\" : ""));
      }
      default -> {
        String content = MarkdownSpan.write(line.pieces(), true, false);
        end(prefix, "#".repeat(line.block().level()) + (content.isEmpty() ? "" : " ") + content);
      }
    }
  }

  /** Whether HTML would begin a block, or anything else, were it not set in. */
  private static boolean beginsBlock(TextLine line, String content) {
    return line.pieces().get(0).formats().containsKey("html")
        && !INLINE.matcher(content).lookingAt();
  }

  /** Whether a line belongs to the block of the one right before it. */
  private boolean continues(TextLine line) {
    TextLine last = before;
    return last != null && nesting.goesOn(last, line);
  }

  private boolean goesOn(int index) {
    return index + 1 < lines.size()
        && !lines.get(index + 1).isBlank()
        && nesting.goesOn(lines.get(index), lines.get(index + 1));
  }

  /** Writes the lines of a block of code; returns the index of the last. */
  private int code(int index) {
    TextLine first = lines.get(index);
    BlockFormat rest =
        new BlockFormat(BlockFormat.going(first.block().around()), first.block().leaf());
    int last = index;
    while (last + 1 < lines.size() && lines.get(last + 1).block().equals(rest)) {
      last++;
    }
    String fence = fence(first.block().info(), lines.subList(index, last + 1));
    end(enter(first), fence + MarkdownSpan.info(first.block().info()));
    String prefix = prefix(nesting.open());
    for (TextLine line : lines.subList(index, last + 1)) {
      end(prefix, line.text().replace("\r", ""));
    }
    end(prefix, fence);
    before = lines.get(last);
    return last;
  }

  private static String fence(String info, List<TextLine> lines) {
    char mark = info.indexOf('`') >= 0 ? '~' : '`';
    int longest = 2;
    for (TextLine line : lines) {
      for (Matcher found = BACKTICKS.matcher(line.text()); found.find(); ) {
        longest = Math.max(longest, found.group().length());
      }
    }
    return String.valueOf(mark).repeat(longest + 1);
  }

  /** Ends a line; nothing but what stands in front leaves no spaces. */
  private void end(String prefix, String content) {
    out.append(content.isEmpty() ? prefix.stripTrailing() : prefix + content).append('\n');
  }
}
