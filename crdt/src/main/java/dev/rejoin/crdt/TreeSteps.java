package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out what a transaction or import did to a tree, from the nodes that were touched: O(log n)
 * for each of them.
 */
final class TreeSteps {
  /** A touched node with the moves that put it where it was and where it is. */
  private record Change(int node, int before, int after) {}

  private final TreeState tree;
  private final TreeLog log;
  private final List<Change> changes = new ArrayList<>();

  /** The moves of touched nodes that were and that are below a parent, in the order of siblings. */
  private final TreeMap<Integer, List<Integer>> left = new TreeMap<>();

  private final TreeMap<Integer, List<Integer>> entered = new TreeMap<>();

  private TreeSteps(TreeState tree) {
    this.tree = tree;
    this.log = tree.log();
  }

  /** The steps: who left for good, then the others by parent and index. */
  static List<TreeStep> of(TreeState tree) {
    TreeSteps steps = new TreeSteps(tree);
    for (int node : tree.touched()) {
      steps.add(node, tree.before(node), tree.log().place(node));
    }
    steps.left.values().forEach(moves -> moves.sort(tree.log()::compareSiblings));
    steps.entered.values().forEach(moves -> moves.sort(tree.log()::compareSiblings));
    return steps.steps();
  }

  private void add(int node, int before, int after) {
    if (before == after) {
      return;
    }
    changes.add(new Change(node, before, after));
    if (isInTree(before)) {
      left.computeIfAbsent(log.parentOf(before), p -> new ArrayList<>()).add(before);
    }
    if (isInTree(after)) {
      entered.computeIfAbsent(log.parentOf(after), p -> new ArrayList<>()).add(after);
    }
  }

  private boolean isInTree(int move) {
    return move != TreeLog.NOWHERE && log.parentOf(move) != TreeLog.TRASH;
  }

  private List<TreeStep> steps() {
    List<TreeStep> steps = new ArrayList<>();
    List<Change> arrivals = new ArrayList<>();
    for (Change change : changes) {
      if (isInTree(change.after)) {
        arrivals.add(change);
      } else if (isInTree(change.before)) {
        steps.add(new TreeStep.Deleted(log.id(change.node), from(change)));
      }
    }
    arrivals.sort(
        Comparator.comparingInt((Change c) -> log.parentOf(c.after))
            .thenComparing(Change::after, log::compareSiblings));
    TreeMap<Integer, Boolean> same = new TreeMap<>();
    for (Change change : arrivals) {
      if (!same.computeIfAbsent(log.parentOf(change.after), this::isSame)) {
        steps.add(arrival(change));
      }
    }
    return steps;
  }

  private TreeStep arrival(Change change) {
    OpId node = log.id(change.node);
    TreeStep.Place to = place(change.after, indexAfter(change.after));
    if (change.before == TreeLog.NOWHERE) {
      return new TreeStep.Created(node, to);
    }
    return isInTree(change.before)
        ? new TreeStep.Moved(node, from(change), to)
        : new TreeStep.Restored(node, to);
  }

  /** Whether the touched children of a node have new positions, but are in the same places. */
  private boolean isSame(int parent) {
    List<Integer> were = left.getOrDefault(parent, List.of());
    List<Integer> are = entered.getOrDefault(parent, List.of());
    boolean same = were.size() == are.size();
    for (int i = 0; same && i < were.size(); i++) {
      int before = were.get(i);
      int after = are.get(i);
      same = log.nodeOf(before) == log.nodeOf(after) && indexBefore(before) == indexAfter(after);
    }
    return same;
  }

  private TreeStep.Place from(Change change) {
    return place(change.before, indexBefore(change.before));
  }

  private TreeStep.Place place(int move, int index) {
    int parent = log.parentOf(move);
    return new TreeStep.Place(
        parent == TreeLog.TOP ? Optional.empty() : Optional.of(log.id(parent)), index);
  }

  private int indexAfter(int move) {
    Siblings siblings = tree.children(log.parentOf(move));
    return siblings == null ? 0 : siblings.rank(move);
  }

  /** The index before: after, without those that came, with those that left. */
  private int indexBefore(int move) {
    int parent = log.parentOf(move);
    return indexAfter(move)
        - below(entered.getOrDefault(parent, List.of()), move)
        + below(left.getOrDefault(parent, List.of()), move);
  }

  /** How many of sorted moves come before another one. */
  private int below(List<Integer> moves, int move) {
    int low = 0;
    int high = moves.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.compareSiblings(moves.get(middle), move) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
