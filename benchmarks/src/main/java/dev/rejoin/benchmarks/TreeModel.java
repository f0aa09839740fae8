package dev.rejoin.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** A tree of numbers as it should be; the same as in peers/types.mjs. The top is -1. */
final class TreeModel {
  private static final int TOP = -1;

  private final List<Integer> parents = new ArrayList<>();
  private final Map<Integer, List<Integer>> children = new HashMap<>();

  /** Moves node number {@code node} below another one, as its child number {@code index}. */
  record Move(int node, int parent, int index) {}

  /** Each node below one of those before it, or at the top. */
  TreeModel(Xorshift random, int size) {
    for (int node = 0; node < size; node++) {
      parents.add(TOP);
      put(node, random.below(node + 1) - 1, Integer.MAX_VALUE);
    }
  }

  List<Integer> parents() {
    return List.copyOf(parents);
  }

  private List<Integer> childrenOf(int node) {
    return children.getOrDefault(node, List.of());
  }

  private void put(int node, int parent, int index) {
    parents.set(node, parent);
    List<Integer> siblings = children.computeIfAbsent(parent, p -> new ArrayList<>());
    siblings.add(Math.min(index, siblings.size()), node);
  }

  private boolean isWithin(int node, int other) {
    int at = node;
    while (at >= 0 && at != other) {
      at = parents.get(at);
    }
    return at == other;
  }

  /** Moves to another parent that make no cycle, already made here. */
  List<Move> plan(Xorshift random, int moves) {
    List<Move> plan = new ArrayList<>(moves);
    while (plan.size() < moves) {
      int node = random.below(parents.size());
      int parent = random.below(parents.size() + 1) - 1;
      boolean elsewhere = parent != parents.get(node);
      if (elsewhere && (parent < 0 || !isWithin(parent, node))) {
        children.get(parents.get(node)).remove((Integer) node);
        int index = random.below(childrenOf(parent).size() + 1);
        put(node, parent, index);
        plan.add(new Move(node, parent, index));
      }
    }
    return plan;
  }

  /** All nodes, each before what is below it, with how deep they are. */
  List<Integer> shape() {
    return shape(this::childrenOf);
  }

  static List<Integer> shape(IntFunction<List<Integer>> childrenOf) {
    List<Integer> found = new ArrayList<>();
    Deque<int[]> open = new ArrayDeque<>();
    open.push(new int[] {TOP, 0});
    while (!open.isEmpty()) {
      int[] next = open.pop();
      found.add(next[0]);
      found.add(next[1]);
      List<Integer> below = childrenOf.apply(next[0]);
      for (int i = below.size() - 1; i >= 0; i--) {
        open.push(new int[] {below.get(i), next[1] + 1});
      }
    }
    return found;
  }
}
