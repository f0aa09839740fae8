package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/** Reads Markdown into lines, as {@link MarkdownWriter} writes them. */
final class MarkdownReader {
  static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(StrikethroughExtension.builder().requireTwoTildes(true).build()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  private static final int MAX_DEPTH = 60;
  private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
  private static final Pattern BLANK = Pattern.compile("[ \t>]*");

  /** A quote or an item around what is read, and whether it begins with the next line. */
  private static final class Around {
    final Node node;
    final String word;
    boolean fresh = true;

    Around(Node node, String word) {
      this.node = node;
      this.word = word;
    }

    String word() {
      return fresh || word.equals(BlockFormat.QUOTE) ? word : BlockFormat.MORE;
    }
  }

  private final List<TextLine> lines = new ArrayList<>();
  private final List<String> source;
  private final Deque<Around> around = new ArrayDeque<>();
  private final Nesting nesting = new Nesting();

  /** The last line that is not an empty one, and what it was in. */
  private @Nullable TextLine before;

  private List<Node> beforeIn = List.of();

  /** What was open at that line. */
  private Nesting stood = new Nesting();

  private int nextSource;

  private MarkdownReader(String markdown) {
    String[] split = LINE_END.split(markdown, -1);
    int count = split[split.length - 1].isEmpty() ? split.length - 1 : split.length;
    source = List.of(split).subList(0, count);
  }

  static RichText read(String markdown) {
    MarkdownReader reader = new MarkdownReader(markdown);
    reader.walk(PARSER.parse(markdown));
    return reader.text();
  }

  /** Goes through all blocks without recursion. */
  private void walk(Node document) {
    Node at = document.getFirstChild();
    while (at != null) {
      boolean enters = enter(at);
      Node next = enters ? at.getFirstChild() : at.getNext();
      if (enters && next == null) {
        nothing((Block) at);
        leave(at);
        next = at.getNext();
      }
      Node up = at;
      while (next == null && up.getParent() != document && up.getParent() != null) {
        up = up.getParent();
        leave(up);
        next = up.getNext();
      }
      at = next;
    }
    empty(source.size(), 0, List.of());
  }

  /** Whether a block holds others; else it has been read. */
  private boolean enter(Node node) {
    if (node instanceof BlockQuote) {
      push(node, BlockFormat.QUOTE);
    } else if (node instanceof ListItem) {
      push(node, item((ListItem) node));
    } else if (!(node instanceof ListBlock)) {
      leaf((Block) node);
      return false;
    }
    return true;
  }

  private void leave(Node node) {
    if (!around.isEmpty() && around.getLast().node == node) {
      if (around.getLast().fresh && around.getLast().word.equals(BlockFormat.QUOTE)) {
        around.getLast().fresh = false;
      }
      around.removeLast();
    }
  }

  private void push(Node node, String word) {
    if (around.size() >= MAX_DEPTH) {
      throw new RejoinException(
          ErrorCode.NESTING_TOO_DEEP, "quotes and lists nest at most " + MAX_DEPTH + " deep");
    }
    around.addLast(new Around(node, word));
  }

  private static String item(ListItem item) {
    if (item.getParent() instanceof BulletList list) {
      String marker = list.getMarker();
      return "-".equals(marker) || marker == null ? "bullet" : "bullet" + marker;
    }
    OrderedList list = (OrderedList) item.getParent();
    String word = ")".equals(list.getMarkerDelimiter()) ? "number)" : "number";
    Integer start = list.getMarkerStartNumber();
    boolean plain = item.getPrevious() != null || start == null || start == 1;
    return plain ? word : word + ":" + start;
  }

  /** An item or a quote without anything in it still is a line. */
  private void nothing(Block block) {
    List<SourceSpan> spans = block.getSourceSpans();
    int first = spans.isEmpty() ? nextSource : spans.get(0).getLineIndex();
    add(first, first, List.of(new Draft("", List.of(), false)));
  }

  /** A line of a block before it is known where it is. */
  record Draft(String leaf, List<TextLine.Piece> pieces, boolean hardBreak) {}

  private void leaf(Block block) {
    if (block instanceof LinkReferenceDefinition) {
      return; // links say themselves where they go
    }
    List<SourceSpan> spans = block.getSourceSpans();
    int first = spans.isEmpty() ? nextSource : spans.get(0).getLineIndex();
    int last = spans.isEmpty() ? nextSource : spans.get(spans.size() - 1).getLineIndex();
    List<Draft> drafts;
    if (block instanceof Heading heading) {
      drafts = MarkdownSpans.read(heading, "heading:" + heading.getLevel());
    } else if (block instanceof FencedCodeBlock code) {
      String info = code.getInfo() == null ? "" : code.getInfo();
      drafts = code(code.getLiteral(), info);
    } else if (block instanceof IndentedCodeBlock code) {
      drafts = code(code.getLiteral(), "");
    } else if (block instanceof HtmlBlock html) {
      drafts = verbatim(html.getLiteral().stripLeading(), BlockFormat.HTML);
    } else if (block instanceof ThematicBreak) {
      drafts = verbatim("---", BlockFormat.RULE);
    } else {
      drafts = MarkdownSpans.read(block, "");
    }
    add(first, last, drafts);
  }

  private List<Draft> code(String literal, String info) {
    String leaf = BlockFormat.CODE + (info.isEmpty() ? "" : ":" + info);
    String text = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    return verbatim(text, leaf);
  }

  private static List<Draft> verbatim(String text, String leaf) {
    List<Draft> drafts = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      List<TextLine.Piece> pieces =
          line.isEmpty() ? List.of() : List.of(new TextLine.Piece(line, new TreeMap<>()));
      drafts.add(new Draft(leaf, pieces, false));
    }
    return drafts;
  }

