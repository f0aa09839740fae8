package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad edits of a tree. */
final class TreeBadInputTest {
  private static final ContainerId TREE = new ContainerId.Root("tree", Kind.TREE);
  private final Author ana = new Author(1);
  private final List<OpId> nodes = new ArrayList<>();

  /** House with a room in it, a garden, and a shed in the trash with a box in it. */
  @BeforeEach
  void begin() {
    ana.edit(
        tx -> {
          OpId house = create(tx, null);
          create(tx, house);
          create(tx, null);
          OpId shed = create(tx, null);
          create(tx, shed);
          tx.tree("tree").delete(shed);
        });
  }

  private OpId create(Transaction tx, @Nullable OpId parent) {
    OpId node = tx.tree("tree").create(parent);
    nodes.add(node);
    return node;
  }

  private OpId house() {
    return nodes.get(0);
  }

  private OpId room() {
    return nodes.get(1);
  }

  private OpId shed() {
    return nodes.get(3);
  }

  private OpId box() {
    return nodes.get(4);
  }

  private void refused(Reason reason, Consumer<TreeEdit> edit) {
    Refused.check(ana, reason, tx -> edit.accept(tx.tree("tree")));
  }

  @Test
  void a_node_does_not_move_into_itself() {
    refused(Reason.NODE_BELOW_ITSELF, tree -> tree.move(house(), house(), 0));
    refused(Reason.NODE_BELOW_ITSELF, tree -> tree.move(house(), room(), 0));
    refused(Reason.NODE_BELOW_ITSELF, tree -> tree.moveBefore(house(), room()));
    refused(Reason.NODE_BELOW_ITSELF, tree -> tree.moveAfter(house(), house()));
  }

  @Test
  void nothing_is_created_or_moved_below_the_trash() {
    for (OpId deleted : List.of(shed(), box())) {
      refused(Reason.NODE_DELETED, tree -> tree.create(deleted));
      refused(Reason.NODE_DELETED, tree -> tree.move(house(), deleted, 0));
      refused(Reason.NODE_DELETED, tree -> tree.move(deleted, null, 0));
      refused(Reason.NODE_DELETED, tree -> tree.moveAfter(house(), deleted));
      refused(Reason.NODE_DELETED, tree -> tree.restore(shed(), deleted, 0));
    }
  }

  @Test
  void what_cannot_be_restored_is_refused() {
    refused(Reason.NODE_DELETED, tree -> tree.restore(house()));
    refused(Reason.NODE_DELETED, tree -> tree.restore(house(), null, 0));
    refused(Reason.NODE_DELETED, tree -> tree.restore(box()));
    ana.edit(tx -> tx.tree("tree").delete(room()).delete(house()));
    refused(Reason.NODE_DELETED, tree -> tree.restore(room()));
  }

  @Test
  void unknown_nodes_are_refused() {
    ana.edit(tx -> tx.tree("other").create(null));
    OpId ofOther = new OpId(ana.id, ana.next() - 1);
    OpId delete = new OpId(ana.id, 6);
    for (OpId none : List.of(ofOther, delete, new OpId(new Author(7).id, 1))) {
      refused(Reason.NODE_UNKNOWN, tree -> tree.create(none));
      refused(Reason.NODE_UNKNOWN, tree -> tree.move(none, null, 0));
      refused(Reason.NODE_UNKNOWN, tree -> tree.move(house(), none, 0));
      refused(Reason.NODE_UNKNOWN, tree -> tree.moveBefore(house(), none));
      refused(Reason.NODE_UNKNOWN, tree -> tree.delete(none));
      refused(Reason.NODE_UNKNOWN, tree -> tree.restore(none));
      refused(Reason.NODE_UNKNOWN, tree -> tree.data(none).put("k", 1));
      refused(Reason.NODE_UNKNOWN, tree -> tree.children(none));
    }
  }

  @Test
  void indices_out_of_range_are_refused() {
    for (int index : new int[] {-1, 3, Integer.MAX_VALUE}) {
      refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.create(null, index));
      refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.move(room(), null, index));
      refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.restore(shed(), null, index));
      refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.child(null, index));
    }
    refused(Reason.POSITION_OUT_OF_RANGE, tree -> tree.move(house(), null, 2));
  }

  @Test
  void a_node_deeper_than_the_limit_is_refused() {
    ana.edit(
        tx -> {
          OpId at = room();
          for (int depth = 2; depth <= Limits.MAX_TREE_DEPTH; depth++) {
            at = create(tx, at);
          }
        });
    OpId deepest = nodes.get(nodes.size() - 1);
    OpId garden = nodes.get(2);
    assertEquals(Limits.MAX_TREE_DEPTH, ana.state.tree("tree").depth(deepest));
    refused(Reason.NESTING_TOO_DEEP, tree -> tree.create(deepest));
    refused(Reason.NESTING_TOO_DEEP, tree -> tree.move(garden, deepest, 0));
    refused(Reason.NESTING_TOO_DEEP, tree -> tree.restore(shed(), deepest, 0));
    ana.edit(tx -> tx.tree("tree").moveBefore(garden, deepest));
  }

  @Test
  void a_tree_in_the_deepest_map_and_data_in_the_deepest_tree_are_refused() {
    Refused.checkLast(ana, Reason.NESTING_TOO_DEEP, tx -> Refused.deepest(tx).tree("t"));
  }

  @Test
  void keys_and_values_in_a_node_are_checked_as_in_any_map() {
    for (String key : Refused.badKeys()) {
      refused(Reason.KEY_INVALID, tree -> tree.data(house()).put(key, 1));
    }
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> Refused.fill(v -> tx.tree("tree").data(house()).put("k", Value.of(v))));
  }

  @Test
  void what_others_send_must_name_nodes_of_the_tree() {
    FractionalIndex position = FractionalIndex.of(new byte[] {(byte) 0x80});
    OpId none = new OpId(ana.id, 99);
    OpId delete = new OpId(ana.id, 6);
    for (OpId id : List.of(none, delete)) {
      Refused.checkForged(ana, "no node", new Op.CreateNode(TREE, id, position));
      Refused.checkForged(ana, "no node", new Op.MoveNode(TREE, id, null, position));
      Refused.checkForged(ana, "no node", new Op.MoveNode(TREE, house(), id, position));
      Refused.checkForged(ana, "no node", new Op.DeleteNode(TREE, id));
      Refused.checkForged(ana, "no move", new Op.RekeyNode(TREE, id, position));
    }
  }
}
