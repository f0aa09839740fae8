package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MarksTest {
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);
  private static final Value ON = Value.of(true);
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);

  // Cases of "Peritext" (Litt, Lim, Kleppmann, van Hardenberg 2022).

  /** Elsewhere a format is a property of characters, so what is typed at the end is plain. */
  @Test
  void boldGrowsAtItsEndAndALinkDoesNot() {
    begin("the fox jumps");
    ann.edit(tx -> text(tx).mark(4, 7, "bold", ON, Expand.AFTER));
    ann.edit(tx -> text(tx).mark(8, 13, "link", Value.of("u"), Expand.NONE));
    ann.edit(tx -> text(tx).append("!").insert(7, "es").insert(4, "a "));
    assertEquals("the a [foxes]bold [jumps]link!", shown(ann));
  }

  /** Elsewhere control characters in the text break each other's pairs. */
  @Test
  void overlappingBoldAndItalicOfTwoUsersKeepBoth() {
    begin("the fox jumped");
    bob.merge(ann);
    ann.edit(tx -> text(tx).mark(0, 7, "bold", ON, Expand.AFTER));
    bob.edit(tx -> text(tx).mark(4, 14, "italic", ON, Expand.AFTER));
    exchange();
    assertEquals("[the ]bold[fox]bold,italic[ jumped]italic", shown(ann));
  }

  /** Elsewhere both users see their own one, or half of the range has neither. */
  @Test
  void ofBoldAndNotBoldMadeApartOneWinsEverywhere() {
    begin("the fox jumped");
    ann.edit(tx -> text(tx).mark(0, 14, "bold", ON, Expand.AFTER));
    bob.merge(ann);
    ann.edit(tx -> text(tx).unmark(0, 7, "bold", Expand.AFTER));
    bob.edit(tx -> text(tx).mark(4, 14, "bold", ON, Expand.AFTER));
    exchange();
    assertEquals("the [fox jumped]bold", shown(ann));
  }

  /** Elsewhere the parts of a split range point to different addresses on different replicas. */
  @Test
  void ofTwoLinksMadeApartOneWinsOnEveryUnit() {
    begin("the fox jumped");
    bob.merge(ann);
    ann.edit(tx -> text(tx).mark(0, 7, "link", Value.of("a"), Expand.NONE));
    bob.edit(tx -> text(tx).mark(4, 14, "link", Value.of("b"), Expand.NONE));
    exchange();
    assertEquals(
        List.of(run(0, 4, "link", Value.of("a")), run(4, 14, "link", Value.of("b"))),
        ann.state.text("body").formats());
  }

  /** Elsewhere the new text is bold for one user only, since bold was copied to it on insert. */
  @Test
  void whatAnotherUserTypesAtTheEndOfBoldIsBold() {
    begin("one");
    bob.merge(ann);
    ann.edit(tx -> text(tx).mark(0, 3, "bold", ON, Expand.AFTER));
    bob.edit(tx -> text(tx).append(" two"));
    exchange();
    assertEquals("[one two]bold", shown(ann));
  }

  /** Elsewhere the second comment of a key replaces the first where they overlap. */
  @Test
  void commentsOverlap() {
    begin("the fox jumped");
    bob.merge(ann);
    Received a = ann.edit(tx -> comment(tx, 0, 7, "who?"));
    Received b = bob.edit(tx -> comment(tx, 4, 14, "when?"));
    exchange();
    OpId first = a.change().first();
    OpId second = b.change().first();
    assertEquals(
        List.of(
            new TextMark(first, "comment", Value.of("who?"), 0, 7, true),
            new TextMark(second, "comment", Value.of("when?"), 4, 14, true)),
        bob.state.text("body").marks("comment"));
    assertEquals("the fox jumped", shown(ann));
    ann.edit(tx -> text(tx).delete(0, 8));
    assertEquals(0, ann.state.text("body").marks("comment").get(0).to());
    ann.edit(tx -> text(tx).withdraw(second));
    assertEquals(1, ann.state.text("body").marks("comment").size());
  }

  // Faults that were reported of other libraries.

  /** peritext #32, automerge #604: text typed where bold text was deleted comes out bold. */
  @Test
  void deletedBoldTextLeavesNoGhost() {
    begin("a[xyz]b");
    ann.edit(tx -> text(tx).mark(1, 6, "bold", ON, Expand.AFTER));
    ann.edit(tx -> text(tx).delete(1, 6).insert(1, "new"));
    assertEquals("anewb", shown(ann));
  }

  /** The same where the gap begins inside of a link that does not grow, and a ghost follows. */
  @Test
  void betweenTheEndOfALinkAndAGhostIsAPlaceForPlainText() {
    begin("see 12345 b");
    ann.edit(tx -> text(tx).mark(0, 6, "link", ON, Expand.NONE));
    ann.edit(tx -> text(tx).mark(5, 8, "bold", ON, Expand.AFTER));
    ann.edit(tx -> text(tx).delete(4, 9).insert(4, "x"));
    assertEquals("[see ]linkx b", shown(ann));
  }

  /** The same for a link whose last units are deleted: it would grow over what is typed there. */
  @Test
  void aLinkDoesNotGrowOverItsDeletedEnd() {
    begin("see here now");
    ann.edit(tx -> text(tx).mark(4, 8, "link", ON, Expand.NONE));
    ann.edit(tx -> text(tx).delete(6, 8).insert(6, "x"));
    assertEquals("see [he]linkx now", shown(ann));
  }

  /** And bold whose last units are deleted still grows. */
  @Test
  void boldGrowsOverItsDeletedEnd() {
    begin("see here now");
    ann.edit(tx -> text(tx).mark(4, 8, "bold", ON, Expand.AFTER));
    ann.edit(tx -> text(tx).delete(6, 8).insert(6, "x"));
    assertEquals("see [hex]bold now", shown(ann));
  }

  /** automerge #577: taking a format away at the start of a document has no effect. */
  @Test
  void aFormatIsTakenAwayAtTheStart() {
    begin("title");
    ann.edit(tx -> text(tx).mark(0, 5, "link", ON, Expand.NONE));
    ann.edit(tx -> text(tx).unmark(0, 5, "link", Expand.NONE));
    assertEquals("title", shown(ann));
    ann.edit(tx -> text(tx).insert(0, "a ").append(" b").insert(2, "c "));
    assertEquals("a c title b", shown(ann));
  }

  /** yjs #382: of overlapping formats of one key made apart, a part is lost. */
  @Test
  void overlappingFormatsOfOneKeyCoverTheirUnion() {
    begin("abcdef");
    bob.merge(ann);
    ann.edit(tx -> text(tx).mark(0, 4, "bold", ON, Expand.AFTER));
    bob.edit(tx -> text(tx).mark(2, 6, "bold", ON, Expand.AFTER));
    exchange();
    assertEquals("[abcdef]bold", shown(ann));
    ann.edit(tx -> text(tx).withdraw(bob.journal.get(1).change().first()));
    assertEquals("[abcd]boldef", shown(ann));
  }

  /** yjs #291: which format is there depends on the order in which changes arrive. */
  @Test
  void theOrderOfArrivalDoesNotMatter() {
    begin("abcdef");
    bob.merge(ann);
    Author cas = new Author(3);
    cas.merge(ann);
    Received a = ann.edit(tx -> text(tx).mark(0, 4, "color", Value.of("red"), Expand.AFTER));
    Received b = bob.edit(tx -> text(tx).mark(1, 6, "color", Value.of("blue"), Expand.AFTER));
    Received c = cas.edit(tx -> text(tx).unmark(2, 5, "color", Expand.AFTER));
    ann.receive(b, c);
    bob.receive(c, a);
    cas.receive(a, b);
    assertArrayEquals(ann.state.save(), bob.state.save());
    assertArrayEquals(ann.state.save(), cas.state.save());
    assertEquals(ann.state.text("body").formats(), cas.state.text("body").formats());
    assertEquals(ann.state.text("body").formats(), bob.state.text("body").formats());
    assertEquals("[a]color[b]colorcde[f]color", shown(ann));
  }

  // The rest of the contract.

  @Test
  void formatsOfAPlaceAndRefusals() {
    begin("ab\uD83D\uDE00c");
    ann.edit(tx -> text(tx).mark(0, 1, "bold", ON, Expand.AFTER));
    assertEquals(ON, ann.state.text("body").formatsAt(0).get("bold"));
    assertTrue(ann.state.text("body").formatsAt(1).isEmpty());
    byte[] before = ann.state.save();
    Transaction tx = ann.state.begin(ann.id, ann.next(), true);
    TextEdit text = tx.text("body");
    assertEquals(Reason.POSITION_OUT_OF_RANGE, refused(() -> text.formatsAt(5)));
    assertEquals(Reason.POSITION_OUT_OF_RANGE, refused(() -> mark(text, 0, 6, "k")));
    assertEquals(Reason.POSITION_OUT_OF_RANGE, refused(() -> mark(text, -1, 2, "k")));
    assertEquals(Reason.POSITION_OUT_OF_RANGE, refused(() -> mark(text, 1, 1, "k")));
    assertEquals(Reason.POSITION_OUT_OF_RANGE, refused(() -> mark(text, 2, 1, "k")));
    assertEquals(Reason.SPLIT_SURROGATE_PAIR, refused(() -> mark(text, 0, 3, "k")));
    assertEquals(Reason.KEY_INVALID, refused(() -> mark(text, 0, 1, "")));
    String longest = "k".repeat(Limits.MAX_KEY_BYTES);
    assertEquals(Reason.KEY_INVALID, refused(() -> mark(text, 0, 1, longest + "k")));
    assertEquals(Reason.LONE_SURROGATE, refused(() -> mark(text, 0, 1, "\uD83D")));
    Value nested = new Value.Nested(Kind.MAP, List.of());
    assertEquals(Reason.NOT_A_VALUE, refused(() -> text.mark(0, 1, "k", nested, Expand.NONE)));
    assertThrows(IllegalArgumentException.class, () -> text.withdraw(new OpId(ann.id, 1)));
    assertEquals(0, tx.atoms());
    mark(text, 0, 1, longest);
    assertEquals(1, tx.atoms());
    tx.rollback();
    assertArrayEquals(before, ann.state.save());
    assertEquals("[a]boldb\uD83D\uDE00c", shown(ann));
  }

  @Test
  void withdrawingTwiceIsOnce() {
    begin("abc");
    OpId mark = ann.edit(tx -> mark(text(tx), 0, 3, "bold")).change().first();
    bob.merge(ann);
    ann.edit(tx -> text(tx).withdraw(mark));
    bob.edit(tx -> text(tx).withdraw(mark));
    exchange();
    assertEquals("abc", shown(ann));
    Transaction again = ann.state.begin(ann.id, ann.next(), false);
    again.text("body").withdraw(mark);
    assertEquals(0, again.atoms());
  }

  /** What was covered by the withdrawn mark shows again, the latest of several first. */
  @Test
  void withdrawingUncoversTheMarkBelow() {
    begin("abc");
    ann.edit(tx -> text(tx).mark(0, 2, "color", Value.of("red"), Expand.NONE));
    OpId blue =
        ann.edit(tx -> text(tx).mark(0, 3, "color", Value.of("blue"), Expand.NONE))
            .change()
            .first();
    DocumentEvent event = ann.observe(tx -> text(tx).withdraw(blue));
    assertEquals(
        List.of(
            new Delta.Retain(2, changes("color", Value.of("red"))),
            new Delta.Retain(1, changes("color", null))),
        deltas(event));
  }

  /** Who makes the mark anew gives it another time, and it covers what was made since. */
  @Test
  void aWithdrawalTakenBackGivesTheMarkItsOldRank() {
    begin("abc");
    OpId red = ann.edit(tx -> color(tx, "red")).change().first();
    OpId withdrawal = ann.edit(tx -> text(tx).withdraw(red)).change().first();
    ann.edit(tx -> color(tx, "blue"));
    bob.merge(ann);
    bob.edit(tx -> text(tx).revive(withdrawal));
    OpId blue = bob.state.text("body").marks("color").get(1).id();
    assertEquals(Value.of("blue"), bob.state.text("body").formatsAt(0).get("color"));
    bob.edit(tx -> text(tx).withdraw(blue));
    assertEquals(Value.of("red"), bob.state.text("body").formatsAt(0).get("color"));
    exchange();
  }

  private static void color(Transaction tx, String color) {
    text(tx).mark(0, 3, "color", Value.of(color), Expand.AFTER);
  }

  @Test
  void eventsTellFormatsOfWhatIsNewAndOfWhatStays() {
    begin("hello world");
    ann.edit(tx -> text(tx).mark(0, 5, "bold", ON, Expand.AFTER));
    DocumentEvent event =
        ann.observe(
            tx ->
                text(tx)
                    .insert(5, "!")
                    .unmark(0, 2, "bold", Expand.AFTER)
                    .mark(8, 12, "link", ON, Expand.NONE)
                    .append("."));
    TreeMap<String, Value> bold = new TreeMap<>();
    bold.put("bold", ON);
    assertEquals(
        List.of(
            new Delta.Retain(2, changes("bold", null)),
            new Delta.Retain(3),
            new Delta.Insert("!", bold),
            new Delta.Retain(2),
            new Delta.Retain(4, changes("link", ON)),
            new Delta.Insert(".")),
        deltas(event));
  }

  @Test
  void formatsThatComeAndGoInOneTransactionAreNotTold() {
    begin("hello");
    assertNull(
        ann.observe(
            tx -> {
              mark(text(tx), 0, 3, "bold");
              text(tx).unmark(0, 5, "bold", Expand.AFTER);
            }));
  }

  @Test
  void commentsAreToldById() {
    begin("hello");
    DocumentEvent event = ann.observe(tx -> comment(tx, 0, 2, "hm"));
    assertNotNull(event);
    OpId mark = new OpId(ann.id, 6);
    assertEquals(
        List.of(new ContainerEvent.MarksChanged(BODY, List.of(mark), List.of())),
        event.containers());
    event = ann.observe(tx -> text(tx).withdraw(mark));
    assertNotNull(event);
    assertEquals(
        List.of(new ContainerEvent.MarksChanged(BODY, List.of(), List.of(mark))),
        event.containers());
  }

  /** A mark that names its own transaction's text moves with it. */
  @Test
  void aMarkOnNewTextIsRelocatedWithIt() {
    Transaction tx = ann.state.begin(ann.id, 1, true);
    mark(tx.text("body").append("abc"), 1, 2, "bold");
    tx.relocate(10);
    Op.Mark moved = (Op.Mark) tx.ops().get(1);
    assertEquals(new Anchor(new OpId(ann.id, 11), Bias.AFTER), moved.start());
    assertEquals(new Anchor(new OpId(ann.id, 12), Bias.AFTER), moved.end());
    tx.commit();
    assertEquals("a[b]boldc", shown(ann));
  }

  /** The first guess of the comment's id is what the bold mark has in the end. */
  @Test
  void ofARelocatedTransactionOnlyTheCommentIsTold() {
    begin("abc");
    Transaction tx = ann.state.begin(ann.id, ann.next(), true);
    mark(text(tx), 0, 1, "bold");
    comment(tx, 0, 2, "hm");
    tx.relocate(ann.next() + 1);
    DocumentEvent event = tx.commit();
    assertNotNull(event);
    OpId comment = new OpId(ann.id, ann.next() + 2);
    assertEquals(
        new ContainerEvent.MarksChanged(BODY, List.of(comment), List.of()),
        event.containers().get(1));
  }

  /** A mark on a text that never had an atom, which only another program makes. */
  @Test
  void aMarkAloneIsSavedAndCoversWhatComes() {
    Op.Mark mark = new Op.Mark(BODY, "bold", ON, Anchor.START, Anchor.END, false);
    Received forged = ann.forge(mark);
    assertTrue(ann.receive(forged).invalid().isEmpty());
    DocumentState loaded = DocumentState.load(ann.state.save());
    assertArrayEquals(ann.state.save(), loaded.save());
    Transaction tx = loaded.begin(bob.id, 1, false);
    tx.text("body").append("new");
    tx.commit();
    assertEquals(List.of(run(0, 3, "bold", ON)), loaded.text("body").formats());
  }

  @Test
  void aMarkThatEndsBeforeItStartsCoversNothing() {
    begin("abc");
    Anchor start = new Anchor(new OpId(ann.id, 3), Bias.AFTER);
    Anchor end = new Anchor(new OpId(ann.id, 1), Bias.BEFORE);
    bob.merge(ann);
    Received forged = bob.forge(new Op.Mark(BODY, "bold", ON, start, end, false));
    Imported imported = ann.receive(forged);
    assertEquals(List.of(), imported.invalid());
    assertNull(imported.event());
    assertEquals("abc", shown(ann));
  }

  @Test
  void marksOfUnknownAtomsAndWithdrawalsOfUnknownMarksAreInvalid() {
    begin("abc");
    OpId far = new OpId(ann.id, 99);
    Anchor nowhere = new Anchor(far, Bias.BEFORE);
    Op mark = new Op.Mark(BODY, "bold", ON, Anchor.START, nowhere, false);
    Op withdraw = new Op.Withdraw(BODY, new OpId(ann.id, 1));
    for (Op op : List.of(mark, withdraw)) {
      Author eve = new Author(9);
      eve.merge(ann);
      Imported imported = eve.receive(eve.forge(op));
      assertFalse(imported.invalid().isEmpty());
      assertTrue(imported.invalid().get(0).reason().contains("of this text"));
    }
  }

  private void begin(String content) {
    ann.edit(tx -> text(tx).append(content));
  }

  private void exchange() {
    ann.merge(bob);
    bob.merge(ann);
    assertEquals(shown(ann), shown(bob));
    assertArrayEquals(ann.state.save(), bob.state.save());
    DocumentState loaded = DocumentState.load(ann.state.save());
    assertEquals(ann.state.text("body").formats(), loaded.text("body").formats());
  }

  private static TextEdit text(Transaction tx) {
    return tx.text("body");
  }

  private static TextEdit mark(TextEdit text, int from, int to, String key) {
    return text.mark(from, to, key, ON, Expand.AFTER);
  }

  private static void comment(Transaction tx, int from, int to, String said) {
    text(tx).markOverlapping(from, to, "comment", Value.of(said), Expand.NONE);
  }

  private static Reason refused(Runnable edit) {
    return assertThrows(RefusedEditException.class, edit::run).reason();
  }

  private static List<Delta> deltas(@Nullable DocumentEvent event) {
    assertNotNull(event);
    return ((ContainerEvent.TextChanged) event.containers().get(0)).deltas();
  }

  private static TreeMap<String, @Nullable Value> changes(String key, @Nullable Value value) {
    TreeMap<String, @Nullable Value> changes = new TreeMap<>();
    changes.put(key, value);
    return changes;
  }

  private static FormatRun run(int from, int to, String key, Value value) {
    TreeMap<String, Value> attributes = new TreeMap<>();
    attributes.put(key, value);
    return new FormatRun(from, to, attributes);
  }

  /** The text with each run that has formats in brackets, and its keys behind it. */
  private static String shown(Author author) {
    TextView view = author.state.text("body");
    String content = view.content();
    StringBuilder shown = new StringBuilder();
    for (FormatRun run : view.formats()) {
      String part = content.substring(run.from(), run.to());
      String keys = String.join(",", run.attributes().keySet());
      shown.append(keys.isEmpty() ? part : "[" + part + "]" + keys);
    }
    return shown.toString();
  }
}
