package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Snapshots with a right check whose text was never written by anyone. */
class HostileSnapshotTest {
  private static final int RIGHT_OF_LAST = 0;
  private static final int RIGHT_OF_OTHER = 2;
  private static final int LEFT_OF_OTHER = 3;

  private final ReplicaId ann = new ReplicaId(0, 1);
  private final ReplicaId bob = new ReplicaId(0, 2);
  private SnapshotWriter body = new SnapshotWriter();
  private long lineEnd = Limits.MAX_SEQ - 1;

  @Test
  void aTextMadeByHandIsRead() {
    ids(5, 0, 1, 5);
    numbers(1, 0, 3, RIGHT_OF_LAST);
    numbers(1, 0, 4);
    signed(-4);
    units("bcd", "a");
    assertEquals("bcd", load().text("body").content());
  }

  @Test
  void fewBytesCannotNameABillionAtoms() {
    ids(Limits.MAX_TEXT_OPS, 0, 1, Limits.MAX_TEXT_OPS);
    numbers(1, 0, Limits.MAX_TEXT_OPS - 1, RIGHT_OF_LAST);
    numbers(0);
    units("", "");
    refused("less text than atoms");
  }

  @Test
  void idsMustBeSomething() {
    ids(Limits.MAX_TEXT_OPS, 0, 1, Limits.MAX_TEXT_OPS);
    numbers(1, 0, 3, RIGHT_OF_LAST);
    numbers(0);
    units("abcd", "");
    refused("ids of nothing");
  }

  /** Or looking for the end of a subtree would go round for ever. */
  @Test
  void noAtomHangsBelowItself() {
    ids(2, 0, 1, 2);
    numbers(2, 0, 0, 0, 0, LEFT_OF_OTHER, LEFT_OF_OTHER);
    signed(1, -1);
    numbers(0);
    units("ab", "");
    refused("an atom without its parent");

    body = new SnapshotWriter();
    ids(2, 0, 1, 2);
    numbers(2, 0, 0, 0, 0, RIGHT_OF_OTHER, RIGHT_OF_OTHER);
    signed(1, -1);
    numbers(0);
    units("ab", "");
    refused("an atom that is not by its parent");
  }

  @Test
  void aRunStaysOnItsLine() {
    ids(4, 0, 1, 2, 1, 1, 2);
    numbers(1, 0, 3, RIGHT_OF_LAST);
    numbers(0);
    units("abcd", "");
    refused("a run beyond a stretch of ids");
  }

  @Test
  void deletesAscend() {
    ids(4, 0, 1, 4);
    numbers(1, 0, 1, RIGHT_OF_LAST);
    numbers(2, 3, 3, 3);
    body.number(-2);
    signed(-3, -1);
    numbers(0, 0);
    units("", "ab");
    refused("deletes out of order");
  }

  @Test
  void theRangesOfADeleteAreApart() {
    ids(4, 0, 1, 4);
    numbers(1, 0, 2, RIGHT_OF_LAST);
    numbers(1, 4, 3);
    signed(-3);
    numbers(2, 0, 0, 0);
    units("c", "ab");
    refused("ranges that are not apart");
  }

  @Test
  void siblingsAscend() {
    ids(3, 0, 1, 3);
    numbers(3, 0, 2, 3, 0, 0, 0, RIGHT_OF_LAST, RIGHT_OF_OTHER, RIGHT_OF_OTHER);
    signed(-2, -1);
    numbers(0);
    units("abc", "");
    refused("siblings out of order");
  }

  /** Rows that hide everything cost what they are, not what they hide. */
  @Test
  void manyDeletesOfEverythingLoadAtOnce() {
    int atoms = 1_000_000;
    int deletes = 100_000;
    ids(atoms + deletes, 0, 1, atoms + deletes);
    numbers(1, 0, atoms - 1, RIGHT_OF_LAST);
    body.number(deletes);
    body.raw(repeated(3, deletes));
    body.number(atoms);
    body.raw(new byte[deletes - 1]);
    for (int i = 0; i < deletes; i++) {
      body.signed(-atoms - i);
    }
    for (int i = 0; i < deletes; i++) {
      body.number(atoms - 1);
    }
    units("", "x".repeat(atoms));
    DocumentState loaded = assertTimeoutPreemptively(Duration.ofSeconds(20), this::load);
    assertEquals(0, loaded.text("body").length());
  }

