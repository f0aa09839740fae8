package dev.rejoin.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves the nodes of a tree back to where they were in an earlier version, the trash included, and
 * those created since to the trash.
 *
 * <p>Nodes go back from the top down, so that above a node everything is in its place already, and
 * it is never moved below itself. Among siblings with the very same position the later move stands
 * behind, so where one of them goes back all of them do, in order. O(nodes log nodes).
 */
final class TreeRestoration {
  private final Transaction transaction;
  private final ContainerId id;
  private final TreeState now;
  private final @Nullable TreeState then;

  TreeRestoration(
      Transaction transaction, ContainerId id, TreeState now, @Nullable TreeState then) {
    this.transaction = transaction;
    this.id = id;
    this.now = now;
    this.then = then;
  }

  void run() {
    now.refresh();
    TreeState old = then;
    if (old != null) {
      Deque<Integer> parents = new ArrayDeque<>(List.of(TreeLog.TOP, TreeLog.TRASH));
      while (!parents.isEmpty()) {
        int parent = parents.remove();
        children(parent, old);
        for (int i = 0; i < old.childCount(parent); i++) {
          parents.add(old.child(parent, i));
        }
      }
    }
    deleteNew();
  }

  private void children(int parent, TreeState old) {
    int count = old.childCount(parent);
    int from = 0;
    while (from < count) {
      FractionalIndex position = old.log().positionOf(old.childPlace(parent, from));
      int to = from + 1;
      while (position != null
          && to < count
          && position.equals(old.log().positionOf(old.childPlace(parent, to)))) {
        to++;
      }
      List<Integer> moves = new ArrayList<>();
      boolean back = false;
      for (int i = from; i < to; i++) {
        int move = old.childPlace(parent, i);
        moves.add(move);
        back |= isElsewhere(move, old.log(), to - from > 1);
      }
      if (back) {
        moves.forEach(move -> back(move, old.log()));
      }
      from = to;
    }
  }

  /** Whether a node is not where a move of then put it, or, if asked, by another move. */
  private boolean isElsewhere(int move, TreeLog old, boolean byMove) {
    TreeLog log = now.log();
    int place = log.place(log.node(old.id(old.nodeOf(move))));
    if (log.id(place).equals(old.id(move))) {
      return false;
    }
    int parent = old.parentOf(move);
    int is = log.parentOf(place);
    boolean sameParent = parent < 0 || is < 0 ? parent == is : old.id(parent).equals(log.id(is));
    if (parent == TreeLog.TRASH) {
      return !sameParent;
    }
    FractionalIndex position = old.positionOf(move);
    return byMove || !sameParent || position == null || !position.equals(log.positionOf(place));
  }

  private void back(int move, TreeLog old) {
    OpId node = old.id(old.nodeOf(move));
    int parent = old.parentOf(move);
    FractionalIndex position = old.positionOf(move);
    if (parent == TreeLog.TRASH || position == null) {
      delete(node);
      return;
    }
    transaction.reserve(OpSizes.ofNode(position));
    transaction.perform(new Op.MoveNode(id, node, parent < 0 ? null : old.id(parent), position));
    now.refresh();
  }

  /** Deletes the nodes that were not there then; what is below such a node goes with it. */
  private void deleteNew() {
    TreeLog log = now.log();
    for (int node = 0; node < log.size(); node++) {
      if (log.nodeOf(node) == node && isNew(node) && log.place(node) >= 0) {
        int parent = now.parent(node);
        if (parent != TreeLog.TRASH && !(parent >= 0 && isNew(parent))) {
          delete(log.id(node));
        }
      }
    }
  }

  private boolean isNew(int node) {
    return then == null || then.log().node(now.log().id(node)) < 0;
  }

  private void delete(OpId node) {
    transaction.reserve(OpSizes.OP_BYTES);
    transaction.perform(new Op.DeleteNode(id, node));
    now.refresh();
  }
}
