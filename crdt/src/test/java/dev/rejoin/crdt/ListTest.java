package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ListTest {
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);

  @Test
  void aListReadsLikeAnArrayList() {
    ann.edit(
        tx -> {
          ListEdit list = tx.list("items");
          list.add("a").add(2).add(0.5).add(true).insert(0, "first").move(0, 4).set(1, "two");
          list.delete(2).addAll(List.of(Value.of("x"), Value.of("y"))).delete(3, 5);
        });
    assertEquals(values("a", "two", "true", "y"), shown(ann));
    ListView list = ann.state.list("items");
    OpId two = list.element(1);
    ann.edit(tx -> tx.list("items").move(1, 0));
    assertEquals(0, list.indexOf(two));
    assertEquals(Value.of("two"), list.get(0));
    assertEquals(-1, list.indexOf(new OpId(bob.id, 1)));
    assertEquals(new ListItem(two, Value.of("two")), list.items().get(0));
  }

  /** Delete and insert again, as lists without moves have to, leaves the item there twice. */
  @Test
  void anItemThatTwoMoveIsThereOnce() {
    start("a", "b", "c", "d");
    ann.edit(tx -> tx.list("items").move(0, 1));
    bob.edit(tx -> tx.list("items").move(0, 3));
    join();
    assertEquals(values("b", "c", "d", "a"), shown(ann));
  }

  /** Elsewhere the delete wins and the item that somebody just put in order is lost. */
  @Test
  void aMoveWinsOverADeleteMadeApart() {
    start("a", "b", "c");
    ann.edit(tx -> tx.list("items").delete(0));
    bob.edit(tx -> tx.list("items").move(0, 2));
    join();
    assertEquals(values("b", "c", "a"), shown(ann));
    ann.edit(tx -> tx.list("items").delete(2));
    join();
    assertEquals(values("b", "c"), shown(bob));
  }

  /** Where a move inserts a copy, the value that was set meanwhile stays behind. */
  @Test
  void aMoveAndASetMadeApartBothCount() {
    start("a", "b", "c");
    ann.edit(tx -> tx.list("items").move(0, 2));
    bob.edit(tx -> tx.list("items").set(0, "A"));
    join();
    assertEquals(values("b", "c", "A"), shown(ann));
  }

  /** Where undo inserts a copy, two who take one delete back see the item twice. */
  @Test
  void aDeleteThatTwoTakeBackIsTakenBackOnce() {
    start("a", "b", "c");
    OpId delete = ann.edit(tx -> tx.list("items").delete(1)).change().first();
    bob.merge(ann);
    ann.edit(tx -> tx.list("items").revive(delete));
    bob.edit(tx -> tx.list("items").revive(delete));
    join();
    assertEquals(values("a", "b", "c"), shown(bob));
  }

  /** Where a delete is final, an undo made apart from another delete loses the item or both. */
  @Test
  void whatTwoDeleteShowsWhenBothTakeItBack() {
    start("a", "b");
    OpId mine = ann.edit(tx -> tx.list("items").delete(0)).change().first();
    OpId theirs = bob.edit(tx -> tx.list("items").delete(0)).change().first();
    join();
    ann.edit(tx -> tx.list("items").revive(mine));
    join();
    assertEquals(values("b"), shown(bob));
    bob.edit(tx -> tx.list("items").revive(theirs));
    join();
    assertEquals(values("a", "b"), shown(ann));
  }

  /** A revive shows the item where it was moved to, not where it was inserted. */
  @Test
  void aRevivedItemIsWhereItWasLast() {
    start("a", "b", "c");
    ann.edit(tx -> tx.list("items").move(0, 2));
    OpId delete = ann.edit(tx -> tx.list("items").delete(2)).change().first();
    assertEquals(values("b", "c"), shown(ann));
    ann.edit(tx -> tx.list("items").revive(delete));
    assertEquals(values("b", "c", "a"), shown(ann));
  }

  /** Items of a range that two move keep one place each, though the ranges may be mixed. */
  @Test
  void aRangeThatTwoMoveIsThereOnce() {
    start("a", "b", "c", "d", "e");
    ann.edit(tx -> tx.list("items").move(0, 4).move(0, 4));
    bob.edit(tx -> tx.list("items").move(1, 4).move(1, 4));
    join();
    List<String> sorted = new ArrayList<>(shown(ann));
    sorted.sort(null);
    assertEquals(values("a", "b", "c", "d", "e"), sorted);
    assertEquals(shown(ann), shown(bob));
  }

  @Test
  void setsMadeApartAreCandidates() {
    start("a");
    ann.edit(tx -> tx.list("items").set(0, "ann"));
    bob.edit(tx -> tx.list("items").set(0, "bob"));
    join();
    List<Candidate> candidates = ann.state.list("items").candidates(0);
    assertEquals(
        List.of(Value.of("bob"), Value.of("ann")),
        candidates.stream().map(Candidate::value).toList());
    ann.edit(tx -> tx.list("items").set(0, "both"));
    join();
    assertEquals(1, bob.state.list("items").candidates(0).size());
  }

  /** Elsewhere a nested object is a copy in each move, and work in the other copy is lost. */
  @Test
  void whatTwoDoInsideAnElementMergesWhereverItIsMoved() {
    start("a", "b");
    ann.edit(tx -> tx.list("items").insertMap(1).put("title", "todo").text("note").append("x"));
    bob.merge(ann);
    ann.edit(tx -> tx.list("items").map(1).text("note").append("ann"));
    bob.edit(tx -> tx.list("items").move(1, 0).map(0).put("done", true).text("note").append("b"));
    join();
    MapView map = ann.state.list("items").map(0);
    assertEquals("[done, note, title]", map.entries().keySet().toString());
    assertEquals(5, map.text("note").length());
    MapView before = bob.state.list("items").map(0);
    bob.edit(tx -> tx.list("items").move(0, 2).map(2).put("title", "moved"));
    assertEquals(Value.of("moved"), before.get("title").orElseThrow());
  }

  @Test
  void everyKindNestsInAListAndAListInAMap() {
    ann.edit(
        tx -> {
          ListEdit list = tx.map("m").list("l");
          list.insertText(0).append("text");
          list.insertSet(1).add("x");
          list.insertCounter(2).add(7);
          list.insertList(3).insertList(0).add("deep");
          list.text(0).append("!");
          list.set(1).add("y");
          list.counter(2).add(-2);
          list.list(3).list(0).add("deeper");
        });
    bob.merge(ann);
    ListView list = bob.state.map("m").list("l");
    assertEquals("text!", list.text(0).content());
    assertEquals(2, list.set(1).size());
    assertEquals(5, list.counter(2).total());
    assertEquals(2, list.list(3).list(0).size());
    assertArrayEquals(bob.state.save(), DocumentState.load(bob.state.save()).save());
  }

  @Test
  void whatIsImpossibleIsRefusedAndChangesNothing() {
    start("a", "b");
    byte[] before = ann.state.save();
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.insert(3, "x"));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.insert(-1, "x"));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.insertAll(3, List.of()));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.insertMap(3));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.set(2, "x"));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.move(2, 0));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.move(0, 2));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.delete(2));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.delete(1, 0));
    refused(Reason.INDEX_OUT_OF_RANGE, list -> list.get(2));
    refused(Reason.OTHER_KIND, list -> list.map(0));
    Value nested = new Value.Nested(Kind.MAP, List.of());
    refused(Reason.NOT_A_VALUE, list -> list.set(0, nested));
    refused(Reason.NOT_A_VALUE, list -> list.insert(0, nested));
    refused(Reason.NOT_A_VALUE, list -> list.addAll(List.of(Value.of(1), nested)));
    Transaction tx = ann.state.begin(ann.id, 1_000, false);
    assertThrows(
        IllegalArgumentException.class, () -> tx.list("items").revive(new OpId(ann.id, 1)));
    tx.rollback();
    assertArrayEquals(before, ann.state.save());
    assertThrows(RefusedEditException.class, () -> ann.state.list("items").get(-1));
  }

  @Test
  void aListHasAsManyElementsAsTheLimit() {
    List<Value> most = new ArrayList<>();
    for (int i = 0; i < Limits.MAX_LIST_SIZE / 2; i++) {
      most.add(Value.of(i));
    }
    Transaction tx = ann.state.begin(ann.id, 1, false);
    tx.list("items").addAll(most);
    tx.commit();
    Transaction more = ann.state.begin(ann.id, 1 + tx.atoms(), false);
    more.list("items").addAll(most);
    assertEquals(
        Reason.LIST_TOO_LARGE,
        assertThrows(RefusedEditException.class, () -> more.list("items").add(1)).reason());
    assertEquals(Limits.MAX_LIST_SIZE, more.list("items").size());
    more.list("items").delete(7).add("again");
    assertEquals(Limits.MAX_LIST_SIZE, more.list("items").size());
    more.rollback();
    assertEquals(Limits.MAX_LIST_SIZE / 2, ann.state.list("items").size());
  }

  @Test
  void oneOpInsertsAtMostSoManyElementsAndSoManyBytes() {
    List<Value> run = new ArrayList<>();
    for (int i = 0; i <= Limits.MAX_RUN_VALUES; i++) {
      run.add(Value.of(i));
    }
    assertEquals(2, ops(run).size());
    assertEquals(1, ops(run.subList(1, run.size())).size());
    Value large = Value.of("x".repeat(Limits.MAX_VALUE_BYTES));
    assertEquals(3, ops(List.of(Value.of(1), large, Value.of(2))).size());
  }

  /** Anything that goes through all slots for each of them would take minutes. */
  @Test
  void itemsThatTwoMovedVeryOftenAreStillQuick() {
    start("a", "b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          moveOften(ann);
          moveOften(bob);
          ann.edit(tx -> tx.list("items").delete(0, 2));
          join();
          assertEquals(2, ann.state.list("items").size());
          ann.edit(tx -> tx.list("items").delete(0, 2));
          byte[] saved = ann.state.save();
          assertArrayEquals(saved, DocumentState.load(saved).save());
        });
  }

  private static void moveOften(Author author) {
    author.edit(
        tx -> {
          for (int i = 0; i < 60_000; i++) {
            tx.list("items").move(0, 1);
          }
        });
  }

  @Test
  void anEventTellsMovesAndNewValues() {
    start("a", "b", "c", "d");
    OpId a = ann.state.list("items").element(0);
    OpId d = ann.state.list("items").element(3);
    DocumentEvent event =
        ann.observe(tx -> tx.list("items").move(0, 2).set(2, "A").set(3, "D").insert(0, "new"));
    OpId made = ann.state.list("items").element(0);
    assertEquals(
        List.of(
            new ContainerEvent.ListChanged(
                new ContainerId.Root("items", Kind.LIST),
                List.of(
                    new ListDelta.Insert(List.of(new ListItem(made, Value.of("new")))),
                    new ListDelta.Delete(1),
                    new ListDelta.Retain(2),
                    new ListDelta.Insert(List.of(new ListItem(a, Value.of("A"))))),
                List.of(new ElementMoved(a, 0, 3)),
                List.of(
                    new ElementSet(a, 3, Value.of("a"), Value.of("A")),
                    new ElementSet(d, 4, Value.of("d"), Value.of("D"))))),
        event.containers());
  }

  @Test
  void aMoveThatLosesIsNotTold() {
    start("a", "b", "c");
    ann.edit(tx -> tx.list("items").move(0, 1));
    Received losing = ann.journal.get(ann.journal.size() - 1);
    bob.edit(tx -> tx.list("items").move(0, 2));
    assertEquals(null, bob.receive(losing).event());
    assertEquals(values("b", "c", "a"), shown(bob));
  }

  /** A slot of another list, or an atom of a text, is no slot of this one. */
  @Test
  void opsNameOnlyWhatIsInTheList() {
    start("a");
    ann.edit(tx -> tx.list("other").add("x").move(0, 0));
    ann.edit(tx -> tx.text("body").append("text"));
    ContainerId list = new ContainerId.Root("items", Kind.LIST);
    OpId element = ann.state.list("items").element(0);
    OpId foreign = ann.state.list("other").element(0);
    OpId atom = foreign.plus(1);
    for (OpId id : List.of(foreign, atom, new OpId(bob.id, 1))) {
      invalid(new Op.ListInsert(list, id, Side.LEFT, List.of(Value.of(1))));
      invalid(new Op.ListMove(list, id, null, Side.RIGHT));
      invalid(new Op.ListMove(list, element, id, Side.RIGHT));
      invalid(new Op.ListSet(list, id, Value.of(1), List.of()));
      invalid(new Op.Delete(list, List.of(IdRange.of(id))));
      invalid(new Op.DeleteRun(list, id, 1, 1));
      invalid(new Op.Revive(list, id));
      invalid(new Op.Increment(new ContainerId.Element(list, id, Kind.COUNTER), 1));
    }
    Value nested = new Value.Nested(Kind.MAP, List.of(element));
    invalid(new Op.ListSet(list, element, nested, List.of()));
    invalid(new Op.Put(list, "key", Value.of(1), List.of()));
  }

  private void invalid(Op op) {
    byte[] before = bob.state.save();
    bob.merge(ann);
    assertEquals(1, bob.receive(ann.forge(op)).invalid().size(), op.toString());
    bob.state = DocumentState.load(before);
  }

  private List<Op> ops(List<Value> values) {
    Transaction tx = ann.state.begin(ann.id, 1, false);
    tx.list("items").addAll(values);
    List<Op> ops = tx.ops();
    tx.rollback();
    return ops;
  }

  private void refused(Reason reason, Consumer<ListEdit> edit) {
    Transaction tx = ann.state.begin(ann.id, 1_000, false);
    RefusedEditException refused =
        assertThrows(RefusedEditException.class, () -> edit.accept(tx.list("items")));
    tx.rollback();
    assertEquals(reason, refused.reason());
  }

  private void start(String... values) {
    ann.edit(tx -> List.of(values).forEach(value -> tx.list("items").add(value)));
    bob.merge(ann);
  }

  private void join() {
    ann.merge(bob);
    bob.merge(ann);
    assertArrayEquals(ann.state.save(), bob.state.save());
  }

  private static List<String> values(String... values) {
    return List.of(values);
  }

  private static List<String> shown(Author author) {
    return author.state.list("items").values().stream().map(Value::toString).toList();
  }
}
