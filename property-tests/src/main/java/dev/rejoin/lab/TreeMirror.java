package dev.rejoin.lab;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A tree that is known by its events only: takes out all that moved, then puts each in place. */
final class TreeMirror {
  private final List<OpId> roots = new ArrayList<>();
  private final TreeMap<OpId, List<OpId>> children = new TreeMap<>();

  private record Taken(OpId node, TreeStep.Place from) {}

  void accept(List<TreeStep> steps) {
    require(!steps.isEmpty(), "an event without steps");
    List<Taken> taken = new ArrayList<>();
    for (TreeStep step : steps) {
      if (step instanceof TreeStep.Moved moved) {
        taken.add(new Taken(moved.node(), moved.from()));
      } else if (step instanceof TreeStep.Deleted deleted) {
        taken.add(new Taken(deleted.node(), deleted.from()));
      }
    }
    for (Taken one : taken) {
      List<OpId> siblings = children(one.from.parent());
      require(siblings.indexOf(one.node) == one.from.index(), "a wrong place before");
    }
    taken.forEach(one -> children(one.from.parent()).remove(one.node));
    steps.forEach(this::put);
  }

  private void put(TreeStep step) {
    if (step instanceof TreeStep.Created created) {
      put(created.node(), created.to());
    } else if (step instanceof TreeStep.Moved moved) {
      put(moved.node(), moved.to());
    } else if (step instanceof TreeStep.Restored restored) {
      put(restored.node(), restored.to());
    }
  }

  private void put(OpId node, TreeStep.Place to) {
    List<OpId> siblings = children(to.parent());
    require(!siblings.contains(node), "a node twice");
    require(to.index() <= siblings.size(), "a place beyond the end");
    siblings.add(to.index(), node);
  }

  private List<OpId> children(Optional<OpId> parent) {
    return parent.isEmpty()
        ? roots
        : children.computeIfAbsent(parent.get(), p -> new ArrayList<>());
  }

  /** The same as {@link NaiveTree#listed}. */
  String listed() {
    StringBuilder text = new StringBuilder();
    text.append(roots);
    children.forEach(
        (node, below) -> {
          if (!below.isEmpty()) {
            text.append(' ').append(node).append(below);
          }
        });
    return text.toString();
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new AssertionError(problem);
    }
  }
}
