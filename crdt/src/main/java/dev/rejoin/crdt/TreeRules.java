package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/** Whether an op on a tree makes sense: all that it names must be of this tree and seen before. */
record TreeRules(@Nullable TreeState tree, OpValidator.Past past) {
  /** Whether an op is one on a tree. */
  static boolean fits(Op op) {
    return op instanceof Op.CreateNode
        || op instanceof Op.MoveNode
        || op instanceof Op.DeleteNode
        || op instanceof Op.RekeyNode;
  }

  /** What is wrong with an op that fits, or null where nothing is. */
  @Nullable String problem(Op op) {
    if (op instanceof Op.CreateNode create) {
      return nodeProblem(create.parent());
    }
    if (op instanceof Op.MoveNode move) {
      String problem = nodeProblem(move.node());
      return problem != null ? problem : nodeProblem(move.parent());
    }
    if (op instanceof Op.DeleteNode delete) {
      return nodeProblem(delete.node());
    }
    return moveProblem(((Op.RekeyNode) op).move());
  }

  private @Nullable String nodeProblem(@Nullable OpId node) {
    boolean known =
        node == null
            || past.includes(node.replica(), node.seq())
                && tree != null
                && tree.log().node(node) >= 0;
    return known ? null : "names " + node + ", which is no node of this tree";
  }

  private @Nullable String moveProblem(OpId move) {
    boolean seen = past.includes(move.replica(), move.seq());
    int number = seen && tree != null ? tree.log().number(move) : OpNumbers.NONE;
    boolean known = number >= 0 && tree != null && tree.log().parentOf(number) != TreeLog.TRASH;
    return known ? null : "rekey of " + move + ", which is no move of this tree";
  }
}
