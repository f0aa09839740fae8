package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What goes wrong where trees are synced without a log of moves, and does not here. */
final class TreeAnomaliesTest {
  private static final ContainerId PLAN = new ContainerId.Root("plan", Kind.TREE);

  private final TestReplica ana = new TestReplica(1);
  private final TestReplica ben = new TestReplica(2);
  private final OpId a = make(tree -> tree.create(null));
  private final OpId b = make(tree -> tree.create(null));
  private final OpId c = make(tree -> tree.create(null));

  /** Something that both know from the beginning. */
  private OpId make(Function<TreeEdit, OpId> edit) {
    List<OpId> made = new ArrayList<>();
    edit(ana, tree -> made.add(edit.apply(tree)));
    sync();
    return made.get(0);
  }

  private static void edit(TestReplica replica, Consumer<TreeEdit> edit) {
    replica.edit(tx -> edit.accept(tx.tree("plan")));
    replica.freeze(1);
  }

  /** Both get everything; then all ways of looking at it agree. */
  private TreeView sync() {
    ana.receive(List.copyOf(ben.journal()));
    ben.receive(List.copyOf(ana.journal()));
    for (TestReplica replica : List.of(ana, ben)) {
      NaiveTree twin = new NaiveTree(replica.ops(), PLAN);
      assertEquals(twin.shown(), OutlinePicture.of(replica.state().tree("plan")));
      assertEquals(twin.listed(), new NaiveTree(ana.ops(), PLAN).listed());
      assertEquals(List.of(), replica.mirror().differences(replica.ops()));
    }
    return ana.state().tree("plan");
  }

  private static List<OpId> walk(TreeView tree) {
    List<OpId> nodes = new ArrayList<>();
    tree.walk().forEachRemaining(nodes::add);
    return nodes;
  }

  private static void assertAllOnce(TreeView tree, OpId... nodes) {
    List<OpId> walk = walk(tree);
    assertEquals(new TreeSet<>(List.of(nodes)), new TreeSet<>(walk));
    assertEquals(nodes.length, walk.size());
  }

  /** Elsewhere: a cycle that hangs together but not with the root, so both nodes vanish. */
  @Test
  void twoNodesMovedBelowEachOtherApart() {
    edit(ana, tree -> tree.move(a, b, 0));
    edit(ben, tree -> tree.move(b, a, 0));
    TreeView tree = sync();
    assertAllOnce(tree, a, b, c);
    assertEquals(Optional.of(b), tree.parent(a), "the move that comes first in the log counts");
    assertEquals(Optional.empty(), tree.parent(b));
  }

  /** Elsewhere: three moves, each harmless to two of them, make a cycle of three. */
  @Test
  void threeNodesMovedInARingApart() {
    TestReplica cleo = new TestReplica(3);
    cleo.receive(List.copyOf(ana.journal()));
    edit(ana, tree -> tree.move(a, b, 0));
    edit(ben, tree -> tree.move(b, c, 0));
    edit(cleo, tree -> tree.move(c, a, 0));
    ben.receive(List.copyOf(cleo.journal()));
    TreeView tree = sync();
    assertAllOnce(tree, a, b, c);
    assertEquals(Optional.empty(), tree.parent(c));
  }

  /** Elsewhere: an ancestor follows its descendant and takes the subtree out of the tree. */
  @Test
  void ancestorAndDescendantMovedApart() {
    edit(ana, tree -> tree.move(b, a, 0).move(c, b, 0));
    sync();
    edit(ana, tree -> tree.move(a, null, 0).move(c, null, 1));
    edit(ben, tree -> tree.moveAfter(b, a));
    edit(ben, tree -> tree.move(a, c, 0));
    assertAllOnce(sync(), a, b, c);
  }

  /** Elsewhere: the node is in both places, as a copy, and the copies differ from then on. */
  @Test
  void oneNodeMovedToTwoPlacesApartIsInOne() {
    edit(ana, tree -> tree.move(c, a, 0));
    edit(ben, tree -> tree.move(c, b, 0));
    TreeView tree = sync();
    assertAllOnce(tree, a, b, c);
    assertEquals(Optional.of(b), tree.parent(c), "the later replica of the same time");
  }

