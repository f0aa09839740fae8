package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a tree of spans from spans in document order, bottom up. */
final class SpanTreeBuilder {
  /** Leaves some room, or the first edits would split every leaf. */
  private static final int FILL = 42;

  private final List<SpanLeaf> leaves = new ArrayList<>();
  private SpanLeaf last = addLeaf(null);
  private int size;
  private int visible;

  void add(int number, int length, int parent, int shape) {
    if (last.size == FILL) {
      last = addLeaf(last);
    }
    last.append(number, length, parent, shape);
    show(shape, length);
    size++;
  }

  /** Makes the span that was added last longer at its end. */
  void lengthen(int by) {
    int slot = last.size - 1;
    last.set(slot, SpanLeaf.LENGTH, last.length(slot) + by);
    show(last.shape(slot), by);
  }

  int size() {
    return size;
  }

  /** How many units show. */
  int visible() {
    return visible;
  }

  SpanLeaf[] leaves() {
    return leaves.toArray(new SpanLeaf[0]);
  }

  SpanNode root() {
    List<SpanNode> level = new ArrayList<>(leaves);
    while (level.size() > 1) {
      level = branches(level);
    }
    return level.get(0);
  }

  private void show(int shape, int length) {
    if (shape < SpanLeaf.ONE_DELETE) {
      last.visible += length;
      visible += length;
    }
  }

  private SpanLeaf addLeaf(@Nullable SpanLeaf before) {
    SpanLeaf made = new SpanLeaf(leaves.size());
    made.previous = before;
    if (before != null) {
      before.next = made;
    }
    leaves.add(made);
    return made;
  }

  private static List<SpanNode> branches(List<SpanNode> nodes) {
    List<SpanNode> branches = new ArrayList<>();
    SpanBranch open = new SpanBranch();
    for (SpanNode node : nodes) {
      if (open.isFull()) {
        branches.add(open);
        open = new SpanBranch();
      }
      open.add(open.size, node, node.visible());
    }
    branches.add(open);
    return branches;
  }
}
