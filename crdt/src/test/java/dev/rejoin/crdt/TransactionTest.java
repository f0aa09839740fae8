package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionTest {
  private final Author ann = new Author(1);

  @BeforeEach
  void fill() {
    ann.edit(TransactionTest::fill);
  }

  private static void fill(Transaction tx) {
    tx.text("body").append("hello \uD83D\uDE00 world").delete(2, 4);
    tx.map("m").put("a", 1).put("b", 2).remove("b");
    tx.map("m").text("t").append("nested");
    tx.set("s").add("x").add("y");
    tx.counter("c").add(7);
    tx.register("r").put("value");
  }

  @Test
  void rollbackRestoresEveryTypeExactly() {
    List<Consumer<Transaction>> edits =
        List.of(
            tx -> tx.text("body").insert(1, "abc").delete(0, 3).insert(0, "z").delete(2, 7),
            tx -> tx.text("body").revive(new OpId(ann.id, 15)),
            tx -> tx.text("new").append("x"),
            tx -> tx.map("m").put("a", 3).remove("a").put("c", 1).text("t").insert(3, "y"),
            tx -> tx.map("m").map("n").put("k", "v"),
            tx -> tx.set("s").discard("x").add("x").add("z").discard("y"),
            tx -> tx.counter("c").add(-7).add(20),
            tx -> tx.register("r").put("other").clear().put("again"),
            TransactionTest::fill);
    byte[] before = ann.state.save();
    String text = ann.text();
    for (Consumer<Transaction> edit : edits) {
      Transaction tx = ann.state.begin(ann.id, ann.next(), true);
      edit.accept(tx);
      tx.rollback();
      assertArrayEquals(before, ann.state.save());
      assertEquals(text, ann.text());
      assertEquals("nested", ann.state.map("m").text("t").content());
      assertEquals(7, ann.state.counter("c").total());
    }
  }

  @Test
  void aRelocatedTransactionIsTheSameOneUnderOtherNumbers() {
    Author elsewhere = new Author(1);
    elsewhere.edit(TransactionTest::fill);
    elsewhere.skip(100);
    Received expected = elsewhere.edit(TransactionTest::selfReferences);
    Transaction tx = ann.state.begin(ann.id, ann.next(), true);
    selfReferences(tx);
    tx.relocate(ann.next() + 100);
    assertEquals(expected.change().ops(), tx.ops());
    assertEquals(expected.change().from(), tx.from());
    assertEquals(expected.change().lamport(), tx.lamport());
    assertThrows(IllegalStateException.class, () -> tx.text("body").append("late"));
    tx.commit();
    ann.state.freeze(expected);
    assertArrayEquals(elsewhere.state.save(), ann.state.save());
    Author other = new Author(2);
    other.merge(elsewhere);
    assertArrayEquals(elsewhere.state.save(), other.state.save());
  }

  private static void selfReferences(Transaction tx) {
    TextEdit body = tx.text("body");
    body.append("abcdef").insert(2, "x").delete(1, 4).append("tail");
    MapEdit map = tx.map("m");
    map.put("a", 5).remove("a");
    map.map("a").text("deep").append("generation").delete(1, 3);
    map.remove("a").map("a").set("again").add("one");
    tx.set("s").add("q").discard("q");
    tx.register("r").put("1").put("2");
    for (Op op : tx.ops()) {
      if (op instanceof Op.Delete delete) {
        long from = delete.targets().get(0).from();
        assertEquals(true, from > 0);
      }
    }
    long deleteSeq = tx.from() + 7;
    body.revive(new OpId(new ReplicaId(0, 1), deleteSeq));
  }

  @Test
  void aRangeAcrossTheBeginOfTheTransactionIsSplitByRelocation() {
    Author author = new Author(4);
    author.edit(tx -> tx.text("body").append("ab"));
    Transaction tx = author.state.begin(author.id, author.next(), false);
    tx.text("body").append("cd").delete(1, 4);
    Op.Delete whole = (Op.Delete) tx.ops().get(1);
    assertEquals(List.of(new IdRange(author.id, 2, 4)), whole.targets());
    tx.relocate(10);
    Op.Delete moved = (Op.Delete) tx.ops().get(1);
    assertEquals(
        List.of(new IdRange(author.id, 2, 2), new IdRange(author.id, 10, 11)), moved.targets());
    tx.commit();
    assertEquals("a", author.text());
    assertEquals(12, author.state.version().get(author.id));
  }

  @Test
  void endedTransactionsAndTheirHandlesAreDead() {
    Transaction tx = ann.state.begin(ann.id, ann.next(), false);
    TextEdit text = tx.text("body");
    MapEdit map = tx.map("m");
    SetEdit set = tx.set("s");
    CounterEdit counter = tx.counter("c");
    RegisterEdit register = tx.register("r");
    tx.commit();
    List<Runnable> uses =
        List.of(
            () -> text.append("x"),
            text::length,
            text::content,
            () -> map.put("k", 1),
            map::entries,
            () -> map.text("t"),
            () -> set.add("x"),
            set::elements,
            () -> counter.add(1),
            counter::total,
            () -> register.put(1),
            register::value,
            tx::commit,
            tx::rollback,
            () -> tx.relocate(900));
    for (Runnable use : uses) {
      assertThrows(IllegalStateException.class, use::run);
    }
  }

  @Test
  void onlyOneTransactionAtATimeAndNothingIsAppliedMeanwhile() {
    Transaction tx = ann.state.begin(ann.id, ann.next(), false);
    assertThrows(IllegalStateException.class, () -> ann.state.begin(ann.id, ann.next(), false));
    assertThrows(IllegalStateException.class, () -> ann.state.apply(List.of(), false));
    assertThrows(IllegalStateException.class, ann.state::save);
    tx.rollback();
    ann.state.begin(ann.id, ann.next(), false).commit();
  }

  @Test
  void takenNumbersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ann.state.begin(ann.id, 1, false));
    Transaction tx = ann.state.begin(ann.id, ann.next(), false);
    assertThrows(IllegalArgumentException.class, () -> tx.relocate(ann.next() - 1));
    tx.rollback();
  }

  @Test
  void aTransactionHasALargestSize() {
    Transaction tx = ann.state.begin(ann.id, ann.next(), false);
    String mebibyte = "x".repeat(1 << 20);
    for (int i = 0; i < 15; i++) {
      tx.text("big").append(mebibyte);
    }
    long atoms = tx.atoms();
    RefusedEditException refused =
        assertThrows(RefusedEditException.class, () -> tx.text("big").append(mebibyte));
    assertEquals(Reason.TRANSACTION_TOO_LARGE, refused.reason());
    assertEquals(atoms, tx.atoms());
    tx.rollback();
  }

  @Test
  void aTransactionWithoutOpsChangesNothing() {
    byte[] before = ann.state.save();
    Transaction tx = ann.state.begin(ann.id, ann.next(), true);
    assertNull(tx.commit());
    assertArrayEquals(before, ann.state.save());
  }

  @Test
  void onlyWhatWasAppliedCanBeFrozen() {
    Author author = new Author(3);
    Transaction tx = author.state.begin(author.id, 1, false);
    tx.counter("c").add(1);
    List<Op> ops = tx.ops();
    tx.commit();
    Received beyond = author.change(1, 0, Heads.none(), 1, List.of(ops.get(0), ops.get(0)));
    Received late = author.change(1, 0, Heads.none(), 2, ops);
    assertThrows(IllegalArgumentException.class, () -> author.state.freeze(beyond));
    assertThrows(IllegalArgumentException.class, () -> author.state.freeze(late));
    Received right = author.change(1, 0, Heads.none(), 1, ops);
    author.state.freeze(right);
    assertEquals(List.of(right.head()), author.state.heads().list());
  }
}
