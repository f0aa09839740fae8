package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Snapshots with a right check whose text was never written by anyone. */
class HostileSnapshotTest {
  private static final int AWAY = SnapshotRows.AWAY;
  private static final int ONE = 1 << SnapshotRows.COUNT_SHIFT;

  private final ReplicaId ann = new ReplicaId(0, 1);
  private SnapshotWriter body = new SnapshotWriter();
  private SnapshotWriter deletedText = new SnapshotWriter();
  private SnapshotWriter marks = noMarks();
  private long lineEnd = Limits.MAX_SEQ - 1;

  @Test
  void aTextMadeByHandIsRead() {
    ids(3);
    column(2 * ONE, SnapshotRows.BACKWARDS + ONE + AWAY);
    column();
    column(2);
    column();
    units("a", "b");
    refused("a delete of nothing");

    body = new SnapshotWriter();
    deletedText = new SnapshotWriter();
    ids(3);
    column(2 * ONE, SnapshotRows.BACKWARDS + ONE);
    column();
    column();
    column();
    units("a", "b");
    assertEquals("a", load().text("body").content());
  }

  @Test
  void fewBytesCannotNameABillionAtoms() {
    ids(Limits.MAX_TEXT_OPS);
    column(SnapshotRows.RIGHT);
    SnapshotWriter counts = new SnapshotWriter();
    counts.number(Limits.MAX_TEXT_OPS - SnapshotRows.MOST - 1L);
    body.column(counts);
    column();
    column();
    units("", "");
    refused("text for other atoms");
  }

  /** Each left of the other. */
  @Test
  void noAtomHangsBelowItself() {
    ids(2);
    column(SnapshotRows.LEFT + ONE + AWAY, SnapshotRows.LEFT + ONE);
    column();
    column(4);
    column();
    units("ab", "");
    refused("atoms that hang nowhere");
  }

  /** What is read can also be edited, saved and read again, however odd it is. */
  @Test
  void whatIsReadTakesEdits() {
    Random random = new Random(11);
    lineEnd = 50;
    int read = 0;
    for (int round = 0; round < 16_000; round++) {
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
    body = new SnapshotWriter();
    deletedText = new SnapshotWriter();
    int rows = 1 + random.nextInt(6);
    int[] shapes = new int[rows];
    int[] lows = new int[rows];
    int away = 0;
    int atoms = 0;
    for (int row = 0; row < rows; row++) {
      int kind = row == 0 ? SnapshotRows.RIGHT : random.nextInt(3);
      int far = random.nextInt(2) * AWAY;
      int count = kind == SnapshotRows.BACKWARDS ? 1 : 1 + random.nextInt(3);
      shapes[row] = kind + far + count * ONE;
      lows[away] = 1 + random.nextInt(6);
      away += far == 0 ? 0 : 1;
      atoms += kind == SnapshotRows.BACKWARDS ? 0 : count;
    }
    int ops = 0;
    for (int shape : shapes) {
      ops += shape >>> SnapshotRows.COUNT_SHIFT;
    }
    ids(ops);
    column(shapes);
    column();
    column(Arrays.copyOf(lows, away));
    column();
    int hidden = random.nextInt(Math.min(3, atoms + 1));
    units("x".repeat(atoms - hidden), "x".repeat(hidden));
  }

  private void edit(DocumentState state, Random random) {
    Transaction edits = state.begin(ann, 100, true);
    for (int i = 0; i < 8; i++) {
      TextEdit text = edits.text("body");
      text.insert(random.nextInt(text.length() + 1), "yz");
      int from = random.nextInt(text.length());
      text.delete(from, from + random.nextInt(text.length() - from) + 1);
    }
    if (random.nextBoolean()) {
      edits.rollback();
    } else {
      edits.commit();
    }
    assertEquals(state.text("body").length(), state.text("body").content().length());
    byte[] saved = state.save();
    assertEquals(state.text("body").content(), DocumentState.load(saved).text("body").content());
  }

  private void refused(String problem) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, this::load);
    assertTrue(refused.getMessage().contains(problem), refused.getMessage());
  }

  /** All of one replica, from its first number on. */
  private void ids(int count) {
    body.number(count);
    body.number(0);
    body.number(1);
    body.number(count);
  }

  private void column(int... octets) {
    SnapshotWriter column = new SnapshotWriter();
    for (int octet : octets) {
      column.octet(octet);
    }
    body.column(column);
  }

  private static SnapshotWriter noMarks() {
    SnapshotWriter none = new SnapshotWriter();
    none.number(0);
    return none;
  }

  private void units(String visible, String hidden) {
    body.string(visible);
    deletedText.string(hidden);
  }

  /** The document with this text, of one replica with a long line and no changes. */
  private DocumentState load() {
    SnapshotWriter out = new SnapshotWriter();
    out.number(Snapshot.FORMAT);
    out.string("minutes");
    out.number(1);
    out.raw(ann.bytes());
    out.number(1);
    out.number(1);
    out.number(0);
    out.number(lineEnd);
    out.number(0);
    out.number(0);
    out.number(0);
    out.number(1);
    out.container(new ContainerId.Root("body", Kind.TEXT));
    out.raw(body.toBytes());
    out.raw(marks.toBytes());
    out.raw(new byte[4]);
    byte[] state = out.toBytes();
    Snapshot.seal(state, 0);
    deletedText.raw(new byte[4]);
    byte[] deleted = deletedText.toBytes();
    Snapshot.seal(deleted, Snapshot.checkOf(state));
    return DocumentState.load(new SavedDocument(state, deleted));
  }
}
