package dev.rejoin.lab;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Random edits of a tree, most of them near the top, so that replicas collide. */
final class RandomMoves {
  private final SplitMix64 random;

  RandomMoves(SplitMix64 random) {
    this.random = random;
  }

  /** Does one edit, and checks that the tree is what it asked for. */
  void edit(TreeEdit tree) {
    List<OpId> nodes = new ArrayList<>();
    tree.walk().forEachRemaining(nodes::add);
    int choice = nodes.isEmpty() ? 0 : random.below(20);
    if (choice < 7) {
      create(tree, nodes);
    } else if (choice < 13) {
      move(tree, nodes);
    } else if (choice < 15) {
      OpId node = random.pick(nodes);
      OpId sibling = random.pick(nodes);
      boolean before = random.oneIn(2);
      TreeEdit moved = before ? tree.moveBefore(node, sibling) : tree.moveAfter(node, sibling);
      int distance = before ? 1 : -1;
      require(moved.index(node) + distance == moved.index(sibling), "not next to it");
    } else if (choice < 17) {
      OpId node = random.pick(nodes);
      require(tree.delete(node).isDeleted(node), "not deleted");
    } else if (choice < 19) {
      restore(tree, nodes);
    } else {
      tree.data(random.pick(nodes)).put("title", random.below(100));
    }
  }

  private void create(TreeEdit tree, List<OpId> nodes) {
    OpId parent = parent(nodes);
    int index = random.below(tree.childCount(parent) + 1);
    OpId node = tree.create(parent, index);
    require(tree.child(parent, index).equals(node), "not created there");
    if (random.oneIn(3)) {
      tree.data(node).put("title", "new");
    }
  }

  private void move(TreeEdit tree, List<OpId> nodes) {
    OpId node = random.pick(nodes);
    OpId parent = parent(nodes);
    boolean sibling = tree.parent(node).equals(Optional.ofNullable(parent));
    int index = random.below(tree.childCount(parent) + (sibling ? 0 : 1));
    tree.move(node, parent, index);
    require(tree.child(parent, index).equals(node), "not moved there");
  }

  private void restore(TreeEdit tree, List<OpId> nodes) {
    List<OpId> trash = tree.trash();
    if (trash.isEmpty()) {
      return;
    }
    OpId node = random.pick(trash);
    if (random.oneIn(3)) {
      List<OpId> below = tree.children(node);
      OpId back = below.isEmpty() ? node : random.pick(below);
      tree.restore(back, parent(nodes), 0);
      require(tree.index(back) == 0 && !tree.isDeleted(back), "not restored there");
    } else {
      require(!tree.restore(node).isDeleted(node), "not restored");
    }
  }

  private @Nullable OpId parent(List<OpId> nodes) {
    return nodes.isEmpty() || random.oneIn(4) ? null : random.pick(nodes);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new AssertionError(problem);
    }
  }
}