  private List<String> words() {
    return around.stream().map(Around::word).toList();
  }

  private void add(int first, int last, List<Draft> drafts) {
    boolean next = false;
    for (int i = 0; i < drafts.size(); i++) {
      Draft draft = drafts.get(i);
      BlockFormat block = new BlockFormat(words(), draft.leaf());
      TextLine line =
          new TextLine(next ? block.nextCode() : block, draft.pieces(), draft.hardBreak());
      if (line.isBlank()) {
        empty(first, 0, List.of());
        lines.add(line);
        nesting.toEmpty(BlockFormat.ofEmptyLine(line.block().around()));
        continue;
      }
      if (i == 0) {
        TextLine previous = before;
        int needed = previous == null ? 0 : stood.emptyLines(previous, line);
        empty(first, needed, around.stream().map(a -> a.node).toList());
        next = followsCode(block);
        line = next ? new TextLine(block.nextCode(), draft.pieces(), false) : line;
      }
      lines.add(line);
      nesting.to(line);
      stood = nesting.copy();
      before = line;
      around.forEach(a -> a.fresh = false);
    }
    beforeIn = around.stream().map(a -> a.node).toList();
    nextSource = last + 1;
  }

  /** Whether other code of the same kind stands right before code. */
  private boolean followsCode(BlockFormat block) {
    TextLine last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
    return block.isCode() && last != null && block.equals(last.block().nextCode().nextCode());
  }

  /** Takes the empty lines up to a line of the source, but for those that Markdown needs. */
  private void empty(int to, int needed, List<Node> in) {
    List<TextLine> blank = new ArrayList<>();
    for (int i = nextSource; i < Math.min(to, source.size()); i++) {
      if (BLANK.matcher(source.get(i)).matches()) {
        List<String> words = covering(beforeIn, i);
        words = words.isEmpty() ? covering(in, i) : words;
        BlockFormat block = new BlockFormat(BlockFormat.ofEmptyLine(words), "");
        blank.add(new TextLine(block, List.of(), false));
      }
    }
    List<TextLine> kept = blank.subList(0, Math.max(0, blank.size() - needed));
    kept.forEach(line -> nesting.toEmpty(line.block().around()));
    lines.addAll(kept);
    nextSource = Math.max(nextSource, to);
  }

  /** The quotes and items whose source a line is. */
  private static List<String> covering(List<Node> nodes, int line) {
    List<String> words = new ArrayList<>();
    for (Node node : nodes) {
      List<SourceSpan> spans = node.getSourceSpans();
      if (spans.isEmpty()
          || spans.get(0).getLineIndex() > line
          || spans.get(spans.size() - 1).getLineIndex() < line) {
        break;
      }
      words.add(node instanceof BlockQuote ? BlockFormat.QUOTE : BlockFormat.MORE);
    }
    return words;
  }

  private RichText text() {
    RichTextBuilder builder = new RichTextBuilder();
    for (Iterator<TextLine> all = lines.iterator(); all.hasNext(); ) {
      TextLine line = all.next();
      Value block = line.block().value();
      for (TextLine.Piece piece : line.pieces()) {
        SortedMap<String, Value> formats = new TreeMap<>(piece.formats());
        if (block != null) {
          formats.put(BlockFormat.KEY, block);
        }
        builder.add(piece.text(), formats);
      }
      // What an empty line is needs a unit to be said of.
      if (all.hasNext() || line.pieces().isEmpty() && block != null) {
        SortedMap<String, Value> formats = new TreeMap<>();
        if (block != null) {
          formats.put(BlockFormat.KEY, block);
        }
        if (line.hardBreak()) {
          formats.put(TextLine.BREAK, Value.of(true));
        }
        builder.add("\n", formats);
      }
    }
    return builder.build();
  }
}
