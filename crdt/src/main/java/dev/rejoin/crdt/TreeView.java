package dev.rejoin.crdt;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree of nodes. A node is named by the id of the op that created it; {@code null} as a
 * parent means the top, where the roots are. A deleted node is in the trash with everything below
 * it, and may be asked for like any other.
 *
 * <p>Methods that take a node throw {@link RefusedEditException} if the tree has none with that id.
 * Asking costs O(log n) unless it says something else.
 */
public interface TreeView {
  /** How many nodes are not deleted. O(n) after a delete or restore, or many moves at once. */
  int size();

  /** Whether the tree has a node with this id, deleted or not. */
  boolean contains(OpId node);

  /** The nodes without a parent, in order; an unmodifiable copy. */
  default List<OpId> roots() {
    return children(null);
  }

  /** The nodes directly below a parent, in order; an unmodifiable copy. */
  List<OpId> children(@Nullable OpId parent);

  /** How many nodes are directly below a parent. */
  int childCount(@Nullable OpId parent);

  /**
   * Number {@code index} of the nodes directly below a parent.
   *
   * @throws RefusedEditException if there are not that many
   */
  OpId child(@Nullable OpId parent, int index);

  /** The parent; empty for a root, and for a node in the trash that was deleted itself. */
  Optional<OpId> parent(OpId node);

  /** The place among the siblings, from 0. */
  int index(OpId node);

  /**
   * How many nodes are above; O(depth). It may be more than {@link Limits#MAX_TREE_DEPTH}, since
   * moves made apart add up.
   */
  int depth(OpId node);

  /** Whether the node or one above it was deleted; O(depth). */
  boolean isDeleted(OpId node);

  /** The nodes that were deleted themselves, in the order of the ids of the deletes; a copy. */
  List<OpId> trash();

  /** All nodes that are not deleted, each before what is below it; valid until the tree changes. */
  Iterator<OpId> walk();

  /** What a node holds. */
  MapView data(OpId node);
}
