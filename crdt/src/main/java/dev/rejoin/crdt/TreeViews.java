package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A read view of a tree, live: each call reads the state as it is then. */
record TreeViews(Containers all, Supplier<@Nullable ContainerId> place) implements TreeView {
  private static final TreeState EMPTY = new TreeState();

  @Override
  public int size() {
    return tree().count();
  }

  @Override
  public boolean contains(OpId node) {
    return tree().log().node(node) >= 0;
  }

  @Override
  public List<OpId> children(@Nullable OpId parent) {
    TreeState tree = tree();
    return list(tree, parent(tree, parent));
  }

  @Override
  public int childCount(@Nullable OpId parent) {
    TreeState tree = tree();
    return tree.childCount(parent(tree, parent));
  }

  @Override
  public OpId child(@Nullable OpId parent, int index) {
    TreeState tree = tree();
    int number = parent(tree, parent);
    int count = tree.childCount(number);
    if (index < 0 || index >= count) {
      throw outOfRange(index, count);
    }
    return tree.log().id(tree.child(number, index));
  }

  @Override
  public Optional<OpId> parent(OpId node) {
    TreeState tree = tree();
    int parent = tree.parent(node(tree, node));
    return parent < 0 ? Optional.empty() : Optional.of(tree.log().id(parent));
  }

  @Override
  public int index(OpId node) {
    TreeState tree = tree();
    return tree.index(node(tree, node));
  }

  @Override
  public int depth(OpId node) {
    TreeState tree = tree();
    int depth = 0;
    for (int at = tree.parent(node(tree, node)); at >= 0; at = tree.parent(at)) {
      depth++;
    }
    return depth;
  }

  @Override
  public boolean isDeleted(OpId node) {
    TreeState tree = tree();
    return tree.deletedAbove(node(tree, node)) >= 0;
  }

  @Override
  public List<OpId> trash() {
    return list(tree(), TreeLog.TRASH);
  }

  @Override
  public Iterator<OpId> walk() {
    return new TreeWalk(tree(), TreeLog.TOP);
  }

  @Override
  public MapView data(OpId node) {
    node(tree(), node);
    return Views.map(
        all,
        () -> {
          ContainerId id = place.get();
          boolean fits = id != null && id.depth() + 1 < Limits.MAX_NESTING;
          return fits ? new ContainerId.Element(id, node, Kind.MAP) : null;
        });
  }

  private static List<OpId> list(TreeState tree, int parent) {
    int count = tree.childCount(parent);
    List<OpId> nodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      nodes.add(tree.log().id(tree.child(parent, i)));
    }
    return List.copyOf(nodes);
  }

  private TreeState tree() {
    ContainerId id = place.get();
    TreeState tree = id == null ? null : all.tree(id);
    return tree == null ? EMPTY : tree;
  }

  /** The number of a node of a tree. */
  static int node(TreeState tree, OpId node) {
    int number = tree.log().node(node);
    if (number < 0) {
      throw new RefusedEditException(
          Reason.NODE_UNKNOWN, "no node " + node + " in this tree; ask it for its nodes");
    }
    return number;
  }

  static int parent(TreeState tree, @Nullable OpId parent) {
    return parent == null ? TreeLog.TOP : node(tree, parent);
  }

  static RefusedEditException outOfRange(int index, int count) {
    return new RefusedEditException(
        Reason.POSITION_OUT_OF_RANGE,
        "index " + index + " is outside the " + count + " children of this parent");
  }
}
