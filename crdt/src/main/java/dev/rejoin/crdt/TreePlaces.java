package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a position for a node between two siblings inside a transaction. Where no short one is
 * left, it spreads the siblings around there: gives them new positions in the same order.
 */
final class TreePlaces {
  /** Siblings on each side that are spread at first; twice as many until that makes them short. */
  private static final int FIRST_SPREAD = 16;

  private final Transaction transaction;
  private final ContainerId id;
  private final TreeState tree;

  TreePlaces(Transaction transaction, ContainerId id, TreeState tree) {
    this.transaction = transaction;
    this.id = id;
    this.tree = tree;
  }

  /**
   * A position that makes a node child number {@code index} of a parent.
   *
   * @param moved the node, which does not count among the siblings; none if it is new
   */
  FractionalIndex position(int parent, int index, int moved) {
    int own = moved >= 0 && tree.parent(moved) == parent ? tree.index(moved) : Integer.MAX_VALUE;
    int left = own < index ? index : index - 1;
    int right = own <= index ? index + 1 : index;
    FractionalIndex position = between(parent, left, right);
    if (position == null) {
      spread(parent, index);
      position = between(parent, left, right);
    }
    if (position == null) {
      throw new IllegalStateException("no room among siblings that were just spread");
    }
    return position;
  }

  private @Nullable FractionalIndex between(int parent, int left, int right) {
    FractionalIndex low = positionOf(parent, left);
    FractionalIndex high = positionOf(parent, right);
    if (!Between.isRoom(low, high)) {
      return null;
    }
    boolean afterLow =
        high == null || low != null && lamport(parent, left) > lamport(parent, right);
    return new Between(low, high).one(afterLow, transaction.jitter());
  }

  private @Nullable FractionalIndex positionOf(int parent, int index) {
    return index < 0 || index >= tree.childCount(parent)
        ? null
        : tree.log().positionOf(tree.childPlace(parent, index));
  }

  private long lamport(int parent, int index) {
    return tree.log().lamport(tree.childPlace(parent, index));
  }

  /** Gives the siblings around an index positions at equal distances, all of them at worst. */
  private void spread(int parent, int index) {
    int count = tree.childCount(parent);
    for (int side = FIRST_SPREAD; ; side *= 2) {
      int from = Math.max(0, index - side);
      int to = Math.min(count, index + side);
      FractionalIndex low = positionOf(parent, from - 1);
      FractionalIndex high = positionOf(parent, to);
      List<FractionalIndex> positions =
          Between.isRoom(low, high)
              ? new Between(low, high).several(to - from, Limits.MAX_POSITION_BYTES / 2)
              : null;
      if (positions != null) {
        rekey(parent, from, positions);
        return;
      }
    }
  }

  private void rekey(int parent, int from, List<FractionalIndex> positions) {
    int[] moves = new int[positions.size()];
    for (int i = 0; i < moves.length; i++) {
      moves[i] = tree.childPlace(parent, from + i);
    }
    for (int i = 0; i < moves.length; i++) {
      transaction.reserve(OpSizes.ofNode(positions.get(i)));
      transaction.perform(new Op.RekeyNode(id, tree.log().id(moves[i]), positions.get(i)));
    }
  }
}
