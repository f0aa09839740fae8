package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.TextView;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A text as Markdown and back, and as HTML. Lines of the text are lines of Markdown; what a line is
 * and how its units look are formats, which the guide lists, docs/guide/exchange.md.
 */
public final class MarkdownExchange {
  /** The formats that Markdown has. */
  static final Set<String> KEYS =
      Set.of(
          "bold",
          "italic",
          "strike",
          "code",
          "link",
          "link-title",
          "image",
          "image-title",
          "html",
          BlockFormat.KEY,
          TextLine.BREAK);

  private static final HtmlRenderer HTML =
      HtmlRenderer.builder()
          .extensions(List.of(StrikethroughExtension.create()))
          .escapeHtml(true)
          .sanitizeUrls(true)
          .build();

  private MarkdownExchange() {}

  /** A text as Markdown (CommonMark and strikethrough). O(units). */
  public static String write(TextView text) {
    return MarkdownWriter.write(RichText.of(text));
  }

  /** A text directly in a document as Markdown with its annotations as footnotes. */
  public static String writeWithComments(Document document, String text) {
    return document.together(
        () -> Footnotes.write(RichText.of(document.text(text)), document.annotations(text).list()));
  }

  /** A text as HTML; what is HTML in it already is shown as it is written, not as what it means. */
  public static String html(TextView text) {
    return HTML.render(MarkdownReader.PARSER.parse(write(text)));
  }

  /**
   * Reads Markdown, to be given a text inside an edit: the text then says what the Markdown says,
   * with few edits.
   *
   * @throws RejoinException NESTING_TOO_DEEP
   */
  public static Consumer<TextEdit> read(String markdown) {
    RichText wanted = MarkdownReader.read(markdown);
    return edit -> MarkdownMerge.apply(edit, wanted);
  }
}
