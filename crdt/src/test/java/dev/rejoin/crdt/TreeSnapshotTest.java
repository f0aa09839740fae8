package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trees in snapshots: the same bytes for the same moves, and no harm in damaged ones. */
final class TreeSnapshotTest {
  private static Author busy(int number, int steps) {
    Author author = new Author(number);
    Random random = new Random(number);
    List<OpId> nodes = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      author.edit(tx -> edit(tx.tree("plan"), nodes, random));
    }
    return author;
  }

  private static void edit(TreeEdit tree, List<OpId> nodes, Random random) {
    OpId parent = nodes.isEmpty() ? null : nodes.get(random.nextInt(nodes.size()));
    OpId node = tree.create(parent != null && tree.isDeleted(parent) ? null : parent, 0);
    nodes.add(node);
    if (random.nextInt(3) == 0) {
      tree.move(node, null, random.nextInt(tree.childCount(null)));
    }
    if (random.nextInt(4) == 0) {
      tree.delete(nodes.get(random.nextInt(nodes.size())));
    }
  }

  @Test
  void theSameMovesGiveTheSameBytes() {
    Author ana = busy(1, 30);
    Author ben = busy(2, 30);
    Author cleo = new Author(3);
    cleo.merge(ben);
    cleo.merge(ana);
    ana.merge(ben);
    ben.merge(cleo);
    byte[] saved = ana.state.save();
    assertArrayEquals(saved, ben.state.save());
    assertArrayEquals(saved, cleo.state.save());
    assertArrayEquals(saved, DocumentState.load(saved).save());
  }

  /** Every byte, with a check that fits again. */
  @Test
  void damagedTreesAreRefusedOrCanBeUsed() {
    Author ana = busy(1, 12);
    SavedDocument saved = ana.state.saveParts();
    Random random = new Random(5);
    int read = 0;
    for (int at = 0; at < saved.state().length - 4; at++) {
      for (int round = 0; round < 6; round++) {
        byte[] first = saved.state().clone();
        first[at] ^= (byte) (1 << random.nextInt(8));
        byte[] second = saved.deletedText().clone();
        Snapshot.seal(first, 0);
        Snapshot.seal(second, Snapshot.checkOf(first));
        read += use(new SavedDocument(first, second)) ? 1 : 0;
      }
    }
    assertTrue(read > 100, read + " were read");
  }

  private static boolean use(SavedDocument parts) {
    DocumentState state;
    try {
      state = DocumentState.load(parts);
    } catch (IllegalArgumentException damaged) {
      return false;
    }
    TreeView tree = state.tree("plan");
    int walked = 0;
    for (var walk = tree.walk(); walk.hasNext(); walk.next()) {
      walked++;
    }
    assertEquals(tree.size(), walked);
    byte[] before = state.save();
    Transaction tx = state.begin(new ReplicaId(7, 7), 1, true);
    OpId node = tx.tree("plan").create(null, 0);
    tree.trash().forEach(deleted -> tx.tree("plan").restore(deleted, node, 0));
    tx.rollback();
    assertArrayEquals(before, state.save());
    return true;
  }
}
