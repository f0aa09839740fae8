package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Texts and Markdown out of what Markdown gives a meaning to. */
final class RandomMarkdown {
  private static final List<String> BITS =
      List.of(
          "a b ` `` * ** _ __ [ ] ( ) < <b> > \\ ~ ~~ # - + = 1. 12) & &amp; &#32; ! word x1 é 😀 “ … : |"
              .split(" "));
  private static final String[] SPACES = {" ", "  ", "\t", "\u00a0", "\r", "\u200b", "\u000b"};
  private static final String[] LINES = {"---", "***", "===", "```", "~~~", "[ ] ", "![", "    "};
  private static final String[] STARTS = {
    "\n",
    "\n",
    "\n\n",
    "> ",
    "- ",
    "1. ",
    "3) ",
    "  ",
    "    ",
    "* ",
    "## ",
    "```\n",
    "<div>\n",
    "<!-- c -->",
    "[a](b)",
    "[a]: /u\n",
    "![i](s)",
    "**",
    "*",
    "_",
    "\n---\n",
    "\n===\n",
    "<b>"
  };
  private static final String[] ITEMS = {
    "quote", "bullet", "number", "bullet*", "number)", "number:7"
  };
  private static final String[] LINKS = {
    "http://a.b/c?d=e&f", "a b", "<>", "", "x)y", "\\ \"", "l\ni"
  };

  private final Random random;

  RandomMarkdown(long seed) {
    random = new Random(seed);
  }

  String markdown() {
    StringBuilder markdown = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      markdown.append(random.nextBoolean() ? bit() : STARTS[random.nextInt(STARTS.length)]);
    }
    return markdown.toString();
  }

  /** A text whose lines can be what their formats say. */
  RichText text() {
    RichTextBuilder builder = new RichTextBuilder();
    Nesting nesting = new Nesting();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      BlockFormat block =
          random.nextInt(3) == 0 ? BlockFormat.PARAGRAPH : new BlockFormat(around(nesting), leaf());
      Value value = block.value();
      List<TextLine.Piece> pieces = pieces(block.isCode());
      pieces.forEach(piece -> builder.add(piece.text(), with(piece.formats(), value)));
      if (i < count - 1 || pieces.isEmpty() && value != null) {
        builder.add("\n", with(new TreeMap<>(), value));
      }
      TextLine line = new TextLine(block, pieces, false);
      if (line.isBlank()) {
        nesting.toEmpty(BlockFormat.ofEmptyLine(block.around()));
      } else {
        nesting.to(line);
      }
    }
    return builder.build();
  }

  private static SortedMap<String, Value> with(
      SortedMap<String, Value> formats, @Nullable Value block) {
    SortedMap<String, Value> all = new TreeMap<>(formats);
    if (block != null) {
      all.put(BlockFormat.KEY, block);
    }
    return all;
  }

  /** Goes on with some of what is open, and begins some more. */
  private List<String> around(Nesting nesting) {
    List<String> around = new ArrayList<>();
    int keep = random.nextInt(nesting.open().size() + 1);
    for (Nesting.Open open : nesting.open().subList(0, keep)) {
      if (open.empty()) {
        break; // an empty item has no more lines
      }
      around.add(open.isQuote() ? BlockFormat.QUOTE : BlockFormat.MORE);
    }
    int kept = around.size();
    for (int i = random.nextInt(3); i > 0; i--) {
      String word = ITEMS[random.nextInt(ITEMS.length)];
      boolean sibling =
          around.size() == kept
              && kept < nesting.open().size()
              && nesting.open().get(kept).type().equals(Nesting.type(word));
      boolean goesOn = around.size() == kept && sibling && word.equals(BlockFormat.QUOTE);
      around.add(sibling && BlockFormat.isItem(word) ? Nesting.type(word) : word);
      kept += goesOn ? 1 : 0;
    }
    return around;
  }

  private String leaf() {
    return switch (random.nextInt(8)) {
      case 0 -> "heading:" + (1 + random.nextInt(6));
      case 1 -> "code";
      case 2 -> "code:java x";
      default -> "";
    };
  }

  private List<TextLine.Piece> pieces(boolean code) {
    List<TextLine.Piece> pieces = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      SortedMap<String, Value> formats = code ? new TreeMap<>() : formats();
      String text =
          bit() + (random.nextBoolean() ? bit() : "") + (random.nextBoolean() ? bit() : "");
      if (code || formats.containsKey("code")) {
        text = text.replace("\r", "") + (code ? "x" : "c");
      }
      pieces.add(new TextLine.Piece(text, formats));
    }
    return pieces;
  }

  private SortedMap<String, Value> formats() {
    SortedMap<String, Value> formats = new TreeMap<>();
    for (String key : List.of("bold", "italic", "strike", "code")) {
      if (random.nextInt(4) == 0) {
        formats.put(key, Value.of(true));
      }
    }
    if (random.nextInt(5) == 0) {
      formats.put("link", Value.of(LINKS[random.nextInt(LINKS.length)]));
      if (random.nextBoolean()) {
        formats.put("link-title", Value.of("t\"'\n&amp;"));
      }
    }
    return formats;
  }

  private String bit() {
    return switch (random.nextInt(8)) {
      case 0 -> SPACES[random.nextInt(SPACES.length)];
      case 1 -> LINES[random.nextInt(LINES.length)];
      default -> BITS.get(random.nextInt(BITS.size()));
    };
  }
}
