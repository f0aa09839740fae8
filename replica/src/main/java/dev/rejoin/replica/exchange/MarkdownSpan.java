package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the pieces of one line as Markdown, so that reading it gives the same pieces. */
final class MarkdownSpan {
  /** What a picture without a text stands for in a text. */
  static final String PICTURE = "\uFFFC";

  private static final List<String> NESTED = List.of("link", "bold", "italic", "strike");

  private final List<TextLine.Piece> pieces;
  private final List<MarkdownToken> tokens = new ArrayList<>();
  private final List<Span> open = new ArrayList<>();
  private final String italic;

  /** A format that is open; of a link also where it goes. */
  private record Span(String key, String value) {}

  private MarkdownSpan(List<TextLine.Piece> pieces) {
    this.pieces = pieces;
    boolean bold = pieces.stream().anyMatch(piece -> isOn(piece, "bold"));
    // Next to ** another * would be taken for a part of it; inside of a word _ is no delimiter.
    this.italic = !bold && isItalicInWord(pieces) ? "*" : "_";
  }

  private static boolean isItalicInWord(List<TextLine.Piece> pieces) {
    for (int i = 1; i < pieces.size(); i++) {
      String before = pieces.get(i - 1).text();
      boolean inWord =
          Character.isLetterOrDigit(before.charAt(before.length() - 1))
              && Character.isLetterOrDigit(pieces.get(i).text().charAt(0));
      if (inWord && isOn(pieces.get(i - 1), "italic") != isOn(pieces.get(i), "italic")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes a line.
   *
   * @param heading whether it stands behind #
   * @param item whether it begins an item, where a box to tick stays one
   */
  static String write(List<TextLine.Piece> pieces, boolean heading, boolean item) {
    MarkdownSpan span = new MarkdownSpan(known(pieces));
    span.write();
    return MarkdownToken.join(span.tokens, heading, item);
  }

  /** Pieces with the formats that Markdown knows, neighbours with the same ones joined. */
  private static List<TextLine.Piece> known(List<TextLine.Piece> pieces) {
    List<TextLine.Piece> known = new ArrayList<>();
    for (TextLine.Piece piece : pieces) {
      SortedMap<String, Value> formats = new TreeMap<>();
      piece
          .formats()
          .forEach(
              (key, value) -> {
                boolean off = value.equals(Value.of(false));
                if (!off && !key.equals("block") && MarkdownExchange.KEYS.contains(key)) {
                  formats.put(key, value);
                }
              });
      int end = known.size() - 1;
      if (end >= 0 && known.get(end).formats().equals(formats)) {
        known.set(end, new TextLine.Piece(known.get(end).text() + piece.text(), formats));
      } else {
        known.add(new TextLine.Piece(piece.text(), formats));
      }
    }
    return known;
  }

  private void write() {
    for (int i = 0; i < pieces.size(); i++) {
      TextLine.Piece piece = pieces.get(i);
      List<Span> wanted = spans(piece);
      int keep = 0;
      while (keep < open.size() && wanted.contains(open.get(keep))) {
        keep++;
      }
      close(keep);
      int at = i;
      wanted.stream()
          .filter(span -> !open.contains(span))
          .sorted(Comparator.comparingInt((Span span) -> -end(span, at)))
          .toList()
          .forEach(this::open);
      content(piece);
    }
    close(0);
  }

  private static List<Span> spans(TextLine.Piece piece) {
    List<Span> spans = new ArrayList<>();
    for (String key : NESTED) {
      Value value = piece.formats().get(key);
      if (value != null) {
        spans.add(new Span(key, key.equals("link") ? target(piece, key) : ""));
      }
    }
    return spans;
  }

  /** The piece behind the last one of a span that begins here; a few pieces ahead are enough. */
  private int end(Span span, int from) {
    int end = from + 1;
    while (end < pieces.size() && end < from + 20 && spans(pieces.get(end)).contains(span)) {
      end++;
    }
    return end;
  }

  private void open(Span span) {
    open.add(span);
    tokens.add(
        switch (span.key()) {
          case "link" -> MarkdownToken.fixed("[");
          case "bold" -> MarkdownToken.delimiter("**", true);
          case "italic" -> MarkdownToken.delimiter(italic, true);
          default -> MarkdownToken.delimiter("~~", true);
        });
  }

  private void close(int keep) {
    for (int i = open.size() - 1; i >= keep; i--) {
      Span span = open.remove(i);
      tokens.add(
          switch (span.key()) {
            case "link" -> MarkdownToken.fixed("]" + span.value());
            case "bold" -> MarkdownToken.delimiter("**", false);
            case "italic" -> MarkdownToken.delimiter(italic, false);
            default -> MarkdownToken.delimiter("~~", false);
          });
    }
  }

  private void content(TextLine.Piece piece) {
    if (piece.formats().containsKey("html")) {
      tokens.add(MarkdownToken.fixed(piece.text()));
    } else if (piece.formats().containsKey("image")) {
      List<MarkdownToken> alt = new ArrayList<>();
      text(alt, piece.text().equals(PICTURE) ? "" : piece.text());
      String said = MarkdownToken.plain(alt);
      tokens.add(MarkdownToken.fixed("![" + said + "]" + target(piece, "image")));
    } else if (isOn(piece, "code")) {
      String[] parts = piece.text().split("\r", -1); // a line end cannot stand in code
      for (int i = 0; i < parts.length; i++) {
        if (i > 0) {
          text(tokens, "\r");
        }
        if (!parts[i].isEmpty()) {
          tokens.add(MarkdownToken.fixed(code(parts[i])));
        }
      }
    } else {
      text(tokens, piece.text());
    }
  }

  private static void text(List<MarkdownToken> tokens, String text) {
    text.codePoints().forEach(c -> tokens.add(MarkdownToken.character(c)));
  }

  private static String code(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    int fences = 1;
    while (hasRun(text, fences)) {
      fences++;
    }
    boolean spaced =
        text.startsWith(" ") && text.endsWith(" ") && !text.chars().allMatch(c -> c == ' ');
    String pad = text.startsWith("`") || text.endsWith("`") || spaced ? " " : "";
    String fence = "`".repeat(longest == 0 ? 1 : fences);
    return fence + pad + text + pad + fence;
  }

  /** Whether a text has exactly so many backticks next to each other. */
  private static boolean hasRun(String text, int length) {
    int run = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i < text.length() && text.charAt(i) == '`') {
        run++;
      } else {
        if (run == length) {
          return true;
        }
        run = 0;
      }
    }
    return false;
  }

  /** Where a link goes or a picture is, in parentheses, with its title. */
  private static String target(TextLine.Piece piece, String key) {
    Value title = piece.formats().get(key + "-title");
    Value where = piece.formats().get(key);
    return "("
        + destination(where == null ? "" : where.toString())
        + (title == null ? "" : " \"" + escaped(title.toString(), "\"\\&") + "\"")
        + ")";
  }

  private static String destination(String where) {
    return where.matches("[A-Za-z0-9/:.?#=%+,;@$-]+") ? where : "<" + escaped(where, "<>\\&") + ">";
  }

  private static String escaped(String text, String special) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (special.indexOf(c) >= 0) {
        escaped.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        escaped.append("&#").append((int) c).append(';');
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** What stands behind the fence of code. */
  static String info(String info) {
    StringBuilder written = new StringBuilder();
    info.codePoints()
        .forEach(
            c -> {
              boolean safe = Character.isLetterOrDigit(c) || "-+#._ {}=,:/".indexOf(c) >= 0;
              written.append(safe ? Character.toString(c) : "&#" + c + ";");
            });
    return written.toString().replaceAll("^ | $", "&#32;");
  }

  private static boolean isOn(TextLine.Piece piece, String key) {
    @Nullable Value value = piece.formats().get(key);
    return value != null && !value.equals(Value.of(false));
  }
}
