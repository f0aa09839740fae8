package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/**
 * Reads and edits a tree inside a transaction.
 *
 * <p>Concurrency rule: of two moves of one node the one with the higher (Lamport time, replica)
 * counts; a delete is a move to the trash. A move that would put a node below itself, together with
 * moves made apart, has no effect. Nothing is lost: what is below a deleted node stays there, and
 * what was moved away apart from the delete survives. Nodes that were put at one place apart stand
 * next to each other. See Kleppmann et al., "A highly-available move operation for replicated
 * trees".
 *
 * <p>What is not promised: nodes that two replicas added in a row at one place may be mixed.
 *
 * <p>Everything costs O(log n + depth). Methods throw {@link RefusedEditException} and change
 * nothing if a node is unknown or deleted, an index is out of range, or a node would have more than
 * {@link Limits#MAX_TREE_DEPTH} above it.
 */
public interface TreeEdit extends TreeView {
  /**
   * Creates a node below a parent, which is not deleted, or at the top.
   *
   * @param index from 0 to the number of children
   * @return the id of the node
   */
  OpId create(@Nullable OpId parent, int index);

  /** Creates a node as the last child. */
  default OpId create(@Nullable OpId parent) {
    return create(parent, childCount(parent));
  }

  /**
   * Moves a node with everything below it; without effect where it is there already.
   *
   * @param index which child it is afterwards
   */
  TreeEdit move(OpId node, @Nullable OpId parent, int index);

  /** Moves a node next to another one, before it. */
  TreeEdit moveBefore(OpId node, OpId sibling);

  /** Moves a node next to another one, after it. */
  TreeEdit moveAfter(OpId node, OpId sibling);

  /** Moves a node to the trash with everything below it; without effect if it is there already. */
  TreeEdit delete(OpId node);

  /**
   * Brings a node that was deleted itself back to where it was.
   *
   * @throws RefusedEditException also if its parent is deleted: restore that first, or say where to
   */
  TreeEdit restore(OpId node);

  /** Brings a deleted node back, also one that is only below a deleted one, to another place. */
  TreeEdit restore(OpId node, @Nullable OpId parent, int index);

  @Override
  MapEdit data(OpId node);
}
