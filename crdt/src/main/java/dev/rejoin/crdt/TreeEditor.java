package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Edits one tree inside a transaction. */
final class TreeEditor implements TreeEdit {
  private static final TreeState EMPTY = new TreeState();

  private final Transaction transaction;
  private final ContainerId id;
  private final TreeView view;

  TreeEditor(Transaction transaction, ContainerId id) {
    this.transaction = transaction;
    this.id = id;
    this.view = Views.tree(transaction.containers(), id);
  }

  @Override
  public OpId create(@Nullable OpId parent, int index) {
    int below = liveParent(parent);
    checkDepth(below);
    checkIndex(index, tree().childCount(below));
    FractionalIndex position = places().position(below, index, TreeLog.NOWHERE);
    transaction.reserve(OpSizes.ofNode(position));
    return transaction.perform(new Op.CreateNode(id, parent, position));
  }

  @Override
  public TreeEdit move(OpId node, @Nullable OpId parent, int index) {
    int number = node(node);
    int below = liveParent(parent);
    if (tree().deletedAbove(number) >= 0) {
      throw new RefusedEditException(
          Reason.NODE_DELETED, "node " + node + " is deleted; restore it to a place instead");
    }
    moveTo(node, number, parent, below, index);
    return this;
  }

  @Override
  public TreeEdit moveBefore(OpId node, OpId sibling) {
    return moveNextTo(node, sibling, 0);
  }

  @Override
  public TreeEdit moveAfter(OpId node, OpId sibling) {
    return moveNextTo(node, sibling, 1);
  }

  private TreeEdit moveNextTo(OpId node, OpId sibling, int after) {
    int number = node(node);
    int next = node(sibling);
    if (number == next) {
      throw new RefusedEditException(
          Reason.NODE_BELOW_ITSELF, "node " + node + " cannot stand next to itself");
    }
    requireLive(next);
    int index = tree().index(next) + after;
    boolean leavesGap =
        tree().parent(number) == tree().parent(next) && tree().index(number) < index;
    return move(node, view.parent(sibling).orElse(null), leavesGap ? index - 1 : index);
  }

  @Override
  public TreeEdit delete(OpId node) {
    int number = node(node);
    if (tree().deletedAbove(number) < 0) {
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.DeleteNode(id, node));
    }
    return this;
  }

  @Override
  public TreeEdit restore(OpId node) {
    int number = node(node);
    if (tree().parent(number) != TreeLog.TRASH) {
      boolean hidden = tree().deletedAbove(number) >= 0;
      throw new RefusedEditException(
          Reason.NODE_DELETED,
          hidden
              ? "node " + node + " is below a deleted node; restore that, or say where to"
              : "node " + node + " is not deleted");
    }
    TreeLog log = tree().log();
    int place = log.lastPlaceOutside(number);
    int parent = log.parentOf(place);
    FractionalIndex position = log.positionOf(place);
    if (parent >= 0) {
      requireLive(parent);
    }
    checkDepth(parent);
    if (position == null) {
      throw new IllegalStateException("node " + node + " was nowhere but in the trash");
    }
    transaction.reserve(OpSizes.ofNode(position));
    OpId below = parent < 0 ? null : log.id(parent);
    transaction.perform(new Op.MoveNode(id, node, below, position));
    return this;
  }

  @Override
  public TreeEdit restore(OpId node, @Nullable OpId parent, int index) {
    int number = node(node);
    int below = liveParent(parent);
    if (tree().deletedAbove(number) < 0) {
      throw new RefusedEditException(
          Reason.NODE_DELETED, "node " + node + " is not deleted; move it instead");
    }
    moveTo(node, number, parent, below, index);
    return this;
  }

  @Override
  public MapEdit data(OpId node) {
    node(node);
    return new MapEditor(transaction, new ContainerId.Element(id, node, Kind.MAP));
  }

  private void moveTo(OpId node, int number, @Nullable OpId parent, int below, int index) {
    TreeState tree = tree();
    boolean sibling = tree.parent(number) == below;
    checkIndex(index, tree.childCount(below) - (sibling ? 1 : 0));
    if (tree.isWithin(below, number)) {
      throw new RefusedEditException(
          Reason.NODE_BELOW_ITSELF,
          "node " + node + " cannot move to " + parent + ", which is the node or below it");
    }
    if (sibling && tree.index(number) == index) {
      return;
    }
    if (!sibling) {
      checkDepth(below);
    }
    FractionalIndex position = places().position(below, index, number);
    transaction.reserve(OpSizes.ofNode(position));
    transaction.perform(new Op.MoveNode(id, node, parent, position));
  }

  private TreePlaces places() {
    return new TreePlaces(transaction, id, tree());
  }

  private int liveParent(@Nullable OpId parent) {
    transaction.requireEditing();
    int number = TreeViews.parent(tree(), parent);
    requireLive(number);
    return number;
  }

  private void requireLive(int number) {
    int deleted = tree().deletedAbove(number);
    if (deleted >= 0) {
      throw new RefusedEditException(
          Reason.NODE_DELETED,
          "node "
              + tree().log().id(number)
              + " is deleted, with "
              + tree().log().id(deleted)
              + "; restore that first, or take another place");
    }
  }

  private static void checkIndex(int index, int count) {
    if (index < 0 || index > count) {
      throw TreeViews.outOfRange(index, count);
    }
  }

  /** Refuses a node that would be too deep; what hangs below it is not looked at. */
  private void checkDepth(int parent) {
    int depth = 0;
    for (int at = parent; at >= 0; at = tree().parent(at)) {
      depth++;
    }
    if (depth > Limits.MAX_TREE_DEPTH) {
      throw new RefusedEditException(
          Reason.NESTING_TOO_DEEP,
          "a node has at most " + Limits.MAX_TREE_DEPTH + " nodes above it, not " + depth);
    }
  }

  private int node(OpId node) {
    transaction.requireEditing();
    return TreeViews.node(tree(), node);
  }

  private TreeState tree() {
    TreeState tree = transaction.containers().tree(id);
    return tree == null ? EMPTY : tree;
  }

  private TreeView view() {
    transaction.requireEditing();
    return view;
  }

  @Override
  public int size() {
    return view().size();
  }

  @Override
  public boolean contains(OpId node) {
    return view().contains(node);
  }

  @Override
  public List<OpId> children(@Nullable OpId parent) {
    return view().children(parent);
  }

  @Override
  public int childCount(@Nullable OpId parent) {
    return view().childCount(parent);
  }

  @Override
  public OpId child(@Nullable OpId parent, int index) {
    return view().child(parent, index);
  }

  @Override
  public Optional<OpId> parent(OpId node) {
    return view().parent(node);
  }

  @Override
  public int index(OpId node) {
    return view().index(node);
  }

  @Override
  public int depth(OpId node) {
    return view().depth(node);
  }

  @Override
  public boolean isDeleted(OpId node) {
    return view().isDeleted(node);
  }

  @Override
  public List<OpId> trash() {
    return view().trash();
  }

  @Override
  public Iterator<OpId> walk() {
    return view().walk();
  }
}
