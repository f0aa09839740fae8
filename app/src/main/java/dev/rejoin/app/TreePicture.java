package dev.rejoin.app;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Walks a tree and draws the branches in front of each node. Linear time and no recursion, however
 * deep the tree is.
 */
final class TreePicture {
  /** Branches of deeper nodes are left out, since no screen is wide enough. */
  private static final int MAX_BRANCHES = 40;

  private final TreeView tree;
  private final Iterator<OpId> walk;

  /** The nodes above the one that is being drawn, which is the last. */
  private final List<OpId> above = new ArrayList<>();

  /** For each of them whether a sibling follows. */
  private final List<Boolean> goesOn = new ArrayList<>();

  /** For each of them how many children have not been walked. */
  private final List<Integer> left = new ArrayList<>();

  private int rootsLeft;

  TreePicture(TreeView tree) {
    this.tree = tree;
    this.walk = tree.walk();
    this.rootsLeft = tree.childCount(null);
  }

  boolean hasNext() {
    return walk.hasNext();
  }

  OpId next() {
    OpId node = walk.next();
    int top = above.size() - 1;
    while (top >= 0 && left.get(top) == 0) {
      above.remove(top);
      goesOn.remove(top);
      left.remove(top);
      top--;
    }
    int siblings = (top < 0 ? rootsLeft : left.get(top)) - 1;
    if (top < 0) {
      rootsLeft = siblings;
    } else {
      left.set(top, siblings);
    }
    above.add(node);
    goesOn.add(siblings > 0);
    left.add(tree.childCount(node));
    return node;
  }

  /** How many nodes are above the one that is being drawn. */
  int depth() {
    return above.size() - 1;
  }

  /** What stands in front of the node. */
  String branch() {
    return trunk(depth()) + (goesOn.get(depth()) ? "├─ " : "└─ ");
  }

  /** What stands in front of what the node holds. */
  String inset() {
    boolean children = left.get(depth()) > 0;
    return trunk(depth() + 1) + (children ? "│  " : "   ");
  }

  private String trunk(int depth) {
    StringBuilder trunk = new StringBuilder();
    for (int i = Math.max(0, depth - MAX_BRANCHES); i < depth; i++) {
      trunk.append(goesOn.get(i) ? "│  " : "   ");
    }
    return depth > MAX_BRANCHES ? "… " + trunk : trunk.toString();
  }
}
