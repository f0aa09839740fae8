package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes back moves of nodes: a node goes back to where it was before, but only while it is where
 * these moves put it, and not below a node that was deleted since, or below itself.
 */
final class TreeInverse {
  private static final int MOST_STEPS = 1_000;

  private final Transaction transaction;
  private final Function<OpId, @Nullable Change> changes;

  TreeInverse(Transaction transaction, Function<OpId, @Nullable Change> changes) {
    this.transaction = transaction;
    this.changes = changes;
  }

  /** The node that an op is about; null for one that only makes room. */
  static @Nullable OpId node(Op op, OpId id) {
    if (op instanceof Op.CreateNode) {
      return id;
    }
    if (op instanceof Op.MoveNode move) {
      return move.node();
    }
    return op instanceof Op.DeleteNode delete ? delete.node() : null;
  }

  /**
   * Takes back what was done to nodes, of each the oldest first. Those moved last go back first;
   * one that cannot be where it was, below itself or a deleted node, waits until others have gone
   * back.
   */
  void takeBack(ContainerId container, Map<OpId, List<Inverse.Done>> done) {
    List<OpId> waiting = new ArrayList<>(done.keySet());
    waiting.sort(
        Comparator.comparingLong((OpId node) -> last(done.getOrDefault(node, List.of())))
            .reversed());
    int before = 0;
    while (waiting.size() != before) {
      before = waiting.size();
      waiting.removeIf(node -> takeBack(container, node, done.getOrDefault(node, List.of())));
    }
  }

  private static long last(List<Inverse.Done> done) {
    return done.get(done.size() - 1).lamport();
  }

  /** Takes back what was done to a node; false if it cannot be there where it was, now. */
  private boolean takeBack(ContainerId container, OpId node, List<Inverse.Done> done) {
    TreeState tree = transaction.containers().tree(container);
    if (tree == null) {
      return true;
    }
    tree.refresh();
    TreeLog log = tree.log();
    int place = log.withoutRekeys(log.place(log.node(node)));
    List<OpId> ids = done.stream().map(Inverse.Done::id).toList();
    if (place < 0 || !isForAny(place, ids, log)) {
      return true;
    }
    int before = log.before(log.number(ids.get(0)));
    FractionalIndex position = before < 0 ? null : log.positionOf(before);
    if (position == null) { // in the trash already, perhaps: then by the delete from before
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.DeleteNode(container, node));
      return true;
    }
    int parent = log.parentOf(before);
    boolean deletedSince = isDeletedSince(tree.deletedAbove(parent), done.get(0), log);
    if (deletedSince || tree.isWithin(parent, log.node(node))) {
      return false;
    }
    OpId below = parent < 0 ? null : log.id(parent);
    transaction.reserve(OpSizes.ofNode(position));
    transaction.perform(new Op.MoveNode(container, node, below, position));
    return true;
  }

  /** Whether a node was deleted after a move, and not by this undo. */
  private boolean isDeletedSince(int deleted, Inverse.Done done, TreeLog log) {
    if (deleted < 0) {
      return false;
    }
    int delete = log.place(deleted);
    if (log.lamport(delete) >= transaction.lamport()) {
      return false;
    }
    int original = original(delete, log);
    for (int i = 0; original >= 0 && i < MOST_STEPS; i++) {
      delete = original;
      original = original(delete, log);
    }
    return log.lamport(delete) > done.lamport();
  }

  /** Whether a move is one of others, or an undo made it to bring back what one of them did. */
  private boolean isForAny(int move, List<OpId> originals, TreeLog log) {
    int at = move;
    for (int i = 0; at >= 0 && i < MOST_STEPS; i++) {
      if (originals.contains(log.id(at))) {
        return true;
      }
      at = original(at, log);
    }
    return false;
  }

  private int original(int move, TreeLog log) {
    Change change = changes.apply(log.id(move));
    if (change == null || !(change.ops().get(0) instanceof Op.Undoes undoes)) {
      return TreeLog.NOWHERE;
    }
    OpId node = log.id(log.nodeOf(move));
    for (int i = undoes.changes().size() - 1; i >= 0; i--) {
      Change undone = changes.apply(undoes.changes().get(i));
      OpId first = undone == null ? null : firstOf(undone, node);
      if (first != null) {
        return log.withoutRekeys(log.before(log.number(first)));
      }
    }
    return TreeLog.NOWHERE;
  }

  /** The first op of a change that is about a node. */
  private static @Nullable OpId firstOf(Change change, OpId node) {
    OpId at = change.first();
    for (Op op : change.ops()) {
      if (node.equals(node(op, at))) {
        return at;
      }
      at = at.plus(op.atoms());
    }
    return null;
  }
}
