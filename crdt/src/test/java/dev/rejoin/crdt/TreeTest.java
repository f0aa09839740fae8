package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** One tree, edited and read by one replica: what it shows, tells and refuses. */
final class TreeTest {
  private final Author ana = new Author(1);
  private final OpId house = make(tree -> tree.create(null));
  private final OpId kitchen = make(tree -> tree.create(house));
  private final OpId table = make(tree -> tree.create(kitchen));
  private final OpId garden = make(tree -> tree.create(null));
  private final OpId stranger = new OpId(new ReplicaId(9, 9), 1);

  private OpId make(Function<TreeEdit, OpId> edit) {
    List<OpId> made = new ArrayList<>();
    ana.edit(tx -> made.add(edit.apply(tx.tree("plan"))));
    return made.get(0);
  }

  private void edit(Consumer<TreeEdit> edit) {
    ana.edit(tx -> edit.accept(tx.tree("plan")));
  }

  private TreeView tree() {
    return ana.state.tree("plan");
  }

  private static List<OpId> walk(TreeView tree) {
    List<OpId> nodes = new ArrayList<>();
    tree.walk().forEachRemaining(nodes::add);
    return nodes;
  }

  @Test
  void nodesAreCreatedMovedAndRead() {
    assertEquals(List.of(house, garden), tree().roots());
    assertEquals(Optional.of(kitchen), tree().parent(table));
    assertEquals(2, tree().depth(table));
    edit(tree -> tree.move(kitchen, garden, 0));
    assertEquals(List.of(house, garden, kitchen, table), walk(tree()));
    edit(tree -> tree.moveBefore(garden, house));
    assertEquals(List.of(garden, house), tree().roots());
    edit(tree -> tree.moveAfter(garden, house));
    assertEquals(List.of(house, garden), tree().roots());
    assertEquals(1, tree().index(garden));
    assertEquals(4, tree().size());
  }

  @Test
  void aMoveToWhereANodeIsMakesNoOp() {
    ana.observe(tx -> assertEquals(0, ops(tx, tree -> tree.move(garden, null, 1))));
  }

  private static int ops(Transaction tx, Consumer<TreeEdit> edit) {
    edit.accept(tx.tree("plan"));
    return tx.ops().size();
  }

  @Test
  void deletedNodesKeepWhatIsBelowThemAndComeBack() {
    edit(tree -> tree.data(table).put("legs", 4));
    edit(tree -> tree.delete(house));
    assertEquals(List.of(garden), walk(tree()));
    assertEquals(1, tree().size());
    assertEquals(List.of(house), tree().trash());
    assertTrue(tree().isDeleted(table) && tree().contains(table));
    edit(tree -> tree.data(table).put("legs", 3));
    edit(tree -> tree.restore(house));
    assertEquals(List.of(house, kitchen, table, garden), walk(tree()));
    assertEquals(Optional.of(Value.of(3)), tree().data(table).get("legs"));
    assertFalse(tree().isDeleted(table));
    assertEquals(List.of(), tree().trash());
  }

  @Test
  void whatIsBelowADeletedNodeIsRestoredToAPlace() {
    edit(tree -> tree.delete(house));
    edit(tree -> tree.restore(table, garden, 0));
    assertEquals(List.of(garden, table), walk(tree()));
    edit(tree -> tree.delete(table).delete(garden).restore(table, null, 0));
    assertEquals(List.of(table), walk(tree()));
  }

  @Test
  void treesLieInMapsToo() {
    ana.edit(tx -> tx.map("meta").tree("toc").create(null));
    TreeView toc = ana.state.map("meta").tree("toc");
    assertEquals(1, toc.size());
    ana.edit(tx -> tx.map("meta").tree("toc").data(toc.child(null, 0)).put("a", 1));
    DocumentState loaded = DocumentState.load(ana.state.save());
    TreeView again = loaded.map("meta").tree("toc");
    assertEquals(Optional.of(Value.of(1)), again.data(again.child(null, 0)).get("a"));
  }

