package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeEdit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Edits a tree until its nodes are the wanted ones. Below each node, children that are the same
 * with all below them stay; then those with the same data are taken for the same node, then the
 * rest in order.
 *
 * <p>Nothing recurses: a tree may be deeper than a stack.
 */
final class TreeMerge {
  private final TreeEdit tree;

  /** Numbers of whole subtrees, and of data alone. */
  private final Map<Shape, Integer> shapes = new HashMap<>();

  private final Map<Content, Integer> datas = new HashMap<>();

  private final Deque<Step> open = new ArrayDeque<>();

  TreeMerge(TreeEdit tree) {
    this.tree = tree;
  }

  private record Shape(int data, List<Integer> children) {}

  /** A node that is, or is wanted; those that are have an id. */
  private static final class Node {
    final @Nullable OpId id;
    final Content.Entries data;
    final List<Node> children = new ArrayList<>();
    int dataNumber;
    int shape;

    Node(@Nullable OpId id, Content.Entries data) {
      this.id = id;
      this.data = data;
    }
  }

  /** The children of a node are to become these. */
  private record Step(@Nullable OpId parent, List<Node> now, List<Node> then) {}

  void apply(Content.Nodes wanted) {
    List<OpId> ids = new ArrayList<>();
    for (Iterator<OpId> walk = tree.walk(); walk.hasNext(); ) {
      ids.add(walk.next());
    }
    List<Node> now = forest(ContentReader.tree(tree), ids);
    List<Node> then = forest(wanted, List.of());
    open.push(new Step(null, now, then));
    while (!open.isEmpty()) {
      children(open.pop());
    }
  }

  /** Links nodes that come from top to bottom, and numbers what is equal alike. */
  private List<Node> forest(Content.Nodes nodes, List<OpId> ids) {
    List<Node> all = new ArrayList<>();
    List<Node> roots = new ArrayList<>();
    List<Node> path = new ArrayList<>();
    for (int i = 0; i < nodes.nodes().size(); i++) {
      Content.Node one = nodes.nodes().get(i);
      Node node = new Node(ids.isEmpty() ? null : ids.get(i), one.data());
      path.subList(one.depth(), path.size()).clear();
      (path.isEmpty() ? roots : path.get(path.size() - 1).children).add(node);
      path.add(node);
      all.add(node);
    }
    for (int i = all.size() - 1; i >= 0; i--) { // what is below comes later, so it is numbered
      Node node = all.get(i);
      node.dataNumber = datas.computeIfAbsent(node.data, data -> datas.size());
      Shape shape = new Shape(node.dataNumber, node.children.stream().map(n -> n.shape).toList());
      node.shape = shapes.computeIfAbsent(shape, s -> shapes.size());
    }
    return roots;
  }

  private void children(Step step) {
    int[] now = step.now().stream().mapToInt(n -> n.shape).toArray();
    int[] then = step.then().stream().mapToInt(n -> n.shape).toArray();
    for (Lcs.Hunk hunk : Lcs.hunks(now, then)) {
      alike(
          step.parent(),
          step.now().subList(hunk.from(), hunk.to()),
          step.then().subList(hunk.newFrom(), hunk.newTo()),
          hunk.newFrom());
    }
  }

  /** Goes from left to right, so that what is left of the place is already as it shall be. */
  private void alike(@Nullable OpId parent, List<Node> now, List<Node> then, int place) {
    int[] nowData = now.stream().mapToInt(n -> n.dataNumber).toArray();
    int[] thenData = then.stream().mapToInt(n -> n.dataNumber).toArray();
    int i = 0;
    int j = 0;
    for (Lcs.Hunk hunk : Lcs.hunks(nowData, thenData)) {
      while (i < hunk.from()) {
        pair(now.get(i++), then.get(j++));
      }
      while (i < hunk.to() && j < hunk.newTo()) {
        pair(now.get(i++), then.get(j++));
      }
      while (i < hunk.to()) {
        tree.delete(id(now.get(i++)));
      }
      while (j < hunk.newTo()) {
        create(parent, place + j, then.get(j++));
      }
    }
    while (i < now.size()) {
      pair(now.get(i++), then.get(j++));
    }
  }

  private void pair(Node now, Node then) {
    OpId id = id(now);
    if (now.dataNumber != then.dataNumber) {
      ContentMerge.map(tree.data(id), then.data);
    }
    if (now.shape != then.shape) {
      open.push(new Step(id, now.children, then.children));
    }
  }

  private void create(@Nullable OpId parent, int index, Node node) {
    OpId id = tree.create(parent, index);
    ContentMerge.map(tree.data(id), node.data);
    open.push(new Step(id, List.of(), node.children));
  }

  private static OpId id(Node node) {
    OpId id = node.id;
    if (id == null) {
      throw new IllegalStateException("a node that is there has no id");
    }
    return id;
  }
}
