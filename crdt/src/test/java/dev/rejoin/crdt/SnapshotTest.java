package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);

  private byte[] sample() {
    ann.edit(
        tx -> {
          tx.text("body").append("h\u00e9llo w\uD83D\uDE00rld").insert(3, "abc").delete(1, 5);
          tx.map("m").put("a", 1).put("b", 2.5).put("c", true).remove("a");
          tx.map("m").put("d", Value.of(new byte[] {1, 2, 3}));
          tx.map("m").text("t").append("nested");
          tx.map("m").remove("t").map("t").counter("n").add(-3);
          tx.list("l").add("a").add("b").add("c").add(4).move(0, 2).set(1, "C").delete(3);
          tx.list("l").insertMap(1).text("t").append("in a list");
        });
    bob.merge(ann);
    ann.edit(tx -> tx.text("body").insert(2, "ANN").delete(0, 1));
    bob.edit(tx -> tx.text("body").insert(2, "BOB").delete(0, 4).revive(firstDelete()));
    bob.edit(tx -> tx.set("s").add("x").add(Value.of(4)).add(Value.of(-0.0)));
    bob.edit(tx -> tx.register("r").put("value"));
    bob.edit(tx -> tx.list("l").move(2, 0).set(0, "bob").insertList(0).add("inner"));
    ann.edit(tx -> tx.list("l").move(2, 1).set(2, "ann").delete(0));
    ann.merge(bob);
    return ann.state.save();
  }

  private OpId firstDelete() {
    long seq = ann.journal.get(0).change().from();
    for (Op op : ann.journal.get(0).change().ops()) {
      if (op instanceof Op.Delete) {
        return new OpId(ann.id, seq);
      }
      seq += op.atoms();
    }
    throw new IllegalStateException("no delete in the sample");
  }

  @Test
  void whatIsLoadedIsWhatWasSaved() {
    byte[] saved = sample();
    DocumentState loaded = DocumentState.load(saved);
    assertArrayEquals(saved, loaded.save());
    assertEquals(ann.text(), loaded.text("body").content());
    assertEquals(ann.state.version(), loaded.version());
    assertEquals(ann.state.heads(), loaded.heads());
    assertEquals(ann.state.lamport(), loaded.lamport());
    assertEquals(ann.state.roots(), loaded.roots());
    assertEquals(ann.state.map("m").entries(), loaded.map("m").entries());
    assertEquals(-3, loaded.map("m").map("t").counter("n").total());
    assertEquals(ann.state.set("s").elements(), loaded.set("s").elements());
    assertEquals(ann.state.list("l").items(), loaded.list("l").items());
  }

  @Test
  void aLoadedDocumentGoesOn() {
    ann.state = DocumentState.load(sample());
    Received more = ann.edit(tx -> tx.text("body").insert(4, "more").delete(0, 2));
    bob.merge(ann);
    assertArrayEquals(ann.state.save(), bob.state.save());
    assertEquals(List.of(more.head()), bob.state.heads().list());
  }

  @Test
  void anEmptyDocumentIsSaved() {
    byte[] saved = new DocumentState("empty").save();
    assertArrayEquals(saved, DocumentState.load(saved).save());
  }

  @Test
  void truncatedBytesAreRefused() {
    byte[] saved = sample();
    for (int length = 0; length < saved.length; length++) {
      byte[] cut = Arrays.copyOf(saved, length);
      assertThrows(IllegalArgumentException.class, () -> DocumentState.load(cut));
    }
  }

  @Test
  void flippedBytesAreRefused() {
    byte[] saved = sample();
    for (int i = 0; i < saved.length; i++) {
      for (int flip : new int[] {1, 0x80, 0xFF}) {
        byte[] damaged = saved.clone();
        damaged[i] ^= (byte) flip;
        assertThrows(IllegalArgumentException.class, () -> DocumentState.load(damaged));
      }
    }
  }

  /** Damage that the check does not find, since whoever made it computed the check anew. */
  @Test
  void forgedBytesNeverDoMoreThanBeRefused() {
    SavedDocument saved = DocumentState.load(sample()).saveParts();
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 40_000; round++) {
      byte[] state = saved.state().clone();
      byte[] deletedText = saved.deletedText().clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        byte[] forged = random.nextInt(10) == 0 ? deletedText : state;
        forged[random.nextInt(Math.max(1, forged.length - 4))] = (byte) random.nextInt(256);
      }
      Snapshot.seal(state, 0);
      Snapshot.seal(deletedText, Snapshot.checkOf(state));
      try {
        DocumentState loaded = DocumentState.load(new SavedDocument(state, deletedText));
        loaded.save();
        loaded.text("body").content();
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertEquals(true, refused > 10_000, "refused: " + refused);
  }

  @Test
  void partsOfTwoSnapshotsDoNotLoad() {
    SavedDocument one = DocumentState.load(sample()).saveParts();
    SavedDocument other = new DocumentState("d").saveParts();
    assertEquals(one, DocumentState.load(one).saveParts());
    SavedDocument mixed = new SavedDocument(one.state(), other.deletedText());
    assertThrows(IllegalArgumentException.class, () -> DocumentState.load(mixed));
  }

  @Test
  void anotherFormatIsNamed() {
    byte[] saved = sample();
    saved[0] = 9;
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> DocumentState.load(saved));
    assertEquals(
        "a snapshot of format 9; this version reads format " + Snapshot.FORMAT,
        refused.getMessage());
  }
}
