package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rows made by hand: what they mean, and which are refused. */
class TextSnapshotTest {
  private static final ReplicaId ANN = new ReplicaId(0, 1);
  private static final ReplicaId BOB = new ReplicaId(0, 2);

  /** Reads a text whose ids are 1 to {@code ann} and 1 to {@code bob} of two replicas. */
  private static TextSequence read(
      int ann, int bob, Consumer<SnapshotRows> rows, String shown, String hidden) {
    OpNumbers numbers = new OpNumbers();
    numbers.append(ANN, 1, ann);
    if (bob > 0) {
      numbers.append(BOB, 1, bob);
    }
    SnapshotWriter body = new SnapshotWriter();
    CanonicalNumbers.of(numbers).write(body);
    SnapshotRows written = new SnapshotRows();
    rows.accept(written);
    written.write(body);
    body.narrowUnits(shown.getBytes(StandardCharsets.ISO_8859_1));
    body.narrowUnits(hidden.getBytes(StandardCharsets.ISO_8859_1));
    SnapshotWriter out = new SnapshotWriter();
    out.number(body.replicas().size());
    for (ReplicaId replica : body.replicas()) {
      out.raw(replica.bytes());
    }
    out.raw(body.toBytes());
    byte[] bytes = out.toBytes();
    SnapshotReader in = new SnapshotReader(bytes, bytes.length);
    in.readReplicas();
    in.expectWithin(version(ann, bob));
    TextSequence text = TextSnapshot.read(in);
    assertTrue(in.isAtEnd());
    return text;
  }

  private static Version version(int ann, int bob) {
    TreeMap<ReplicaId, Long> version = new TreeMap<>();
    version.put(ANN, (long) ann);
    if (bob > 0) {
      version.put(BOB, (long) bob);
    }
    return Version.of(version);
  }

  private static void assertRefused(
      String problem, int ann, int bob, Consumer<SnapshotRows> rows, String shown, String hidden) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> read(ann, bob, rows, shown, hidden));
    assertTrue(refused.getMessage().contains(problem), refused.getMessage());
  }

  @Test
  void orderFollowsFromParents() {
    TextSequence text =
        read(
            5,
            3,
            rows -> {
              rows.atoms(3, OpNumbers.ROOT, false);
              rows.atoms(1, 1, true);
              rows.atoms(1, 2, false);
              rows.atoms(1, OpNumbers.ROOT, false);
              rows.atoms(1, 0, false);
              rows.atoms(1, 0, true);
            },
            "labrcdef",
            "");
    assertEquals("labrcdef", text.content());
    StringBuilder byId = new StringBuilder();
    for (int number = 0; number < 8; number++) {
      byId.append(text.arena().get(number));
    }
    assertEquals("arcbdfel", byId.toString());
  }

  @Test
  void anExplicitChildComesByIdBeforeTheNextOfARun() {
    TextSequence text =
        read(
            1,
            3,
            rows -> {
              rows.atoms(1, 1, false);
              rows.atoms(3, OpNumbers.ROOT, false);
            },
            "xayz",
            "");
    assertEquals('a', text.arena().get(0));
    assertEquals('x', text.arena().get(1));
    assertEquals('y', text.arena().get(2));
    assertEquals('z', text.arena().get(3));
  }

  @Test
  void rowsOfDeletesHide() {
    TextSequence text =
        read(
            12,
            0,
            rows -> {
              rows.atoms(6, OpNumbers.ROOT, false);
              rows.keystrokes(2, 5, -1);
              rows.keystrokes(2, 0, 1);
              rows.range(2, 4);
              rows.ranges(2, 2, true);
              rows.part(0, 1);
              rows.part(1, 1);
            },
            "cd",
            "abef");
    assertEquals("cd", text.content());
    assertEquals(2, text.length());
    assertTrue(text.deletes().isRevived(11));
  }

  @Test
  void aCircleOfParentsIsRefused() {
    assertRefused(
        "atoms that hang nowhere",
        3,
        0,
        rows -> {
          rows.atoms(1, OpNumbers.ROOT, false);
          rows.atoms(1, 2, true);
          rows.atoms(1, 1, true);
        },
        "abc",
        "");
    assertRefused("atoms that hang nowhere", 1, 0, rows -> rows.atoms(1, 0, false), "a", "");
  }

  @Test
  void whatHangsLeftOfTheStartIsRefused() {
    assertRefused("left of the start", 1, 0, rows -> rows.atoms(1, OpNumbers.ROOT, true), "a", "");
  }

  @Test
  void aRunOverAGapBetweenIdsIsRefused() {
    assertRefused(
        "a run over a gap between ids",
        2,
        2,
        rows -> rows.atoms(4, OpNumbers.ROOT, false),
        "abcd",
        "");
  }

  @Test
  void atomsThatAreNotThereAreRefused() {
    assertRefused("without its parent", 1, 0, rows -> rows.atoms(1, 1, false), "a", "");
    Consumer<SnapshotRows> beyond =
        rows -> {
          rows.atoms(2, OpNumbers.ROOT, false);
          rows.keystrokes(2, 1, 1);
        };
    assertRefused("a delete of nothing", 4, 0, beyond, "a", "b");
    Consumer<SnapshotRows> range =
        rows -> {
          rows.atoms(2, OpNumbers.ROOT, false);
          rows.range(2, 1);
        };
    assertRefused("a delete of nothing", 3, 0, range, "a", "b");
  }

  @Test
  void keystrokesOverAtomsApartAreRefused() {
    assertRefused(
        "atoms apart",
        7,
        0,
        rows -> {
          rows.atoms(2, OpNumbers.ROOT, false);
          rows.keystrokes(1, 1, 0);
          rows.atoms(2, 0, false);
          rows.keystrokes(2, 1, 1);
        },
        "ab",
        "cd");
  }

  @Test
  void rowsThatDoNotMatchTheIdsOrTheUnitsAreRefused() {
    Consumer<SnapshotRows> three = rows -> rows.atoms(3, OpNumbers.ROOT, false);
    assertEquals("abc", read(3, 0, three, "abc", "").content());
    assertRefused("a row beyond the ids", 2, 0, three, "abc", "");
    assertRefused("ids without ops", 4, 0, three, "abc", "");
    assertRefused("text for other atoms", 3, 0, three, "ab", "");
    assertRefused("less text than atoms", 3, 0, three, "ab", "c");
  }

  @Test
  void aDeepTreeIsReadWithoutRecursion() {
    int depth = 200_000;
    TextSequence text =
        read(
            depth,
            0,
            rows -> {
              rows.atoms(1, OpNumbers.ROOT, false);
              for (int i = 1; i < depth; i++) {
                rows.atoms(1, i - 1, true);
              }
            },
            "y" + "x".repeat(depth - 1),
            "");
    assertEquals(depth, text.length());
    assertEquals('y', text.arena().get(depth - 1));
  }
}