  /** Elsewhere: a delete deletes what somebody has just moved out of the deleted folder. */
  @Test
  void whatWasMovedOutOfADeletedNodeSurvives() {
    edit(ana, tree -> tree.move(b, a, 0).move(c, a, 0));
    sync();
    edit(ana, tree -> tree.delete(a));
    edit(ben, tree -> tree.move(b, null, 0));
    TreeView tree = sync();
    assertAllOnce(tree, b);
    assertTrue(tree.isDeleted(c));
    edit(ana, edited -> edited.restore(a));
    assertAllOnce(sync(), a, b, c);
  }

  /** Elsewhere: the delete wins always, or the move does, by who is asked. Here the later one. */
  @Test
  void ofMoveAndDeleteApartTheLaterCounts() {
    edit(ana, tree -> tree.delete(c));
    edit(ben, tree -> tree.move(c, a, 0));
    assertEquals(Optional.of(a), sync().parent(c));
    edit(ben, tree -> tree.delete(c));
    edit(ana, tree -> tree.moveBefore(b, a).moveBefore(a, b));
    assertTrue(sync().isDeleted(c));
    edit(ana, tree -> tree.restore(c));
    edit(ben, tree -> tree.restore(c).move(c, b, 0));
    assertEquals(Optional.of(b), sync().parent(c));
  }

  /** Elsewhere: what is written in a deleted node is gone, and comes back without it. */
  @Test
  void whatIsWrittenInADeletedNodeIsKept() {
    edit(ana, tree -> tree.delete(a));
    edit(ben, tree -> tree.data(a).put("title", "kept"));
    assertTrue(sync().isDeleted(a));
    edit(ben, tree -> tree.restore(a));
    assertEquals(Optional.of(Value.of("kept")), sync().data(a).get("title"));
  }

  /** Elsewhere: moves that depend on one that is refused later stay where they cannot be. */
  @Test
  void aLateMoveTakesBackAChainOfNewerOnes() {
    edit(ben, tree -> tree.move(b, a, 0));
    for (int i = 0; i < 3; i++) {
      ana.edit(tx -> tx.counter("time").add(1));
    }
    edit(ana, tree -> tree.move(a, b, 0)); // newer, and a cycle once the other is known
    edit(ana, tree -> tree.move(c, a, 0));
    OpId d = make(tree -> tree.create(c));
    TreeView tree = sync();
    assertAllOnce(tree, a, b, c, d);
    assertEquals(Optional.of(a), tree.parent(b));
    assertEquals(Optional.empty(), tree.parent(a));
    assertEquals(new TreeSet<>(List.of(b, c)), new TreeSet<>(tree.children(a)));
  }

  /** Elsewhere: a move that was refused is forgotten, though a late one makes it possible. */
  @Test
  void aMoveThatHadNoEffectTakesEffectOnceAnEarlierOneArrives() {
    edit(ana, tree -> tree.move(b, a, 0));
    edit(ben, tree -> tree.move(a, b, 0)); // the same Lamport time, a higher replica: no effect
    TestReplica cleo = new TestReplica(3);
    cleo.receive(List.copyOf(ana.journal()));
    cleo.receive(List.copyOf(ben.journal()));
    assertEquals(Optional.of(a), cleo.state().tree("plan").parent(b));
    TestReplica early = new TestReplica(0);
    early.receive(ana.journal().subList(0, 3));
    edit(early, tree -> tree.move(a, b, 0)); // before both: the first of them has no effect now
    cleo.receive(List.copyOf(early.journal()));
    assertEquals(
        new NaiveTree(cleo.ops(), PLAN).shown(), OutlinePicture.of(cleo.state().tree("plan")));
    assertEquals(Optional.of(b), cleo.state().tree("plan").parent(a));
    assertEquals(Optional.empty(), cleo.state().tree("plan").parent(b));
    ana.receive(List.copyOf(early.journal()));
    assertAllOnce(sync(), a, b, c);
  }

  /** Elsewhere: two nodes take one place, and one of them overwrites the other. */
  @Test
  void nodesCreatedAtOnePlaceApartAreBothThere() {
    edit(ana, tree -> tree.data(tree.create(a, 0)).put("by", "Ana"));
    edit(ben, tree -> tree.data(tree.create(a, 0)).put("by", "Ben"));
    TreeView tree = sync();
    TreeSet<Value> authors = new TreeSet<>();
    tree.children(a).forEach(node -> authors.add(tree.data(node).get("by").orElseThrow()));
    assertEquals(new TreeSet<>(List.of(Value.of("Ana"), Value.of("Ben"))), authors);
  }
}
