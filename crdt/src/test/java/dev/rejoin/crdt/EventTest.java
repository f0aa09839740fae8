package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);
  private final Author ann = new Author(1);
  private final Author bob = new Author(2);

  @Test
  void severalEditsGiveOneListOfSteps() {
    ann.edit(tx -> tx.text("body").append("hello world"));
    List<Delta> deltas =
        deltas(tx -> tx.text("body").insert(5, ",").delete(0, 1).insert(0, "H").append("!"));
    assertEquals(
        List.of(
            new Delta.Insert("H"),
            new Delta.Delete(1),
            new Delta.Retain(4),
            new Delta.Insert(","),
            new Delta.Retain(6),
            new Delta.Insert("!")),
        deltas);
  }

  @Test
  void whatComesAndGoesInOneTransactionIsNotTold() {
    ann.edit(tx -> tx.text("body").append("abc"));
    assertNull(
        ann.observe(
            tx -> {
              tx.text("body").insert(1, "xyz").delete(1, 4);
              tx.map("m").put("k", 1).remove("k");
              tx.set("s").add("x").discard("x");
              tx.counter("c").add(1).add(-1);
            }));
  }

  @Test
  void aRevivedDeleteInsertsAgain() {
    ann.edit(tx -> tx.text("body").append("abcdef"));
    Received delete = ann.edit(tx -> tx.text("body").delete(1, 3));
    List<Delta> deltas = deltas(tx -> tx.text("body").revive(delete.change().first()));
    assertEquals(List.of(new Delta.Retain(1), new Delta.Insert("bc")), deltas);
  }

  @Test
  void valuesAreToldWithBeforeAndAfterInTheOrderOfIds() {
    ann.edit(tx -> tx.map("m").put("a", 1).put("b", 2));
    DocumentEvent event =
        ann.observe(
            tx -> {
              tx.set("s").add("y").add("x");
              tx.register("r").put("v");
              tx.map("m").put("a", 9).put("a", 3).remove("b").put("c", 4);
              tx.counter("c").add(2).add(3);
            });
    assertNotNull(event);
    assertTrue(event.local());
    assertEquals(Author.DOCUMENT, event.document());
    assertEquals(2, event.before().get(ann.id));
    assertEquals(ann.state.version(), event.after());
    ContainerId m = new ContainerId.Root("m", Kind.MAP);
    ContainerId r = new ContainerId.Root("r", Kind.REGISTER);
    assertEquals(
        List.of(
            new ContainerEvent.TotalChanged(new ContainerId.Root("c", Kind.COUNTER), 0, 5),
            new ContainerEvent.ValueChanged(m, "a", some(1), some(3)),
            new ContainerEvent.ValueChanged(m, "b", some(2), Optional.empty()),
            new ContainerEvent.ValueChanged(m, "c", Optional.empty(), some(4)),
            new ContainerEvent.ValueChanged(r, "", Optional.empty(), Optional.of(Value.of("v"))),
            new ContainerEvent.ElementsChanged(
                new ContainerId.Root("s", Kind.SET),
                List.of(Value.of("x"), Value.of("y")),
                List.of())),
        event.containers());
  }

  @Test
  void anImportTellsOnceAndOnlyWhatShows() {
    ann.edit(tx -> tx.map("m").put("k", 1));
    Received first = bob.edit(tx -> tx.text("body").append("one"));
    Received second = bob.edit(tx -> tx.text("body").append("two"));
    DocumentEvent event = ann.receive(first, second).event();
    assertNotNull(event);
    assertFalse(event.local());
    assertEquals(
        List.of(new ContainerEvent.TextChanged(BODY, List.of(new Delta.Insert("onetwo")))),
        event.containers());
    assertNull(ann.receive(first, second).event());
    assertNull(bob.state.apply(ann.journal, false).event());
  }

  @Test
  void anImportTellsWhatWasTakenBackElsewhere() {
    Received typed = bob.edit(tx -> tx.text("body").append("one"));
    Received taken = bob.edit(tx -> tx.takeBack(List.of(typed.change()), id -> null));
    Received more = bob.edit(tx -> tx.text("body").append("two"));
    assertEquals(
        List.of(
            new EventSource(false, EventSource.How.EDIT, "", ""),
            new EventSource(false, EventSource.How.UNDO, "", "")),
        ann.receive(typed, taken, more).event().sources());
  }

  @Test
  void aLosingPutIsNotTold() {
    bob.edit(tx -> tx.register("r").put("bob"));
    Received losing = ann.edit(tx -> tx.register("r").put("ann"));
    assertNull(bob.receive(losing).event());
    assertEquals(2, bob.state.register("r").candidates().size());
  }

  @Test
  void typingBetweenTheHalvesOfAPairElsewhereReplacesBoth() {
    ann.edit(tx -> tx.text("body").append("\uD83D\uDE00"));
    bob.merge(ann);
    Received forged = bob.forge(new Op.Insert(BODY, new OpId(ann.id, 2), Side.LEFT, "x"));
    DocumentEvent event = ann.receive(forged).event();
    assertEquals("\uFFFDx\uFFFD", ann.text());
    assertEquals(
        List.of(new Delta.Insert("\uFFFDx\uFFFD"), new Delta.Delete(2)),
        ((ContainerEvent.TextChanged) event.containers().get(0)).deltas());
  }

  private List<Delta> deltas(Consumer<Transaction> edits) {
    DocumentEvent event = ann.observe(edits);
    assertNotNull(event);
    return ((ContainerEvent.TextChanged) event.containers().get(0)).deltas();
  }

  private static Optional<Value> some(long number) {
    return Optional.of(Value.of(number));
  }
}
