package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Snapshots of lists with a right check in which bytes were changed on purpose. */
class HostileListSnapshotTest {
  private static final int ROUNDS = 12_000;
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);

  /** What is read can also be edited, saved and read again, however odd it is. */
  @Test
  void whatIsReadTakesEdits() {
    SavedDocument saved = sample().saveParts();
    Random random = new Random(5);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] state = saved.state().clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        state[20 + random.nextInt(state.length - 24)] = octet(random);
      }
      Snapshot.seal(state, 0);
      byte[] deleted = saved.deletedText().clone();
      Snapshot.seal(deleted, Snapshot.checkOf(state));
      DocumentState loaded;
      try {
        loaded = DocumentState.load(new SavedDocument(state, deleted));
      } catch (IllegalArgumentException damaged) {
        continue;
      }
      edit(loaded, random);
      read++;
    }
    assertTrue(read > ROUNDS / 100 && read < ROUNDS, read + " of " + ROUNDS + " are read");
  }

  private static byte octet(Random random) {
    return (byte) (random.nextBoolean() ? random.nextInt(8) : random.nextInt(256));
  }

  private static void edit(DocumentState state, Random random) {
    byte[] before = state.save();
    ReplicaId stranger = new ReplicaId(9, 9);
    for (boolean keeps : new boolean[] {false, true}) {
      Transaction edits = state.begin(stranger, 1, true);
      ListEdit list = edits.list("items");
      for (int i = 0; i < 8; i++) {
        list.insert(random.nextInt(list.size() + 1), i);
        list.move(random.nextInt(list.size()), random.nextInt(list.size()));
        list.set(random.nextInt(list.size()), "set");
        list.delete(random.nextInt(list.size()));
      }
      if (keeps) {
        edits.commit();
      } else {
        edits.rollback();
        assertArrayEquals(before, state.save());
      }
    }
    assertEquals(state.list("items").size(), state.list("items").items().size());
    byte[] saved = state.save();
    assertArrayEquals(saved, DocumentState.load(saved).save());
  }

  private DocumentState sample() {
    ann.edit(tx -> tx.list("items").add("a").add("b").add("c").add(4).insertText(2).append("t"));
    bob.merge(ann);
    ann.edit(tx -> tx.list("items").move(0, 3).delete(1).set(0, "A"));
    bob.edit(tx -> tx.list("items").move(0, 1).delete(2, 4).set(0, "B").add("d"));
    bob.merge(ann);
    OpId delete = bob.edit(tx -> tx.list("items").delete(0)).change().first();
    bob.edit(tx -> tx.list("items").revive(delete).move(1, 0).move(1, 0));
    return bob.state;
  }
}
