package dev.rejoin.crdt;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The nodes below a parent, each before its children; without recursion, however deep. */
final class TreeWalk implements Iterator<OpId> {
  private final TreeState tree;
  private final int revision;

  /** The nodes whose children are being walked, and which child comes next. */
  private int[] parents = new int[8];

  private int[] next = new int[8];
  private int depth;

  TreeWalk(TreeState tree, int parent) {
    this.tree = tree;
    this.revision = tree.revision();
    parents[0] = parent;
    leave();
  }

  @Override
  public boolean hasNext() {
    return depth >= 0;
  }

  @Override
  public OpId next() {
    return tree.log().id(nextNode());
  }

  int nextNode() {
    if (depth < 0) {
      throw new NoSuchElementException("the walk is at its end");
    }
    if (tree.revision() != revision) {
      throw new IllegalStateException("the tree changed during a walk; begin another one");
    }
    int node = tree.child(parents[depth], next[depth]++);
    if (++depth == parents.length) {
      parents = Arrays.copyOf(parents, 2 * depth);
      next = Arrays.copyOf(next, 2 * depth);
    }
    parents[depth] = node;
    next[depth] = 0;
    leave();
    return node;
  }

  /** Goes up from nodes of which no child is left. */
  private void leave() {
    while (depth >= 0 && next[depth] == tree.childCount(parents[depth])) {
      depth--;
    }
  }
}
