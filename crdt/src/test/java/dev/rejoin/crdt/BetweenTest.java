package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Positions lie where they were asked for, and stay short in the ways people add nodes. */
final class BetweenTest {
  private static final int MANY = 20_000;

  @Test
  void positionsOfNodesAddedAtAnEndStayShort() {
    assertTrue(longest(true, (list, random) -> list.size()) <= 5);
    assertTrue(longest(false, (list, random) -> 0) <= 5);
  }

  @Test
  void positionsOfNodesAddedInARowInBetweenStayShort() {
    assertTrue(longest(true, (list, random) -> list.size() - 1) <= 20);
    assertTrue(longest(false, (list, random) -> 1) <= 20);
  }

  @Test
  void positionsOfNodesAddedAnywhereStayShort() {
    assertTrue(longest(true, (list, random) -> random.nextInt(list.size() + 1)) <= 48);
  }

  private interface Place {
    int next(List<FractionalIndex> list, Random random);
  }

  private static int longest(boolean afterLow, Place place) {
    Random random = new Random(7);
    List<FractionalIndex> list = new ArrayList<>();
    list.add(between(null, null, true, 1));
    list.add(between(list.get(0), null, true, 1));
    int longest = 0;
    for (int i = 0; i < MANY; i++) {
      int at = place.next(list, random);
      FractionalIndex low = at == 0 ? null : list.get(at - 1);
      FractionalIndex high = at == list.size() ? null : list.get(at);
      FractionalIndex index = between(low, high, afterLow, random.nextInt());
      list.add(at, index);
      longest = Math.max(longest, index.size());
    }
    return longest;
  }

  private static FractionalIndex between(
      @Nullable FractionalIndex low, @Nullable FractionalIndex high, boolean afterLow, int jitter) {
    FractionalIndex index = new Between(low, high).one(afterLow, jitter);
    assertNotNull(index);
    requireBetween(low, index, high);
    return index;
  }

  private static void requireBetween(
      @Nullable FractionalIndex low, FractionalIndex index, @Nullable FractionalIndex high) {
    assertTrue(low == null || low.compareTo(index) < 0, () -> low + " is not before " + index);
    assertTrue(high == null || index.compareTo(high) < 0, () -> index + " is not before " + high);
  }

  @Test
  void thereIsRoomBetweenAnyTwoThatDiffer() {
    Random random = new Random(8);
    for (int i = 0; i < MANY; i++) {
      FractionalIndex one = arbitrary(random);
      FractionalIndex two = arbitrary(random);
      FractionalIndex low = one.compareTo(two) < 0 ? one : two;
      FractionalIndex high = low == one ? two : one;
      if (!low.equals(high)) {
        between(low, high, random.nextBoolean(), random.nextInt());
        between(null, low, random.nextBoolean(), random.nextInt());
        between(high, null, random.nextBoolean(), random.nextInt());
        several(low, high, 1 + random.nextInt(50));
      }
    }
  }

  private static void several(FractionalIndex low, FractionalIndex high, int count) {
    List<FractionalIndex> all = new Between(low, high).several(count, Limits.MAX_POSITION_BYTES);
    assertNotNull(all);
    assertEquals(count, all.size());
    FractionalIndex last = low;
    for (FractionalIndex index : all) {
      requireBetween(last, index, high);
      last = index;
    }
  }

  /** Often the beginning of one another, or next to one another. */
  private static FractionalIndex arbitrary(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(12)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) - 1);
    }
    bytes[bytes.length - 1] |= 1;
    return FractionalIndex.of(bytes);
  }

  @Test
  void whoAddsAtOnePlaceApartSeldomTakesTheSame() {
    FractionalIndex low = between(null, null, true, 0);
    assertNotEquals(between(low, null, true, 0), between(low, null, true, 0x8000));
    assertNotEquals(between(null, null, true, 0), between(null, null, true, 0x8000));
  }

  @Test
  void positionsAreNeverLongerThanTheLimit() {
    byte[] bytes = new byte[Limits.MAX_POSITION_BYTES];
    bytes[bytes.length - 1] = 1;
    FractionalIndex least = FractionalIndex.of(bytes);
    assertNull(new Between(null, least).one(true, 0));
    assertNull(new Between(null, least).several(2, Limits.MAX_POSITION_BYTES));
    assertThrows(IllegalArgumentException.class, () -> FractionalIndex.of(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> FractionalIndex.of(new byte[] {1, 0}));
    byte[] tooLong = new byte[Limits.MAX_POSITION_BYTES + 1];
    tooLong[tooLong.length - 1] = 1;
    assertThrows(IllegalArgumentException.class, () -> FractionalIndex.of(tooLong));
  }

  @Test
  void beginningsComeFirstAndBytesAreUnsigned() {
    FractionalIndex half = FractionalIndex.of(new byte[] {(byte) 0x80});
    assertTrue(FractionalIndex.of(new byte[] {0x7F, 1}).compareTo(half) < 0);
    assertTrue(half.compareTo(FractionalIndex.of(new byte[] {(byte) 0x80, 0, 1})) < 0);
    assertEquals("0.80", half.toString());
  }
}
