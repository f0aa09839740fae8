package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** Reads what stands in a paragraph or heading as lines of pieces with formats. */
final class MarkdownSpans {
  private final String leaf;
  private final List<MarkdownReader.Draft> lines = new ArrayList<>();
  private List<TextLine.Piece> pieces = new ArrayList<>();
  private int bold;
  private int italic;
  private int strike;
  private @Nullable Link link;

  private MarkdownSpans(String leaf) {
    this.leaf = leaf;
  }

  /** The lines of a block; a heading has one. */
  static List<MarkdownReader.Draft> read(Node block, String leaf) {
    MarkdownSpans spans = new MarkdownSpans(leaf);
    spans.walk(block);
    spans.end(false);
    return spans.lines;
  }

  /** Goes through all nodes without recursion, since formats may nest as deep as they like. */
  private void walk(Node block) {
    Node at = block.getFirstChild();
    while (at != null) {
      boolean enters = enter(at);
      Node next = enters ? at.getFirstChild() : at.getNext();
      if (enters && next == null) {
        count(at, -1);
        next = at.getNext();
      }
      Node up = at;
      while (next == null && up.getParent() != block) {
        up = up.getParent();
        count(up, -1);
        next = up.getNext();
      }
      at = next;
    }
  }

  /** Whether a node holds others; else it has been read. */
  private boolean enter(Node node) {
    if (node instanceof Text text) {
      add(text.getLiteral(), formats());
    } else if (node instanceof Code code) {
      SortedMap<String, Value> formats = formats();
      formats.put("code", Value.of(true));
      add(code.getLiteral(), formats);
    } else if (node instanceof HtmlInline html) {
      SortedMap<String, Value> formats = formats();
      formats.put("html", Value.of(true));
      html(html.getLiteral(), formats);
    } else if (node instanceof Image image) {
      image(image);
    } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
      lineBreak(node instanceof HardLineBreak);
    } else {
      count(node, 1);
      return true;
    }
    return false;
  }

  private void count(Node node, int by) {
    if (node instanceof StrongEmphasis) {
      bold += by;
    } else if (node instanceof Emphasis) {
      italic += by;
    } else if (node instanceof Strikethrough) {
      strike += by;
    } else if (node instanceof Link entered) {
      link = by > 0 ? entered : null;
    }
  }

  private SortedMap<String, Value> formats() {
    SortedMap<String, Value> formats = new TreeMap<>();
    if (bold > 0) {
      formats.put("bold", Value.of(true));
    }
    if (italic > 0) {
      formats.put("italic", Value.of(true));
    }
    if (strike > 0) {
      formats.put("strike", Value.of(true));
    }
    Link around = link;
    if (around != null) {
      target(formats, "link", around.getDestination(), around.getTitle());
    }
    return formats;
  }

  private static void target(
      SortedMap<String, Value> formats, String key, String where, @Nullable String title) {
    formats.put(key, Value.of(where));
    if (title != null) {
      formats.put(key + "-title", Value.of(title));
    }
  }

  /** Inline HTML may go over several lines. */
  private void html(String literal, SortedMap<String, Value> formats) {
    String[] parts = literal.split("\n", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        lineBreak(false);
      }
      add(parts[i], formats);
    }
  }

  private void image(Image image) {
    StringBuilder said = new StringBuilder();
    Node at = image.getFirstChild();
    while (at != null) {
      if (at instanceof Text text) {
        said.append(text.getLiteral());
      } else if (at instanceof Code code) {
        said.append(code.getLiteral());
      } else if (at instanceof SoftLineBreak || at instanceof HardLineBreak) {
        said.append(' ');
      }
      Node next = at.getFirstChild() != null ? at.getFirstChild() : at.getNext();
      Node up = at;
      while (next == null && up.getParent() != image) {
        up = up.getParent();
        next = up.getNext();
      }
      at = next;
    }
    SortedMap<String, Value> formats = formats();
    target(formats, "image", image.getDestination(), image.getTitle());
    add(said.length() == 0 ? MarkdownSpan.PICTURE : said.toString(), formats);
  }

  /** A line end that was written as a number stays in its line. */
  private void add(String text, SortedMap<String, Value> formats) {
    if (!text.isEmpty()) {
      pieces.add(new TextLine.Piece(text, formats));
    }
  }

  private void lineBreak(boolean hard) {
    if (leaf.isEmpty()) {
      end(hard);
    } else {
      add(" ", formats());
    }
  }

  private void end(boolean hard) {
    lines.add(new MarkdownReader.Draft(leaf, pieces, hard));
    pieces = new ArrayList<>();
  }
}
