package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What it takes to look back, and that forged changes do not show in it. */
class PastCostTest {
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);

  /** How many pieces of spans three questions look at after so many edits. */
  private static long visited(int edits) {
    Author ann = new Author(1);
    Random random = new Random(edits);
    Version middle = Version.empty();
    for (int i = 0; i < edits; i++) {
      int length = ann.state.text("body").length();
      int at = random.nextInt(length + 1);
      boolean delete = random.nextInt(3) == 0 && length - at > 4;
      ann.edit(
          tx ->
              (delete ? tx.text("body").delete(at, at + 4) : tx.text("body").insert(at, "some"))
                  .length());
      if (i == edits / 2) {
        middle = ann.state.version();
      }
    }
    Past past = ann.state.past(index(ann));
    assertTrue(past.text(BODY, middle).length() > 0);
    past.changes(BODY, middle, ann.state.version());
    past.authorship(BODY, ann.state.version());
    return past.visited();
  }

  private static ChangeIndex index(Author author) {
    ChangeIndex index = new ChangeIndex();
    for (Received received : author.journal) {
      boolean valid = !author.state.versions().invalid().contains(received.change().last());
      index.add(received, valid);
    }
    return index;
  }

  @Test
  void lookingBackGrowsAsTheTextDoes() {
    long small = visited(1_000);
    long large = visited(8_000);
    assertTrue(small > 1_000, "nothing was looked at");
    assertTrue(large < 9 * small, small + " pieces, then " + large);
  }

  @Test
  void aReviveInAnInvalidChangeDoesNotCount() {
    Author ann = new Author(1);
    Author bob = new Author(2);
    ann.edit(tx -> tx.text("body").append("one two"));
    Received deleted = ann.edit(tx -> tx.text("body").delete(3, 7));
    bob.merge(ann);
    OpId nothing = new OpId(ann.id, 999);
    Received forged =
        bob.forge(
            new Op.Revive(BODY, deleted.change().first()),
            new Op.Insert(BODY, nothing, Side.RIGHT, "x"));
    assertEquals(1, ann.receive(forged).invalid().size());
    for (DocumentState state : List.of(ann.state, DocumentState.load(ann.state.save()))) {
      assertEquals(1, state.versions().invalid().size());
      Past past = state.past(index(ann));
      assertEquals("one", past.text(BODY, state.version()).content());
      assertEquals(2, past.authorship(BODY, state.version()).size());
      assertTrue(past.changes(BODY, state.version(), state.version()).isEmpty());
    }
  }

  @Test
  void headsThatAreNotHereNameNoVersion() {
    Author ann = new Author(1);
    Author bob = new Author(2);
    Received one = ann.edit(tx -> tx.text("body").append("one"));
    Heads unknown = new Heads(List.of(one.head()));
    assertThrows(IllegalArgumentException.class, () -> bob.state.versions().of(unknown));
    Heads other = new Heads(List.of(new Head(one.head().id(), new ChainMark(7, 7))));
    assertThrows(IllegalArgumentException.class, () -> ann.state.versions().of(other));
    assertEquals(Version.empty(), ann.state.versions().of(Heads.none()));
    assertEquals(List.of(one.head()), ann.state.versions().changes("0000"));
    assertEquals(List.of(), ann.state.versions().changes("1"));
    assertEquals("h1:" + one.mark(), unknown.token());
  }

  /** A delete is taken back once for all, so what hides the text again is a delete of its own. */
  @Test
  void whatARestoreBroughtBackAndAnUndoTookAwayIsTakenBackAllTheSame() {
    Author ann = new Author(1);
    ann.edit(tx -> tx.text("body").append("Kick-off on Monday"));
    Version before = ann.state.version();
    Received deleted = ann.edit(tx -> tx.text("body").delete(0, 9));
    DocumentState then = new DocumentState(Author.DOCUMENT);
    then.apply(List.of(ann.journal.get(0)), false);
    Received restored = ann.edit(tx -> tx.restore(then, before, index(ann), id -> false));
    assertEquals("Kick-off on Monday", ann.text());
    ann.edit(tx -> tx.takeBack(List.of(restored.change()), id -> find(ann, id)));
    assertEquals("on Monday", ann.text());
    ann.edit(tx -> tx.takeBack(List.of(deleted.change()), id -> find(ann, id)));
    assertEquals("Kick-off on Monday", ann.text());
  }

  private static Change find(Author author, OpId id) {
    return author.journal.stream()
        .map(Received::change)
        .filter(c -> c.replica().equals(id.replica()) && c.from() <= id.seq() && id.seq() <= c.to())
        .findFirst()
        .orElseThrow();
  }
}
