package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What went wrong elsewhere with positions that are kept, and with formats, when paragraphs are
 * split, joined, turned into headings and moved. See docs/internals/known-failures.md.
 */
final class AnchorFailuresTest {
  private static final Value ON = Value.of(true);
  private final Author ana = new Author(1);
  private final Author ben = new Author(2);

  private void begin(String content) {
    ana.edit(tx -> tx.text("body").append(content));
    ben.merge(ana);
  }

  private void exchange() {
    ben.merge(ana);
    ana.merge(ben);
    assertEquals(shown(ana), shown(ben));
  }

  private Anchor anchor(String before) {
    return ana.state.text("body").anchor(ana.text().indexOf(before), Bias.AFTER);
  }

  /** What follows an anchor. */
  private String at(Anchor anchor) {
    return ana.text().substring(ana.state.text("body").position(anchor));
  }

  /** y-prosemirror #44, #204: positions in a paragraph that is split or joined point elsewhere. */
  @Test
  void anchors_stay_when_a_paragraph_is_split_and_joined() {
    begin("one two three");
    Anchor two = anchor("two");
    Anchor three = anchor("three");
    ben.edit(tx -> tx.text("body").replace(7, 8, "\n"));
    exchange();
    assertEquals("two\nthree", at(two));
    assertEquals("three", at(three));
    ana.edit(tx -> tx.text("body").replace(7, 8, " "));
    assertEquals("two three", at(two));
    assertEquals("three", at(three));
  }

  /** tandem #1512: notes in a paragraph are lost when it is made a heading. */
  @Test
  void anchors_stay_when_a_paragraph_becomes_a_heading() {
    begin("Title\ntext");
    Anchor title = anchor("Title");
    ben.edit(tx -> tx.text("body").mark(0, 6, "heading", Value.of(1), Expand.NONE));
    ana.edit(tx -> tx.text("body").insert(0, "A "));
    exchange();
    assertEquals("Title\ntext", at(title));
  }

  /** tandem #1765: an edit over the end of a paragraph copies the next and loses what is in it. */
  @Test
  void anchors_stay_behind_an_edit_that_spans_paragraphs() {
    begin("alpha beta\ngamma delta epsilon");
    Anchor epsilon = anchor("epsilon");
    int from = "alpha ".length();
    ben.edit(tx -> tx.text("body").replace(from, "alpha beta\ngamma ".length(), "and "));
    exchange();
    assertEquals("alpha and delta epsilon", ana.text());
    assertEquals("epsilon", at(epsilon));
  }

  /** da-live #1321: notes in a block are lost when the block is moved. */
  @Test
  void anchors_stay_in_a_block_that_is_moved() {
    ana.edit(
        tx -> {
          tx.list("blocks").insertText(0).append("first block");
          tx.list("blocks").insertText(1).append("second");
        });
    ben.merge(ana);
    Anchor block = ana.state.list("blocks").text(0).anchor(6, Bias.AFTER);
    ana.edit(tx -> tx.list("blocks").move(0, 1));
    ben.edit(tx -> tx.list("blocks").text(0).insert(0, "my "));
    ana.merge(ben);
    TextView moved = ana.state.list("blocks").text(1);
    assertEquals("my first block", moved.content());
    assertEquals(9, moved.position(block));
  }

  /** yjs #606: formatting a part of a loaded text takes formats away behind it. */
  @Test
  void formatting_a_part_of_a_loaded_text_changes_nothing_behind_it() {
    ana.edit(
        tx -> {
          TextEdit text = tx.text("body").append("Merge Test After");
          text.mark(0, 6, "bold", ON, Expand.AFTER);
          text.mark(6, 10, "type", Value.of("text"), Expand.NONE);
          text.mark(10, 16, "italic", ON, Expand.NONE);
        });
    ana.state = DocumentState.load(ana.state.save());
    ana.edit(tx -> tx.text("body").unmark(0, 6, "bold", Expand.AFTER));
    assertEquals("Merge [Test]type[ After]italic", shown(ana));
  }

  /** yjs #275, #277: a format of a line end goes on over the next line, until another one. */
  @Test
  void formats_of_line_ends_stay_on_them() {
    begin("Text\n\nText\n123");
    ana.edit(tx -> tx.text("body").mark(4, 5, "title", ON, Expand.NONE));
    ana.edit(tx -> tx.text("body").mark(10, 11, "title", ON, Expand.NONE));
    assertEquals("Text[\n]title\nText[\n]title123", shown(ana));
    ana.edit(tx -> tx.text("body").insert(5, "new ").append("456"));
    assertEquals("Text[\n]titlenew \nText[\n]title123456", shown(ana));
  }

  /** yjs #776: text that an undo brings back has its format, but the format does not end there. */
  @Test
  void a_format_that_comes_back_with_its_text_ends_where_it_ended() {
    begin("plain bold plain");
    Received cut =
        ana.edit(tx -> tx.text("body").mark(6, 10, "font", Value.of("{a:1}"), Expand.AFTER));
    ana.edit(tx -> tx.text("body").mark(0, 5, "font", Value.of("{a:1}"), Expand.AFTER));
    Received deleted = ana.edit(tx -> tx.text("body").delete(4, 12));
    ben.merge(ana);
    ana.edit(tx -> tx.takeBack(List.of(deleted.change()), id -> cut.change()));
    exchange();
    assertEquals("[plain]font [bold]font plain", shown(ana));
  }

  /** Peritext, formats at the end of a paragraph: the next one begins without them. */
  @Test
  void bold_to_the_end_of_a_paragraph_grows_there_and_not_into_the_next() {
    begin("one\ntwo");
    ana.edit(tx -> tx.text("body").mark(0, 3, "bold", ON, Expand.AFTER));
    ana.edit(tx -> tx.text("body").insert(4, "X"));
    ben.edit(tx -> tx.text("body").insert(3, "!"));
    exchange();
    assertEquals("[one!]bold\nXtwo", shown(ana));
  }

  /** Peritext: what is typed in front of bold text is plain, except where bold begins the text. */
  @Test
  void text_in_front_of_bold_is_plain() {
    begin("a bold");
    ana.edit(tx -> tx.text("body").mark(2, 6, "bold", ON, Expand.AFTER));
    ben.edit(tx -> tx.text("body").insert(2, "very "));
    exchange();
    assertEquals("a very [bold]bold", shown(ana));
  }

  private static String shown(Author author) {
    TextView view = author.state.text("body");
    StringBuilder shown = new StringBuilder();
    for (FormatRun run : view.formats()) {
      String part = view.content().substring(run.from(), run.to());
      String keys = String.join(",", run.attributes().keySet());
      shown.append(keys.isEmpty() ? part : "[" + part + "]" + keys);
    }
    return shown.toString();
  }
}
