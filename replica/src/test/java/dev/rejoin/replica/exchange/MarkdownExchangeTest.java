package dev.rejoin.replica.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Markdown keeps what a text says, and a text keeps what Markdown says. */
final class MarkdownExchangeTest {
  private static final String PAGE =
      """
      # Kick-off

      We meet on **Monday**, _not_ ~~Sunday~~, see [the plan](http://example.org/plan "Plan")
      and bring `code`.\\
      Ana

      > A quote
      > of two lines
      >
      > - with an item

      - [ ] milk
      - tea
        - green

          more about it
      - bread

      3. three
      4. four

      ```java
      int x = 1; // *

      x++;
      ```

      ---

      ![a picture](p.png) and <b>HTML</b>
      """;

  @TempDir Path dir;
  private Replica replica;

  @BeforeEach
  void open() {
    replica = Replica.open(dir, o -> o.author("Ana"));
  }

  @AfterEach
  void close() {
    replica.close();
  }

  /** Reads Markdown into the body, and returns the ops that it took. */
  private static List<Op> read(Document document, String markdown) {
    List<Op> ops = new ArrayList<>();
    var edits = MarkdownExchange.read(markdown);
    document.edit(
        tx -> {
          edits.accept(tx.text("body"));
          ops.addAll(tx.ops());
        });
    return ops;
  }

  /** The text, its formats and what its lines are, as far as Markdown can say it. */
  private static String shown(RichText text) {
    StringBuilder shown = new StringBuilder(text.text());
    shown.append('\n').append(MarkdownMerge.shown(text)).append('\n');
    for (TextLine line : TextLine.of(text)) {
      shown
          .append(
              line.isBlank()
                  ? "empty " + BlockFormat.ofEmptyLine(line.block().around())
                  : line.block())
          .append('\n');
    }
    return shown.toString();
  }

  @Test
  void formatted_texts_survive_markdown() {
    for (long seed = 0; seed < 5_000; seed++) {
      RichText text = new RandomMarkdown(seed).text();
      String markdown = MarkdownWriter.write(text);
      RichText back = MarkdownReader.read(markdown);
      assertEquals(shown(text), shown(back), "seed " + seed + "\n" + markdown);
    }
  }

  @Test
  void markdown_that_was_written_once_stays_as_it_is() {
    for (long seed = 0; seed < 5_000; seed++) {
      String markdown = new RandomMarkdown(seed).markdown();
      String once = MarkdownWriter.write(MarkdownReader.read(markdown));
      String twice = MarkdownWriter.write(MarkdownReader.read(once));
      assertEquals(once, twice, "seed " + seed + "\n" + markdown);
    }
  }

  @Test
  void a_page_comes_out_as_it_went_in() {
    Document document = replica.space("team").document("page");
    read(document, PAGE);
    assertEquals(PAGE, MarkdownExchange.write(document.text("body")));
    assertEquals(List.of(), read(document, PAGE), "nothing to do the second time");
    String text = document.text("body").content();
    assertTrue(text.startsWith("Kick-off\nWe meet on Monday, not Sunday, see the plan\n"), text);
    assertEquals(
        "heading:1", document.text("body").formatsAt(0).get("block").toString(), "the first line");
  }

  @Test
  void random_texts_are_merged_into_each_other_and_only_once() {
    for (long seed = 0; seed < 60; seed++) {
      Document document = replica.space("team").document("d" + seed);
      RandomMarkdown random = new RandomMarkdown(seed);
      for (int round = 0; round < 4; round++) {
        String markdown = MarkdownWriter.write(random.text());
        read(document, markdown);
        String at = "seed " + seed + " round " + round + "\n" + markdown;
        RichText wanted = MarkdownReader.read(markdown);
        assertEquals(shown(wanted), shown(RichText.of(document.text("body"))), at);
        assertEquals(markdown, MarkdownExchange.write(document.text("body")), at);
        assertEquals(List.of(), read(document, markdown), at);
      }
    }
  }

  @Test
  void plain_text_is_what_it_says() {
    Document document = replica.space("team").document("d");
    document.edit(tx -> tx.text("body").append("1. *a*\n\n\n  b_c # d\n- snake_case & co\n"));
    String markdown = MarkdownExchange.write(document.text("body"));
    assertEquals(
        "1\\. \\*a\\*\n\n\n&#32; b\\_c # d\n\\- snake\\_case & co\n\n",
        markdown.replace("b_c", "b\\_c").replace("snake_case", "snake\\_case"));
    assertEquals(List.of(), read(document, markdown));
  }

  @Test
  void reading_keeps_what_it_cannot_say() {
    Document document = replica.space("team").document("d");
    read(document, "One **two** three\n");
    Anchor three = document.text("body").anchor(8, Bias.AFTER);
    document.edit(
        tx -> tx.text("body").mark(0, 3, "color", Value.of("red"), RichTextMerge.expand("color")));
    List<Op> ops = read(document, "One *2* three\n");
    assertEquals("One 2 three", document.text("body").content());
    assertEquals(6, document.text("body").position(three));
    assertEquals("red", document.text("body").formatsAt(1).get("color").toString());
    assertTrue(ops.size() <= 4, ops.toString());
    assertFalse(document.text("body").formatsAt(4).containsKey("bold"));
  }

  @Test
  void two_blocks_of_code_stay_two() {
    String markdown = "```\na\n```\n```\nb\n```\n";
    assertEquals(markdown, MarkdownWriter.write(MarkdownReader.read(markdown)));
    assertEquals("a\nb", MarkdownReader.read(markdown).text());
  }

  @Test
  void html_is_escaped() {
    Document document = replica.space("team").document("d");
    document.edit(tx -> tx.text("body").append("<script>alert(1)</script> a & b"));
    assertEquals(
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; a &amp; b</p>\n",
        MarkdownExchange.html(document.text("body")));
    Document other = replica.space("team").document("other");
    read(other, "# T\n\n<script>x</script>\n\n[x](javascript:alert(1)) **b** <i>\n");
    String html = MarkdownExchange.html(other.text("body"));
    assertFalse(html.contains("<script>"), html);
    assertFalse(html.contains("javascript:"), html);
    assertTrue(html.contains("<h1>T</h1>") && html.contains("<strong>b</strong>"), html);
  }

  @Test
  void deep_markdown_is_refused_or_read_but_never_breaks() {
    RejoinException refused =
        assertThrows(RejoinException.class, () -> MarkdownReader.read("> ".repeat(5_000) + "x"));
    assertEquals(ErrorCode.NESTING_TOO_DEEP, refused.code());
    String deep = "*a **b ".repeat(2_000) + "x" + "** *".repeat(2_000);
    String once = MarkdownWriter.write(MarkdownReader.read(deep));
    assertEquals(once, MarkdownWriter.write(MarkdownReader.read(once)));
  }
}
