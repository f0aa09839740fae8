package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LineTest {
  private static final int CHANGES = 3_000;
  private final Lines lines = new Lines();
  private final Line line = lines.of(new ReplicaId(0, 1));
  private final Line other = lines.of(new ReplicaId(0, 2));

  @Test
  void everyChangeIsFoundByItsEndAndNothingElseIs() {
    for (int i = 1; i <= CHANGES; i++) {
      line.append(3L * i, 5L * i, new ChainMark(i, -i));
    }
    assertEquals(CHANGES, line.count());
    assertEquals(3L * CHANGES, line.frozenEnd());
    assertEquals(5L * CHANGES, line.lastLamport());
    for (int i = 1; i <= CHANGES; i++) {
      assertEquals(i, line.find(3L * i));
      assertEquals(0, line.find(3L * i - 1));
      assertEquals(0, line.find(3L * i + 1));
      assertEquals(5L * i, line.lamportOf(i));
      assertEquals(new ChainMark(i, -i), line.markOf(i));
      assertTrue(line.hasMark(i, new ChainMark(i, -i)));
      assertFalse(line.hasMark(i, new ChainMark(i, i)));
    }
    assertEquals(0, other.find(1));
  }

  @Test
  void causesAreFoundByTheChangeThatNamesThem() {
    for (int i = 10; i <= CHANGES; i += 10) {
      line.addCause(i, Line.cause(other, i));
      line.addCause(i, Line.cause(other, i + 1));
    }
    for (int i = 1; i <= CHANGES; i++) {
      int first = (i - 1) / 10 * 2;
      assertEquals(first, line.causesFrom(i));
      assertEquals(other.number(), Line.lineOf(line.cause(first)));
      assertEquals((i + 9) / 10 * 10, Line.ordinalOf(line.cause(first)));
    }
    assertEquals(CHANGES / 5, line.causesFrom(CHANGES + 1));
    assertEquals(0, other.causesFrom(1));
  }
}