  /** What is read can also be edited, however odd it is. */
  @Test
  void whatIsReadTakesEdits() {
    Random random = new Random(11);
    lineEnd = 50;
    int read = 0;
    for (int round = 0; round < 100_000; round++) {
      body = new SnapshotWriter();
      oddText(random);
      DocumentState loaded;
      try {
        loaded = load();
      } catch (IllegalArgumentException e) {
        continue;
      }
      read++;
      assertTimeoutPreemptively(Duration.ofSeconds(20), () -> edit(loaded, random));
    }
    assertTrue(read > 500, read + " were read");
  }

  private void oddText(Random random) {
    int runs = 1 + random.nextInt(4);
    ids(2 * runs, 0, 1, runs, 1, 1, runs);
    int deletes = random.nextInt(2);
    numbers(runs, random.nextInt(2));
    for (int i = 1; i < runs; i++) {
      body.signed(random.nextInt(5) - 2);
    }
    int atoms = 2 * runs - deletes;
    for (int i = 0; i < runs; i++) {
      int length = i == runs - 1 ? atoms : 1 + random.nextInt(Math.min(2, atoms));
      atoms = Math.max(1, atoms - length);
      body.number(length - 1);
    }
    int others = 0;
    for (int i = 0; i < runs; i++) {
      int place = random.nextInt(5);
      others += place == RIGHT_OF_OTHER || place == LEFT_OF_OTHER ? 1 : 0;
      body.number(place);
    }
    for (int i = 0; i < others; i++) {
      body.signed(random.nextInt(9) - 4);
    }
    if (deletes == 0) {
      numbers(0);
    } else {
      numbers(1, random.nextInt(2) * 5, random.nextInt(2 * runs));
      body.signed(-random.nextInt(3));
    }
    int hidden = random.nextInt(2) * deletes;
    units("x".repeat(2 * runs - deletes - hidden), "x".repeat(hidden));
  }

  private void edit(DocumentState state, Random random) {
    Transaction first = state.begin(ann, 100, true);
    for (int i = 0; i < 8; i++) {
      TextEdit text = first.text("body");
      text.insert(random.nextInt(text.length() + 1), "yz");
      int from = random.nextInt(text.length());
      text.delete(from, from + random.nextInt(text.length() - from) + 1);
    }
    if (random.nextBoolean()) {
      first.rollback();
    } else {
      first.commit();
    }
    UndoLog undo = new UndoLog();
    for (int i = 0; i < 16; i++) {
      OpId id = new OpId(new ReplicaId(0, random.nextInt(9)), 1_000 + i);
      Op op = oddOp(random, i % 2 == 0);
      if (state.validator().problem(op, (replica, seq) -> true) == null) {
        state.containers().perform(op, id, 1, undo);
        state.log().advance(id, 1);
      }
    }
    undo.clear();
    state.containers().settle();
    assertEquals(state.text("body").length(), state.text("body").content().length());
    DocumentState.load(state.save());
  }

  private Op oddOp(Random random, boolean insert) {
    ContainerId where = new ContainerId.Root("body", Kind.TEXT);
    OpId atom = new OpId(random.nextBoolean() ? ann : bob, 1 + random.nextInt(4));
    return insert
        ? new Op.Insert(where, atom, random.nextBoolean() ? Side.LEFT : Side.RIGHT, "q")
        : new Op.Delete(where, List.of(new IdRange(atom.replica(), atom.seq(), atom.seq() + 1)));
  }

  private static byte[] repeated(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private void refused(String problem) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> assertTimeoutPreemptively(Duration.ofSeconds(20), this::load));
    assertTrue(refused.getMessage().contains(problem), refused.getMessage());
  }

  private void ids(int count, int... stretches) {
    numbers(count);
    numbers(stretches);
  }

  private void numbers(int... numbers) {
    for (int number : numbers) {
      body.number(number);
    }
  }

  private void signed(int... numbers) {
    for (int number : numbers) {
      body.signed(number);
    }
  }

  private void units(String visible, String hidden) {
    body.string(visible);
    body.string(hidden);
  }

  /** The document with one text, of two replicas with long lines and no changes. */
  private DocumentState load() {
    SnapshotWriter out = new SnapshotWriter();
    out.number(2);
    out.string("minutes");
    out.number(2);
    out.raw(ann.bytes());
    out.raw(bob.bytes());
    out.number(1);
    out.number(2);
    for (int replica = 0; replica < 2; replica++) {
      out.number(replica);
      out.number(lineEnd);
    }
    out.number(0);
    out.number(0);
    out.number(1);
    out.container(new ContainerId.Root("body", Kind.TEXT));
    out.append(body);
    out.raw(new byte[4]);
    byte[] snapshot = out.toBytes();
    Snapshot.seal(snapshot);
    return DocumentState.load(snapshot);
  }
}
