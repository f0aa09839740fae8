package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.AnnotationStep.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnotationsTest {
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);
  private static final ContainerId NOTES = new ContainerId.Beside(BODY, Kind.ANNOTATIONS);
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);

  // Named after what went wrong elsewhere.

  /** yjs #638: an undo inserts new text, so positions in what was deleted stay lost. */
  @Test
  void undoOfADeleteBringsTheAnnotationBack() {
    OpId note = begin("Kick-off on Monday at ten.", 12, 18);
    Received cut = bob.edit(tx -> tx.text("body").delete(9, 22));
    exchange();
    assertEquals(AnnotationState.ORPHANED, item(ann, note).state());
    bob.edit(tx -> tx.takeBack(List.of(cut.change()), id -> null));
    exchange();
    assertEquals(AnnotationState.LIVE, item(ann, note).state());
    assertEquals(12, item(ann, note).start());
  }

  /**
   * yjs #638: with two undos of overlapping deletes the text is there twice, the anchor nowhere.
   */
  @Test
  void itIsBackWhenTheLastOfTwoDeletesIsTakenBack() {
    OpId note = begin("Kick-off on Monday at ten.", 12, 18);
    Received one = ann.edit(tx -> tx.text("body").delete(10, 16));
    Received other = bob.edit(tx -> tx.text("body").delete(14, 20));
    exchange();
    assertEquals(AnnotationState.ORPHANED, item(bob, note).state());
    ann.edit(tx -> tx.takeBack(List.of(one.change()), id -> null));
    exchange();
    assertEquals(AnnotationState.EDITED, item(bob, note).state());
    bob.edit(tx -> tx.takeBack(List.of(other.change()), id -> null));
    exchange();
    assertEquals(AnnotationState.LIVE, item(bob, note).state());
    assertEquals("Kick-off on Monday at ten.", ann.text());
  }

  /** pubpub #2824, #3026, #3101: comments are gone after others have edited the text. */
  @Test
  void asManyAreListedAsWereAddedWhateverIsEdited() {
    begin("one two three", 0, 3);
    bob.edit(tx -> tx.annotations("body").add(4, 7, "b"));
    ann.edit(tx -> tx.text("body").delete(0, 13).append("nothing of it"));
    bob.edit(tx -> tx.annotations("body").add(8, 13, "c"));
    exchange();
    assertEquals(3, notes(ann).size());
    assertEquals(3, notes(ann).items().size());
    assertEquals(notes(ann).items(), notes(bob).items());
    notes(ann)
        .items()
        .forEach(
            item -> {
              assertEquals(AnnotationState.ORPHANED, item.state());
              assertTrue(notes(ann).details(item.id()).text("body").length() > 0);
            });
  }

  /** y-prosemirror #44: Enter in front of an annotation leaves it in the paragraph above. */
  @Test
  void aLineBreakInFrontMovesItToTheNextLine() {
    OpId note = begin("Kick-off on Monday", 12, 18);
    bob.edit(tx -> tx.text("body").insert(12, "\n"));
    exchange();
    assertEquals(AnnotationState.LIVE, item(ann, note).state());
    assertEquals(13, item(ann, note).start());
    assertEquals(19, item(ann, note).end());
  }

  /** y-prosemirror #204: splitting a paragraph inside makes both ends stick to its first half. */
  @Test
  void aLineBreakInsideKeepsBothEnds() {
    OpId note = begin("Hello World", 0, 11);
    bob.edit(tx -> tx.text("body").replace(5, 6, "\n"));
    exchange();
    assertEquals(AnnotationState.EDITED, item(ann, note).state());
    assertEquals(0, item(ann, note).start());
    assertEquals(11, item(ann, note).end());
  }

  @Test
  void textTypedAtItsEndsDoesNotBelongToIt() {
    OpId note = begin("at ten.", 3, 6);
    ann.edit(tx -> tx.text("body").insert(6, "ish").insert(3, "half "));
    assertEquals(AnnotationState.LIVE, item(ann, note).state());
    assertEquals(8, item(ann, note).start());
    assertEquals(11, item(ann, note).end());
  }

  @Test
  void ofTwoPlacesGivenApartOneCountsAndTheOtherIsBackAfterUndo() {
    OpId note = begin("one two three", 4, 7);
    ann.edit(tx -> tx.text("body").delete(4, 8));
    exchange();
    Received first = ann.edit(tx -> tx.annotations("body").reanchor(note, 0, 3));
    Received second = bob.edit(tx -> tx.annotations("body").reanchor(note, 4, 9));
    exchange();
    assertEquals("three", item(ann, note).quote().exact(), "the same time, so by replica");
    assertEquals(item(ann, note), item(bob, note));
    bob.edit(tx -> tx.takeBack(List.of(second.change()), id -> null));
    exchange();
    assertEquals("one", item(ann, note).quote().exact());
    ann.edit(tx -> tx.takeBack(List.of(first.change()), id -> null));
    exchange();
    assertEquals(AnnotationState.ORPHANED, item(bob, note).state());
    assertEquals("two", item(bob, note).quote().exact());
  }

  @Test
  void aReplyMadeWhileItWasRemovedIsThereWhenItIsBack() {
    OpId note = begin("one", 0, 3);
    ann.edit(tx -> tx.annotations("body").remove(note));
    bob.edit(tx -> tx.annotations("body").reply(note, "wait"));
    exchange();
    assertEquals(Optional.empty(), notes(bob).find(note));
    bob.edit(tx -> tx.annotations("body").restore(note));
    exchange();
    AnnotationDetails details = AnnotationDetails.of(notes(ann).details(note));
    assertEquals("wait", details.replies().get(0).body());
    assertEquals("why?", details.body());
  }

  @Test
  void anAnnotationIsSignedWhereTheTransactionIs() {
    begin("one", 0, 3);
    ann.edit(
        tx -> {
          tx.sign("Ana", 1_795_000_000_000L);
          tx.annotations("body").add(0, 1, "mine");
          tx.annotations("body").add(1, 2, "theirs", "Ben", 7);
        });
    List<AnnotationDetails> all = new ArrayList<>();
    notes(ann).items().forEach(i -> all.add(AnnotationDetails.of(notes(ann).details(i.id()))));
    assertEquals("Ana", all.get(0).author());
    assertEquals(1_795_000_000_000L, all.get(0).createdMillis());
    assertEquals("", all.get(1).author());
    assertEquals("Ben", all.get(2).author());
    assertEquals(7, all.get(2).createdMillis());
  }

  @Test
  void aPlaceIsSuggestedOnlyIfThereIsOne() {
    OpId note = begin("Kick-off on Monday at ten.", 12, 18);
    assertEquals(Optional.empty(), notes(ann).suggestion(note), "it has its text");
    ann.edit(tx -> tx.text("body").delete(12, 18));
    assertEquals(Optional.empty(), notes(ann).suggestion(note), "nothing is there instead");
    ann.edit(tx -> tx.text("body").insert(12, "Tuesday"));
    assertEquals(Optional.of(new Suggestion(12, 19, 99)), notes(ann).suggestion(note));
    ann.edit(tx -> tx.text("body").append(" See Monday."));
    assertEquals(Optional.of(new Suggestion(32, 38, 100)), notes(ann).suggestion(note));
    ann.edit(tx -> tx.text("body").append(" Not Monday."));
    assertEquals(Optional.empty(), notes(ann).suggestion(note), "twice");
  }

  @Test
  void eventsTellWhatBecameOfEach() {
    OpId note = begin("one two three", 4, 7);
    assertNull(told(tx -> tx.text("body").insert(0, "zero ")), "only shifted");
    assertEquals(What.EDITED, told(tx -> tx.text("body").insert(10, "x")));
    assertEquals(What.EDITED, told(tx -> tx.text("body").delete(10, 11)));
    assertEquals(AnnotationState.LIVE, item(ann, note).state());
    Transaction cut = ann.state.begin(ann.id, ann.next(), true);
    cut.text("body").delete(9, 12);
    cut.rollback();
    assertEquals(What.ORPHANED, told(tx -> tx.text("body").delete(9, 12)));
    assertEquals(What.MOVED, told(tx -> tx.annotations("body").reanchor(note, 0, 4)));
    assertEquals(What.REMOVED, told(tx -> tx.annotations("body").remove(note)));
    assertNull(told(tx -> tx.text("body").delete(0, 2)), "nobody sees it");
    assertEquals(What.ADDED, told(tx -> tx.annotations("body").restore(note)));
    assertEquals(AnnotationState.EDITED, item(ann, note).state());
  }

  /** What is not observed must not be told later, nor make later events wrong. */
  @Test
  void observingMayBeginAtAnyTime() {
    OpId note = begin("one two three", 4, 7);
    told(tx -> tx.text("body").insert(0, "a"));
    Transaction unseen = ann.state.begin(ann.id, ann.next(), false);
    unseen.text("body").delete(5, 8);
    ann.skip(unseen.atoms());
    unseen.commit();
    assertNull(told(tx -> tx.text("body").insert(0, "b")));
    assertEquals(AnnotationState.ORPHANED, item(ann, note).state());
    assertEquals(What.MOVED, told(tx -> tx.annotations("body").reanchor(note, 0, 2)));
  }

  private @Nullable What told(java.util.function.Consumer<Transaction> edits) {
    DocumentEvent event = ann.observe(edits);
    What what = null;
    for (ContainerEvent change : event == null ? List.<ContainerEvent>of() : event.containers()) {
      if (change instanceof ContainerEvent.AnnotationsChanged annotations) {
        assertEquals(NOTES, annotations.container());
        what = annotations.steps().get(0).what();
      }
    }
    return what;
  }

  @Test
  void aChangeThatSaysItHoldsCommentsAndHoldsMoreHasNoEffect() {
    begin("one", 0, 3);
    byte[] before = ann.state.save();
    Received honest =
        bob.forge(
            new Op.Annotate(NOTES, null, Anchor.START, Anchor.END, new Quote("one", "", "")),
            new Op.Unknown(99, 1));
    Received forged =
        bob.forge(
            new Op.Annotate(NOTES, null, Anchor.START, Anchor.END, new Quote("one", "", "")),
            new Op.Insert(BODY, null, Side.RIGHT, "smuggled"));
    Imported imported = ann.receive(new Received(forged.change(), forged.mark(), true));
    assertEquals(1, imported.invalid().size());
    assertTrue(imported.invalid().get(0).reason().contains("comments only"));
    assertEquals("one", ann.text());
    assertEquals(1, notes(ann).size());
    Author cyd = new Author(3);
    cyd.state = DocumentState.load(before);
    cyd.receive(new Received(honest.change(), honest.mark(), true));
    assertEquals(2, notes(cyd).size());
  }

  @Test
  void whatLiesInAnAnnotationIsCommentToo() {
    OpId note = begin("one", 0, 3);
    Received reply = ann.edit(tx -> tx.annotations("body").reply(note, "yes").toString());
    Received status = ann.edit(tx -> tx.annotations("body").resolve(note).tag(note, "red"));
    Received undo = ann.edit(tx -> tx.takeBack(List.of(status.change()), id -> null));
    Received text = ann.edit(tx -> tx.text("body").append("!"));
    assertTrue(Comments.only(reply.change().ops()));
    assertTrue(Comments.only(status.change().ops()));
    assertTrue(Comments.only(undo.change().ops()));
    assertTrue(!Comments.only(text.change().ops()));
  }

  @Test
  void whatIsReadOfADamagedSnapshotCanBeUsed() {
    OpId note = begin("one two", 0, 3);
    ann.edit(tx -> tx.text("body").delete(0, 3));
    ann.edit(tx -> tx.annotations("body").reanchor(note, 0, 2));
    ann.edit(tx -> tx.annotations("body").remove(note));
    byte[] saved = ann.state.save();
    assertArrayEquals(saved, DocumentState.load(saved).save());
    SavedDocument parts = ann.state.saveParts();
    int refused = 0;
    for (int at = 0; at < parts.state().length - 4; at++) {
      byte[] damaged = parts.state().clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Snapshot.seal(damaged, 0);
      byte[] deleted = parts.deletedText().clone();
      Snapshot.seal(deleted, Snapshot.checkOf(damaged));
      try {
        DocumentState loaded = DocumentState.load(new SavedDocument(damaged, deleted));
        loaded.annotations(BODY).items(); // what is read can be used
        loaded.save();
      } catch (IllegalArgumentException damage) {
        refused++;
      }
    }
    int all = parts.state().length;
    assertTrue(refused > all / 10 && refused < all, refused + " of " + all + " are refused");
  }

  private OpId begin(String text, int from, int to) {
    ann.edit(tx -> tx.text("body").append(text));
    OpId[] made = new OpId[1];
    ann.edit(tx -> made[0] = tx.annotations("body").add(from, to, "why?"));
    bob.merge(ann);
    return made[0];
  }

  private void exchange() {
    ann.merge(bob);
    bob.merge(ann);
  }

  private static AnnotationsView notes(Author author) {
    return author.state.annotations(BODY);
  }

  private static AnnotationItem item(Author author, OpId note) {
    return notes(author).find(note).orElseThrow();
  }
}
