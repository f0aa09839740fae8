package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);

  @Test
  void concurrentPutsAreCandidatesUntilAPutSeesThem() {
    ann.edit(tx -> tx.register("title").put("Ann's"));
    bob.edit(tx -> tx.register("title").put("Bob's"));
    join();
    assertEquals(Optional.of(Value.of("Bob's")), ann.state.register("title").value());
    assertEquals(2, ann.state.register("title").candidates().size());
    ContainerId title = new ContainerId.Root("title", Kind.REGISTER);
    assertEquals(ann.state.register("title").candidates(), ann.state.candidates(title, ""));
    ann.edit(tx -> tx.register("title").put("ours"));
    join();
    assertEquals(1, bob.state.register("title").candidates().size());
    bob.edit(tx -> tx.register("title").clear());
    join();
    assertEquals(Optional.empty(), ann.state.register("title").value());
  }

  @Test
  void theHigherLamportTimeIsShown() {
    ann.edit(tx -> tx.counter("clock").add(1));
    ann.edit(tx -> tx.map("m").put("k", "later"));
    bob.edit(tx -> tx.map("m").put("k", "earlier"));
    join();
    assertEquals(Optional.of(Value.of("later")), bob.state.map("m").get("k"));
    assertEquals(2, bob.state.map("m").candidates("k").size());
  }

  @Test
  void aConcurrentPutSurvivesARemove() {
    ann.edit(tx -> tx.map("m").put("k", 1));
    join();
    ann.edit(tx -> tx.map("m").remove("k"));
    bob.edit(tx -> tx.map("m").put("k", 2));
    join();
    assertEquals(Optional.of(Value.of(2)), ann.state.map("m").get("k"));
  }

  @Test
  void puttingTheShownValueStillWrites() {
    ann.edit(tx -> tx.map("m").put("k", 1));
    Transaction tx = ann.state.begin(ann.id, ann.next(), false);
    tx.map("m").put("k", 1);
    assertEquals(1, tx.atoms());
    tx.rollback();
  }

  @Test
  void editsThatChangeNothingMakeNoOps() {
    Transaction tx = ann.state.begin(ann.id, ann.next(), false);
    tx.set("s").discard("y");
    tx.map("m").remove("k");
    tx.counter("c").add(0);
    tx.register("r").clear();
    assertEquals(List.of(), tx.ops());
    assertEquals(null, tx.commit());
  }

  @Test
  void anAddWinsOverAConcurrentDiscard() {
    ann.edit(tx -> tx.set("s").add("x").add("y"));
    join();
    ann.edit(tx -> tx.set("s").discard("x").discard("y"));
    bob.edit(tx -> tx.set("s").add("x")); // which is there already
    join();
    assertTrue(ann.state.set("s").contains("x"));
    assertFalse(ann.state.set("s").contains("y"));
    assertEquals(1, ann.state.set("s").size());
  }

  @Test
  void countersSumAndWrapAlike() {
    ann.edit(tx -> tx.counter("c").add(Long.MAX_VALUE));
    bob.edit(tx -> tx.counter("c").add(5));
    join();
    assertEquals(Long.MIN_VALUE + 4, ann.state.counter("c").total());
    assertEquals(Long.MIN_VALUE + 4, bob.state.counter("c").total());
    RefusedEditException refused =
        assertThrows(
            RefusedEditException.class, () -> ann.edit(tx -> tx.counter("c").add(Long.MIN_VALUE)));
    assertEquals(Reason.COUNTER_OVERFLOW, refused.reason());
  }

  @Test
  void twoOfflineCreatorsShareANestedText() {
    ann.edit(tx -> tx.map("page").text("body").append("ann "));
    bob.edit(tx -> tx.map("page").text("body").append("bob "));
    join();
    assertEquals("ann bob ", ann.state.map("page").text("body").content());
    assertEquals("ann bob ", bob.state.map("page").text("body").content());
    assertEquals(2, ann.state.map("page").candidates("body").size());
  }

  @Test
  void whatIsCreatedAfterARemoveStartsEmptyForEverybody() {
    ann.edit(tx -> tx.map("page").text("body").append("old"));
    join();
    ann.edit(tx -> tx.map("page").remove("body"));
    join();
    assertEquals("", bob.state.map("page").text("body").content());
    ann.edit(tx -> tx.map("page").text("body").append("new"));
    bob.edit(tx -> tx.map("page").text("body").append("more"));
    join();
    assertEquals("newmore", ann.state.map("page").text("body").content());
  }

  @Test
  void aGenerationIsTheLastRemoveOfEachReplica() {
    ann.edit(tx -> tx.map("m").put("k", 1).remove("k").put("k", 2).remove("k"));
    bob.edit(tx -> tx.map("m").put("k", 3).remove("k"));
    join();
    ann.edit(tx -> tx.map("m").text("k"));
    Value.Nested nested = (Value.Nested) ann.state.map("m").get("k").get();
    assertEquals(List.of(new OpId(ann.id, 4), new OpId(bob.id, 2)), nested.generation());
  }

  @Test
  void anEditInsideARemovedChildDoesNotBringItBack() {
    ann.edit(tx -> tx.map("page").text("body").append("old"));
    join();
    ann.edit(tx -> tx.map("page").remove("body"));
    bob.edit(tx -> tx.map("page").text("body").append("er"));
    join();
    assertEquals(Optional.empty(), ann.state.map("page").get("body"));
    assertEquals(Optional.empty(), bob.state.map("page").get("body"));
    assertEquals("", bob.state.map("page").text("body").content());
  }

  @Test
  void containersNestAndAnotherKindReplacesWhatIsShown() {
    ann.edit(
        tx -> {
          MapEdit a = tx.map("root").map("a");
          a.set("s").add("x");
          a.counter("c").add(3);
          a.map("b").text("t").append("deep");
        });
    MapView a = ann.state.map("root").map("a");
    assertTrue(a.set("s").contains("x"));
    assertEquals(3, a.counter("c").total());
    assertEquals("deep", a.map("b").text("t").content());
    ann.edit(tx -> tx.map("root").text("a"));
    assertEquals(0, a.counter("c").total());
    assertEquals(Kind.TEXT, ((Value.Nested) ann.state.map("root").get("a").get()).kind());
    assertEquals(1, ann.state.map("root").candidates("a").size());
  }

  @Test
  void containersCannotBePutAsValues() {
    Value nested = new Value.Nested(Kind.TEXT, List.of());
    Transaction tx = ann.state.begin(ann.id, 1, false);
    assertEquals(Reason.NOT_A_VALUE, refused(() -> tx.map("m").put("k", nested)));
    assertEquals(Reason.NOT_A_VALUE, refused(() -> tx.register("r").put(nested)));
    assertEquals(Reason.NOT_A_VALUE, refused(() -> tx.set("s").add(nested)));
    assertEquals(Reason.KEY_INVALID, refused(() -> tx.map("m").put("", "x")));
    assertEquals(Reason.KEY_INVALID, refused(() -> tx.map("")));
  }

  @Test
  void nestingEndsAtTheLimit() {
    Transaction tx = ann.state.begin(ann.id, 1, false);
    MapEdit map = tx.map("m");
    for (int depth = 1; depth < Limits.MAX_NESTING; depth++) {
      map = map.map("m");
    }
    MapEdit deepest = map;
    assertEquals(Reason.NESTING_TOO_DEEP, refused(() -> deepest.map("m")));
    assertEquals(Limits.MAX_NESTING - 1, tx.atoms());
    tx.commit();
    byte[] saved = ann.state.save();
    assertArrayEquals(saved, DocumentState.load(saved).save());
  }

  @Test
  void rootsAreThoseThatShowSomething() {
    ann.edit(
        tx -> {
          tx.text("t").append("x").delete(0, 1);
          tx.set("b").add("x");
          tx.map("b").put("k", 1);
          tx.counter("a").add(1);
        });
    assertEquals(
        List.of(
            new ContainerId.Root("a", Kind.COUNTER),
            new ContainerId.Root("b", Kind.MAP),
            new ContainerId.Root("b", Kind.SET)),
        ann.state.roots());
  }

  @Test
  void onlyElementsOfContainersThatHaveSomeHoldContainers() {
    OpId op = new OpId(new ReplicaId(0, 1), 1);
    ContainerId map = new ContainerId.Root("m", Kind.MAP);
    assertThrows(IllegalArgumentException.class, () -> new ContainerId.Element(map, op, Kind.TEXT));
  }

  private static Reason refused(Runnable edit) {
    return assertThrows(RefusedEditException.class, edit::run).reason();
  }

  private void join() {
    ann.merge(bob);
    bob.merge(ann);
    assertArrayEquals(ann.state.save(), bob.state.save());
  }
}
