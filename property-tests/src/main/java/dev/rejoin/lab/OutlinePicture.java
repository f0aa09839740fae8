package dev.rejoin.lab;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A tree as text: every node with its children in brackets, then the trash. */
final class OutlinePicture {
  private final Function<@Nullable OpId, List<OpId>> children;
  private final StringBuilder text = new StringBuilder();

  private OutlinePicture(Function<@Nullable OpId, List<OpId>> children) {
    this.children = children;
  }

  static String of(Function<@Nullable OpId, List<OpId>> children, List<OpId> trash) {
    OutlinePicture picture = new OutlinePicture(children);
    children.apply(null).forEach(picture::add);
    if (!trash.isEmpty()) {
      picture.text.append("trash ");
      trash.forEach(picture::add);
    }
    return picture.text.toString();
  }

  private void add(OpId node) {
    text.append(node).append('(');
    children.apply(node).forEach(this::add);
    text.append(')');
  }

  /** What a view shows; all its ways of asking must agree. */
  static String of(TreeView tree) {
    List<OpId> walked = new ArrayList<>();
    check(tree, null, 0, false, walked);
    List<OpId> walk = new ArrayList<>();
    tree.walk().forEachRemaining(walk::add);
    require(walk.equals(walked), "a walk over " + walk + " instead of " + walked);
    require(tree.size() == walked.size(), "a size of " + tree.size());
    for (OpId node : tree.trash()) {
      require(tree.contains(node) && tree.isDeleted(node), "a live node in the trash");
      require(tree.parent(node).isEmpty() && tree.depth(node) == 0, "a parent above the trash");
      check(tree, node, 1, true, walked);
    }
    return of(tree::children, tree.trash());
  }

  private static void check(
      TreeView tree, @Nullable OpId parent, int depth, boolean deleted, List<OpId> walked) {
    List<OpId> children = tree.children(parent);
    require(tree.childCount(parent) == children.size(), "a wrong count of children");
    for (int i = 0; i < children.size(); i++) {
      OpId node = children.get(i);
      require(tree.child(parent, i).equals(node) && tree.index(node) == i, "a wrong index");
      require(tree.parent(node).equals(Optional.ofNullable(parent)), "a wrong parent");
      require(tree.depth(node) == depth && tree.isDeleted(node) == deleted, "a wrong depth");
      walked.add(node);
      check(tree, node, depth + 1, deleted, walked);
    }
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new AssertionError(problem);
    }
  }
}
