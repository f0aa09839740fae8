package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextTest {
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);

  @Test
  void typedApartRunsStayWhole() {
    for (char c : "hello".toCharArray()) {
      ann.edit(tx -> tx.text("body").append(String.valueOf(c)));
    }
    for (char c : "world".toCharArray()) {
      bob.edit(tx -> tx.text("body").append(String.valueOf(c)));
    }
    ann.merge(bob);
    bob.merge(ann);
    assertEquals("helloworld", ann.text());
    assertEquals("helloworld", bob.text());
    assertArrayEquals(ann.state.save(), bob.state.save());
  }

  @Test
  void backwardRunsStayWhole() {
    for (char c : "olleh".toCharArray()) {
      ann.edit(tx -> tx.text("body").insert(0, String.valueOf(c)));
    }
    for (char c : "dlrow".toCharArray()) {
      bob.edit(tx -> tx.text("body").insert(0, String.valueOf(c)));
    }
    ann.merge(bob);
    bob.merge(ann);
    assertEquals("helloworld", ann.text());
    assertEquals("helloworld", bob.text());
  }

  @Test
  void anInsertGoesBeforeTombstones() {
    ann.edit(tx -> tx.text("body").insert(0, "abc"));
    ann.edit(tx -> tx.text("body").delete(1, 2));
    Received insert = ann.edit(tx -> tx.text("body").insert(1, "x"));
    Op.Insert op = (Op.Insert) insert.change().ops().get(0);
    assertEquals(new OpId(ann.id, 2), op.parent());
    assertEquals(Side.LEFT, op.side());
    assertEquals("axc", ann.text());
  }

  @Test
  void overlappingDeletesAreRevivedOneByOne() {
    ann.edit(tx -> tx.text("body").insert(0, "01234567"));
    bob.merge(ann);
    Received a = ann.edit(tx -> tx.text("body").delete(4, 6));
    Received b = bob.edit(tx -> tx.text("body").delete(2, 8));
    ann.receive(b);
    bob.receive(a);
    assertEquals("01", ann.text());
    Received c = ann.edit(tx -> tx.text("body").revive(a.change().first()));
    assertEquals("01", ann.text());
    Received d = bob.edit(tx -> tx.text("body").revive(b.change().first()));
    assertEquals("0123" + "67", bob.text());
    ann.receive(d);
    bob.receive(c);
    assertEquals("01234567", ann.text());
    assertEquals("01234567", bob.text());
    assertArrayEquals(ann.state.save(), bob.state.save());
    assertThrows(
        IllegalArgumentException.class,
        () -> ann.edit(tx -> tx.text("body").revive(new OpId(ann.id, 1))));
  }

  @Test
  void revivingTwiceIsOnce() {
    ann.edit(tx -> tx.text("body").insert(0, "abc"));
    Received delete = ann.edit(tx -> tx.text("body").delete(0, 3));
    bob.merge(ann);
    Received a = ann.edit(tx -> tx.text("body").revive(delete.change().first()));
    Received b = bob.edit(tx -> tx.text("body").revive(delete.change().first()));
    ann.receive(b);
    bob.receive(a);
    assertEquals("abc", ann.text());
    assertArrayEquals(ann.state.save(), bob.state.save());
    Transaction again = ann.state.begin(ann.id, ann.next(), false);
    again.text("body").revive(delete.change().first());
    assertEquals(0, again.atoms());
  }

  @Test
  void impossiblePositionsAreRefused() {
    ann.edit(tx -> tx.text("body").insert(0, "ab\uD83D\uDE00c"));
    byte[] before = ann.state.save();
    Transaction tx = ann.state.begin(ann.id, ann.next(), false);
    TextEdit text = tx.text("body");
    RefusedEditException far = refused(() -> text.insert(12, "x"));
    assertEquals(Reason.POSITION_OUT_OF_RANGE, far.reason());
    assertEquals("position 12 is outside the text of length 5", far.getMessage());
    assertEquals(Reason.POSITION_OUT_OF_RANGE, refused(() -> text.insert(-1, "x")).reason());
    assertEquals(Reason.POSITION_OUT_OF_RANGE, refused(() -> text.delete(0, 6)).reason());
    assertEquals(Reason.POSITION_OUT_OF_RANGE, refused(() -> text.delete(2, 1)).reason());
    assertEquals(Reason.SPLIT_SURROGATE_PAIR, refused(() -> text.insert(3, "x")).reason());
    assertEquals(Reason.SPLIT_SURROGATE_PAIR, refused(() -> text.delete(3, 4)).reason());
    assertEquals(Reason.SPLIT_SURROGATE_PAIR, refused(() -> text.delete(0, 3)).reason());
    assertEquals(Reason.LONE_SURROGATE, refused(() -> text.insert(0, "\uD83D")).reason());
    assertEquals(0, tx.atoms());
    tx.commit();
    assertArrayEquals(before, ann.state.save());
  }

  @Test
  void emptyEditsMakeNoOps() {
    Transaction tx = ann.state.begin(ann.id, 1, false);
    tx.text("body").insert(0, "").append("").delete(0, 0);
    assertEquals(List.of(), tx.ops());
  }

  @Test
  void longInsertsBecomeSeveralRunsThatKeepPairsWhole() {
    String text = "x".repeat(Limits.MAX_RUN_LENGTH - 1) + "\uD83D\uDE00" + "y".repeat(20_000);
    Received insert = ann.edit(tx -> tx.text("body").insert(0, text));
    assertEquals(3, insert.change().ops().size());
    for (Op op : insert.change().ops()) {
      assertEquals(-1, Utf8.loneSurrogate(((Op.Insert) op).text()));
    }
    bob.receive(insert);
    assertEquals(text, bob.text());
  }

  @Test
  void atTheLimitARunIsOneAndOneMoreUnitMakesTwo() {
    Transaction tx = ann.state.begin(ann.id, 1, false);
    tx.text("a").append("x".repeat(Limits.MAX_RUN_LENGTH));
    assertEquals(1, tx.ops().size());
    tx.text("b").append("x".repeat(Limits.MAX_RUN_LENGTH + 1));
    assertEquals(3, tx.ops().size());
  }

  @Test
  void aDeleteNamesAtMostAThousandRanges() {
    ann.edit(
        tx -> {
          for (int i = 0; i < 2_500; i++) {
            tx.text("body").insert(0, "x");
          }
        });
    Received delete = ann.edit(tx -> tx.text("body").delete(0, 2_500));
    assertEquals(1, ((Op.Delete) delete.change().ops().get(0)).targets().size());
    ann.edit(
        tx -> {
          for (int i = 0; i < 2_500; i++) {
            tx.text("body").append("x");
            tx.counter("gap").add(1);
          }
        });
    Received second = ann.edit(tx -> tx.text("body").delete(0, 2_500));
    assertEquals(3, second.change().ops().size());
    for (Op op : second.change().ops()) {
      assertTrue(((Op.Delete) op).targets().size() <= 1_000);
    }
    assertEquals("", ann.text());
  }

  @Test
  void aRemoteHalfOfAPairShowsAsReplacement() {
    ann.edit(tx -> tx.text("body").insert(0, "a\uD83D\uDE00b"));
    Received half = ann.forge(new Op.Delete(BODY, List.of(new IdRange(ann.id, 2, 2))));
    Imported imported = ann.receive(half);
    assertEquals(List.of(), imported.invalid());
    assertEquals("a\uFFFDb", ann.text());
    assertEquals(3, ann.state.text("body").length());
    ContainerEvent.TextChanged event =
        (ContainerEvent.TextChanged) imported.event().containers().get(0);
    assertEquals(
        List.of(new Delta.Retain(1), new Delta.Insert("\uFFFD"), new Delta.Delete(2)),
        event.deltas());
    assertEquals("a\uFFFDb", DocumentState.load(ann.state.save()).text("body").content());
  }

  @Test
  void typingAndBackspacesKeepFewSpans() {
    TextSequence text = new TextSequence();
    StringBuilder expected = new StringBuilder();
    Random random = new Random(5);
    long seq = 1;
    for (int i = 0; i < 20_000; i++) {
      if (expected.length() > 0 && random.nextInt(4) == 0) {
        int end = expected.length();
        text.delete(new OpId(ann.id, seq++), text.select(end - 1, end), false);
        expected.setLength(end - 1);
      } else {
        TextSequence.Place place = text.locate(expected.length());
        text.insert(new OpId(ann.id, seq++), place.parent(), place.side(), "x", i % 2 == 0);
        expected.append('x');
      }
      text.settle();
    }
    assertEquals(expected.toString(), text.content());
    assertTrue(text.spans().size() < 12_000, "spans: " + text.spans().size());
  }

  @Test
  void typingOnlyIsOneSpan() {
    TextSequence text = new TextSequence();
    for (int i = 0; i < 5_000; i++) {
      TextSequence.Place place = text.locate(i);
      text.insert(new OpId(ann.id, i + 1), place.parent(), place.side(), "x", i % 2 == 0);
      text.settle();
    }
    assertEquals(1, text.spans().size());
    for (int i = 4_999; i >= 2_500; i--) {
      text.undoInsert(new OpId(ann.id, i + 1), new OpId(ann.id, i), Side.RIGHT, 1);
    }
    assertEquals(1, text.spans().size());
    assertEquals(2_500, text.length());
  }

  private static RefusedEditException refused(Runnable edit) {
    return assertThrows(RefusedEditException.class, edit::run);
  }
}
