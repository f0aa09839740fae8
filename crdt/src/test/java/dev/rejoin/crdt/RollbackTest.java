package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What transactions that are taken back leave behind: nothing that adds up. */
class RollbackTest {
  private final TextSequence text = new TextSequence();

  @Test
  void emptiedLeavesAreUsedAgain() {
    for (int i = 1; i <= SpanLeaf.CAPACITY; i++) {
      insert(1, i, text.locate(0), "x");
    }
    TextSequence.Place end = text.locate(text.length());
    for (int i = 0; i < 1_000; i++) {
      insert(2, 1, end, "y");
      text.undoInsert(id(2, 1), end.parent(), end.side(), 1);
    }
    assertEquals(SpanLeaf.CAPACITY, text.length());
    assertTrue(text.spans().leaves() <= 2, text.spans().leaves() + " leaves");
    for (int i = 1; i <= 100; i++) {
      insert(2, i, text.locate(text.length()), "z");
      insert(3, i, text.locate(text.length() - i), "w");
    }
    assertEquals(text.length(), text.content().length());
    assertEquals("w".repeat(100) + "z".repeat(100), text.content().substring(48));
  }

  private void insert(int replica, int seq, TextSequence.Place place, String units) {
    text.insert(id(replica, seq), place.parent(), place.side(), units, false);
  }

  private static OpId id(int replica, int seq) {
    return new OpId(new ReplicaId(0, replica), seq);
  }
}
