package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trees deeper than anybody may make them here: others can, by moves made apart. */
final class DeepTreeTest {
  private static final ContainerId PLAN = new ContainerId.Root("plan", Kind.TREE);
  private static final int DEPTH = 100_000;
  private final Author ana = new Author(1);
  private final Author ben = new Author(2);

  /** A chain of nodes, each below the one before, from somebody without the limit. */
  private Imported receiveChain() {
    List<Received> changes = new ArrayList<>();
    FractionalIndex position = FractionalIndex.of(new byte[] {(byte) 0x80});
    int last = 0;
    while (last < DEPTH) {
      List<Op> ops = new ArrayList<>();
      int from = last + 1;
      while (last < DEPTH && ops.size() < Limits.MAX_OPS_PER_CHANGE) {
        OpId parent = last == 0 ? null : node(last);
        ops.add(new Op.CreateNode(PLAN, parent, position));
        last++;
      }
      changes.add(ben.change(from, from - 1, Heads.none(), from, ops));
    }
    return ana.receive(changes);
  }

  private OpId node(int number) {
    return new OpId(ben.id, number);
  }

  @Test
  void a_hundred_thousand_levels_overflow_no_stack() {
    Imported imported = receiveChain();
    assertEquals(List.of(), imported.invalid());
    TreeView plan = ana.state.tree("plan");
    assertEquals(DEPTH, plan.size());
    assertEquals(DEPTH - 1, plan.depth(node(DEPTH)));
    int walked = 0;
    for (Iterator<OpId> walk = plan.walk(); walk.hasNext(); walked++) {
      assertEquals(node(walked + 1), walk.next());
    }
    assertEquals(DEPTH, walked);
    byte[] saved = ana.state.save();
    DocumentState loaded = DocumentState.load(saved);
    assertArrayEquals(saved, loaded.save());
    assertEquals(DEPTH - 1, loaded.tree("plan").depth(node(DEPTH)));
  }

  @Test
  void what_is_too_deep_can_be_written_moved_deleted_and_brought_back() {
    receiveChain();
    OpId deepest = node(DEPTH);
    ana.edit(tx -> tx.tree("plan").data(deepest).put("name", "deepest"));
    ana.edit(tx -> tx.tree("plan").move(node(DEPTH / 2), null, 0));
    TreeView plan = ana.state.tree("plan");
    assertEquals(DEPTH / 2, plan.depth(deepest));
    Received cut = ana.edit(tx -> tx.tree("plan").delete(node(1)));
    assertEquals(DEPTH / 2 + 1, plan.size());
    assertTrue(plan.isDeleted(node(DEPTH / 2 - 1)));
    ana.edit(tx -> tx.takeBack(List.of(cut.change()), id -> cut.change()));
    assertEquals(DEPTH, plan.size());
    ana.edit(tx -> tx.tree("plan").delete(node(DEPTH / 2)).restore(node(DEPTH / 2)));
    assertEquals(DEPTH / 2, plan.depth(deepest));
  }
}