  @Test
  void badEditsAreRefusedAndChangeNothing() {
    byte[] saved = ana.state.save();
    refused(Reason.NODE_BELOW_ITSELF, tree -> tree.move(house, house, 0));
    refused(Reason.NODE_BELOW_ITSELF, tree -> tree.move(house, table, 0));
    refused(Reason.NODE_BELOW_ITSELF, tree -> tree.moveBefore(house, kitchen));
    refused(Reason.NODE_BELOW_ITSELF, tree -> tree.moveAfter(house, house));
    refused(Reason.NODE_UNKNOWN, tree -> tree.move(stranger, null, 0));
    refused(Reason.NODE_UNKNOWN, tree -> tree.create(stranger, 0));
    refused(Reason.NODE_UNKNOWN, tree -> tree.delete(stranger));
    refused(Reason.NODE_UNKNOWN, tree -> tree.data(stranger));
    refused(Reason.NODE_UNKNOWN, tree -> tree.children(stranger));
    refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.create(house, 2));
    refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.create(house, -1));
    refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.move(house, null, 2));
    refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.child(null, 2));
    refused(Reason.NODE_DELETED, tree -> tree.restore(house));
    refused(Reason.NODE_DELETED, tree -> tree.restore(house, garden, 0));
    refused(Reason.NODE_DELETED, tree -> tree.delete(house).create(kitchen, 0));
    refused(Reason.NODE_DELETED, tree -> tree.delete(house).move(garden, house, 0));
    refused(Reason.NODE_DELETED, tree -> tree.delete(house).move(table, garden, 0));
    refused(Reason.NODE_DELETED, tree -> tree.delete(house).restore(table));
    refused(Reason.NODE_DELETED, tree -> tree.delete(house).moveAfter(garden, kitchen));
    refused(Reason.NODE_DELETED, tree -> tree.delete(table).delete(kitchen).restore(table));
    assertArrayEquals(saved, ana.state.save());
  }

  private void refused(Reason reason, Consumer<TreeEdit> edit) {
    Transaction tx = ana.state.begin(ana.id, ana.next(), false);
    Executable editing = () -> edit.accept(tx.tree("plan"));
    RefusedEditException refusal = assertThrows(RefusedEditException.class, editing);
    assertEquals(reason, refusal.reason(), refusal.getMessage());
    tx.rollback();
  }

  @Test
  void nodesBelongToTheirTree() {
    Transaction tx = ana.state.begin(ana.id, ana.next(), false);
    assertThrows(RefusedEditException.class, () -> tx.tree("other").create(house));
    tx.rollback();
    assertFalse(ana.state.tree("other").contains(house));
  }

  @Test
  void aTreeInTheDeepestPlaceHoldsNoDataAndReadsAsEmpty() {
    ana.edit(
        tx -> {
          MapEdit map = tx.map("m");
          for (int depth = 2; depth < Limits.MAX_NESTING; depth++) {
            map = map.map("m");
          }
          TreeEdit deepest = map.tree("t");
          OpId node = deepest.create(null);
          assertThrows(RefusedEditException.class, () -> deepest.data(node));
        });
    MapView map = ana.state.map("m");
    for (int depth = 2; depth < Limits.MAX_NESTING; depth++) {
      map = map.map("m");
    }
    OpId node = map.tree("t").child(null, 0);
    assertEquals(Optional.empty(), map.tree("t").data(node).get("x"));
  }

  @Test
  void walksEndWithTheirTree() {
    Iterator<OpId> walk = tree().walk();
    assertEquals(house, walk.next());
    edit(tree -> tree.delete(garden));
    assertThrows(IllegalStateException.class, walk::next);
    assertThrows(NoSuchElementException.class, ana.state.tree("none").walk()::next);
  }

  @Test
  void eventsTellPlacesBeforeAndAfter() {
    assertEquals(
        List.of(new TreeStep.Moved(garden, place(null, 1), place(house, 0))),
        steps(tree -> tree.move(garden, house, 0)));
    assertEquals(
        List.of(new TreeStep.Deleted(kitchen, place(house, 1))), steps(t -> t.delete(kitchen)));
    assertEquals(
        List.of(new TreeStep.Restored(kitchen, place(house, 1))), steps(t -> t.restore(kitchen)));
    List<OpId> made = new ArrayList<>();
    List<TreeStep> created = steps(tree -> made.add(tree.create(house, 0)));
    assertEquals(List.of(new TreeStep.Created(made.get(0), place(house, 0))), created);
  }

  @Test
  void eventsTellNothingThatIsTakenBackWithinThem() {
    assertEquals(List.of(), steps(tree -> tree.move(garden, house, 0).move(garden, null, 1)));
    assertEquals(List.of(), steps(tree -> tree.delete(tree.create(null))));
  }

  private List<TreeStep> steps(Consumer<TreeEdit> edit) {
    DocumentEvent event = ana.observe(tx -> edit.accept(tx.tree("plan")));
    return event == null
        ? List.of()
        : ((ContainerEvent.NodesChanged) event.containers().get(0)).steps();
  }

  private static TreeStep.Place place(OpId parent, int index) {
    return new TreeStep.Place(Optional.ofNullable(parent), index);
  }

  @Test
  void relocatedTransactionsMeanTheSame() {
    Transaction tx = ana.state.begin(ana.id, ana.next(), false);
    TreeEdit plan = tx.tree("plan");
    OpId attic = plan.create(house, 0);
    plan.create(attic);
    plan.move(attic, garden, 0).data(attic).put("dusty", true);
    tx.relocate(ana.next() + 100);
    tx.commit();
    OpId moved = attic.plus(100);
    assertEquals(List.of(moved), tree().children(garden));
    assertEquals(List.of(moved.plus(1)), tree().children(moved));
    assertEquals(Optional.of(Value.of(true)), tree().data(moved).get("dusty"));
  }

  @Test
  void rolledBackMovesLeaveNothing() {
    byte[] before = ana.state.save();
    Transaction tx = ana.state.begin(ana.id, ana.next(), true);
    TreeEdit plan = tx.tree("plan");
    OpId attic = plan.create(house, 0);
    plan.move(kitchen, attic, 0).delete(attic).create(garden);
    tx.rollback();
    assertArrayEquals(before, ana.state.save());
    assertEquals(List.of(house, kitchen, table, garden), walk(tree()));
    assertFalse(tree().contains(attic));
  }
}
