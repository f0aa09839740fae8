package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportTest {
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);
  private static final ContainerId MAP = new ContainerId.Root("m", Kind.MAP);
  private static final ContainerId SET = new ContainerId.Root("s", Kind.SET);
  private static final ContainerId REGISTER = new ContainerId.Root("r", Kind.REGISTER);
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);
  private final Author cyd = new Author(3);

  @Test
  void changesWaitForTheirCauses() {
    Received first = ann.edit(tx -> tx.text("body").append("one "));
    bob.merge(ann);
    Received second = bob.edit(tx -> tx.text("body").append("two "));
    ann.receive(second);
    Received third = ann.edit(tx -> tx.text("body").append("three"));
    assertEquals(List.of(), cyd.receive(third, second).applied());
    assertEquals(2, cyd.state.held());
    cyd.receive(third);
    assertEquals(2, cyd.state.held());
    assertEquals(Version.empty(), cyd.state.version());
    Imported imported = cyd.receive(first);
    assertEquals(List.of(first.change(), second.change(), third.change()), imported.applied());
    assertEquals("one two three", cyd.text());
    assertEquals(0, cyd.state.held());
    assertArrayEquals(ann.state.save(), cyd.state.save());
  }

  @Test
  void duplicatesAreIgnored() {
    Received first = ann.edit(tx -> tx.counter("c").add(1));
    bob.receive(first, first);
    Imported again = bob.receive(first);
    assertEquals(List.of(), again.applied());
    assertNull(again.event());
    assertEquals(1, bob.state.counter("c").total());
  }

  @Test
  void aChangeOfAnotherDocumentIsRefusedBeforeAnythingIsApplied() {
    Received mine = ann.edit(tx -> tx.counter("c").add(1));
    DocumentState other = new DocumentState("other");
    assertThrows(IllegalArgumentException.class, () -> other.apply(List.of(mine), false));
    assertEquals(Version.empty(), other.version());
  }

  @Test
  void aCauseWithOtherBytesIsAForkAndHolds() {
    Received first = ann.edit(tx -> tx.counter("c").add(1));
    bob.merge(ann);
    Received second = bob.edit(tx -> tx.counter("c").add(1));
    cyd.state.apply(List.of(new Received(first.change(), new ChainMark(9, 9))), false);
    assertEquals(List.of(), cyd.receive(second).applied());
    assertEquals(1, cyd.state.held());
    cyd.receive(first);
    assertEquals(1, cyd.state.held());
    assertEquals(1, cyd.state.counter("c").total());
  }

  @Test
  void headsFollowTheMaximalChanges() {
    Received a = ann.edit(tx -> tx.counter("c").add(1));
    Received b = bob.edit(tx -> tx.counter("c").add(1));
    cyd.receive(a, b);
    assertEquals(List.of(a.head(), b.head()), cyd.state.heads().list());
    Received c = cyd.edit(tx -> tx.counter("c").add(1));
    assertEquals(List.of(c.head()), cyd.state.heads().list());
    assertEquals(2, c.change().lamport());
    ann.merge(cyd);
    assertEquals(List.of(c.head()), ann.state.heads().list());
  }

  @Test
  void invalidChangesTakeTheirNumbersAndNothingElse() {
    ann.edit(
        tx -> {
          tx.text("body").append("abc");
          tx.counter("c").add(1);
          tx.map("m").put("k", 1);
        });
    OpId known = new OpId(ann.id, 1);
    OpId unknown = new OpId(ann.id, 900);
    List<OpId> none = List.of();
    Value nested = new Value.Nested(Kind.TEXT, none);
    ContainerId strange = new ContainerId.Child(MAP, "k", Kind.TEXT, List.of(unknown));
    List<Op> bad =
        List.of(
            new Op.Increment(BODY, 1),
            new Op.Insert(MAP, null, Side.RIGHT, "x"),
            new Op.Insert(BODY, unknown, Side.RIGHT, "x"),
            new Op.Insert(BODY, new OpId(ann.id, 4), Side.RIGHT, "x"),
            new Op.Insert(new ContainerId.Root("other", Kind.TEXT), known, Side.LEFT, "x"),
            new Op.Insert(strange, null, Side.RIGHT, "x"),
            new Op.Delete(BODY, List.of(new IdRange(ann.id, 1, 4))),
            new Op.Delete(BODY, List.of(new IdRange(ann.id, 1, Limits.MAX_SEQ))),
            new Op.Delete(BODY, List.of(IdRange.of(known), IdRange.of(unknown))),
            new Op.Revive(BODY, known),
            new Op.Revive(BODY, unknown),
            new Op.Put(BODY, "k", Value.of(1), none),
            new Op.Put(MAP, "", Value.of(1), none),
            new Op.Put(MAP, "\uD83D", Value.of(1), none),
            new Op.Put(MAP, "x".repeat(Limits.MAX_KEY_BYTES + 1), Value.of(1), none),
            new Op.Put(MAP, "k", Value.of(1), List.of(unknown)),
            new Op.Put(MAP, "k", new Value.Nested(Kind.MAP, List.of(unknown)), none),
            new Op.Put(REGISTER, "k", Value.of(1), none),
            new Op.Put(REGISTER, "", nested, none),
            new Op.Remove(REGISTER, "k", none),
            new Op.Add(SET, nested, none),
            new Op.Discard(SET, Value.of(1), List.of(unknown)));
    for (Op op : bad) {
      assertNoEffect(new Op.Insert(BODY, known, Side.RIGHT, "effect"), op);
    }
  }

  private void assertNoEffect(Op... ops) {
    Author author = new Author(7);
    author.merge(ann);
    Author reader = new Author(8);
    reader.merge(ann);
    Received forged = author.forge(ops);
    Imported imported = reader.receive(forged);
    assertEquals(List.of(), imported.applied(), () -> List.of(ops).toString());
    assertEquals(forged.change(), imported.invalid().get(0).change());
    assertNull(imported.event());
    assertEquals("abc", reader.text());
    assertEquals(forged.change().to(), reader.state.version().get(author.id));
    assertEquals(List.of(forged.head()), reader.state.heads().list());
    assertEquals(forged.change().lastLamport(), reader.state.lamport());
    byte[] saved = reader.state.save();
    assertArrayEquals(saved, DocumentState.load(saved).save());
  }

  @Test
  void aNestedContainerTooDeepIsInvalid() {
    ContainerId deepest = MAP;
    for (int i = 1; i < Limits.MAX_NESTING; i++) {
      deepest = new ContainerId.Child(deepest, "m", Kind.MAP, List.of());
    }
    Value nested = new Value.Nested(Kind.MAP, List.of());
    Received forged = bob.forge(new Op.Put(deepest, "m", nested, List.of()));
    assertEquals(1, ann.receive(forged).invalid().size());
  }

  @Test
  void aWrongLamportTimeIsInvalidAndAdvancesByTheRule() {
    ann.edit(tx -> tx.counter("c").add(1));
    Op op = new Op.Increment(new ContainerId.Root("c", Kind.COUNTER), 1);
    Received forged = bob.change(1, 0, ann.state.heads(), Limits.MAX_SEQ - 5, List.of(op));
    assertEquals(1, ann.receive(forged).invalid().size());
    assertEquals(2, ann.state.lamport());
    assertEquals(1, ann.state.counter("c").total());
    Received next = ann.edit(tx -> tx.counter("c").add(1));
    assertEquals(3, next.change().lamport());
    cyd.receive(ann.journal);
    assertArrayEquals(ann.state.save(), cyd.state.save());
  }

  @Test
  void anAtomThatTheAuthorCannotHaveSeenCountsAsUnknown() {
    Received typed = ann.edit(tx -> tx.text("body").append("abc"));
    Received blind = bob.forge(new Op.Insert(BODY, new OpId(ann.id, 2), Side.RIGHT, "x"));
    cyd.receive(typed, blind);
    Author other = new Author(4);
    other.receive(blind, typed);
    assertEquals("abc", cyd.text());
    assertEquals("abc", other.text());
    assertArrayEquals(cyd.state.save(), other.state.save());
  }

  @Test
  void unknownOpsTakeTheirNumbers() {
    Received forged =
        bob.forge(
            new Op.Unknown(77, 5), new Op.Increment(new ContainerId.Root("c", Kind.COUNTER), 2));
    Imported imported = ann.receive(forged);
    assertEquals(List.of(forged.change()), imported.applied());
    assertEquals(6, ann.state.version().get(bob.id));
    assertEquals(6, ann.state.lamport());
    assertEquals(2, ann.state.counter("c").total());
  }

  @Test
  void largeTransactionsTakeEffectWithTheirLastPart() {
    List<Received> parts = parts(Value.of("end"));
    List<List<Received>> orders = new ArrayList<>();
    orders.add(parts);
    List<Received> reversed = new ArrayList<>(parts);
    Collections.reverse(reversed);
    orders.add(reversed);
    orders.add(List.of(parts.get(1), parts.get(2), parts.get(0)));
    byte[] expected = null;
    for (List<Received> order : orders) {
      Author reader = new Author(5);
      for (int i = 0; i < 3; i++) {
        assertEquals("", reader.text());
        assertEquals(Version.empty(), reader.state.version());
        assertTrue(reader.state.heads().isEmpty());
        assertEquals(i, reader.state.held());
        reader.receive(order.get(i));
        reader.receive(order.get(i));
      }
      assertEquals("onetwo", reader.text());
      assertEquals(0, reader.state.held());
      assertEquals(List.of(parts.get(2).head()), reader.state.heads().list());
      expected = expected == null ? reader.state.save() : expected;
      assertArrayEquals(expected, reader.state.save());
    }
  }

  @Test
  void ownLargeTransactionsAreFrozenInParts() {
    List<Received> parts = parts(Value.of("end"));
    Transaction tx = bob.state.begin(bob.id, 1, false);
    tx.text("body").append("one").append("two");
    tx.register("r").put("end");
    tx.commit();
    bob.state.freeze(parts.get(0));
    assertTrue(bob.state.heads().isEmpty());
    assertThrows(IllegalStateException.class, bob.state::save);
    bob.state.freeze(parts.get(1));
    bob.state.freeze(parts.get(2));
    cyd.receive(parts);
    assertArrayEquals(cyd.state.save(), bob.state.save());
  }

  @Test
  void anInvalidPartTakesTheWholeTransactionOut() {
    List<Received> parts = parts(new Value.Nested(Kind.TEXT, List.of()));
    Imported imported = cyd.receive(parts);
    assertEquals(3, imported.invalid().size());
    assertEquals("", cyd.text());
    assertEquals(7, cyd.state.version().get(bob.id));
    assertEquals(List.of(parts.get(2).head()), cyd.state.heads().list());
  }

  private List<Received> parts(Value last) {
    Op one = new Op.Insert(BODY, null, Side.RIGHT, "one");
    Op two = new Op.Insert(BODY, new OpId(bob.id, 3), Side.RIGHT, "two");
    Op end = new Op.Put(REGISTER, "", last, List.of());
    return List.of(part(1, 0, true, one), part(4, 3, true, two), part(7, 6, false, end));
  }

  private Received part(long from, long previous, boolean continues, Op op) {
    return Author.received(
        new Change(
            bob.id,
            from,
            from + op.atoms() - 1,
            Author.DOCUMENT,
            previous,
            Heads.none(),
            from,
            0,
            "",
            "",
            continues,
            List.of(op)));
  }

  @Test
  void aForkOnALineIsHeld() {
    Received first = ann.edit(tx -> tx.counter("c").add(1));
    ann.edit(tx -> tx.counter("c").add(1));
    Op op = new Op.Increment(new ContainerId.Root("c", Kind.COUNTER), 5);
    Received fork = ann.change(2, 1, Heads.none(), 2, List.of(op, op));
    cyd.merge(ann);
    cyd.receive(fork);
    assertEquals(1, cyd.state.held());
    assertEquals(2, cyd.state.counter("c").total());
    assertEquals(first.change().to() + 1, cyd.state.version().get(ann.id));
  }
}
