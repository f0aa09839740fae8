package dev.rejoin.crdt;

import java.util.List;
import java.util.Optional;

/** What one transaction or import did to one container. Immutable. */
public sealed interface ContainerEvent {
  ContainerId container();

  /** Steps from the text before to the text after, without a trailing retain. */
  record TextChanged(ContainerId container, List<Delta> deltas) implements ContainerEvent {
    public TextChanged {
      deltas = List.copyOf(deltas);
    }
  }

  /** Overlapping marks of a text, such as comments, that came or were withdrawn; by id. */
  record MarksChanged(ContainerId container, List<OpId> added, List<OpId> withdrawn)
      implements ContainerEvent {
    public MarksChanged {
      added = List.copyOf(added);
      withdrawn = List.copyOf(withdrawn);
    }
  }

  /**
   * What became of annotations of a text, by id; {@code container} is that of the annotations. What
   * changes in one (its body, replies, status) is told of the containers that it holds.
   */
  record AnnotationsChanged(ContainerId container, List<AnnotationStep> steps)
      implements ContainerEvent {
    public AnnotationsChanged {
      steps = List.copyOf(steps);
    }
  }

  /** The value shown under a key of a map; the key is empty for a register. */
  record ValueChanged(
      ContainerId container, String key, Optional<Value> before, Optional<Value> after)
      implements ContainerEvent {}

  /** Elements that appeared in and vanished from a set, in the order of values. */
  record ElementsChanged(ContainerId container, List<Value> added, List<Value> discarded)
      implements ContainerEvent {
    public ElementsChanged {
      added = List.copyOf(added);
      discarded = List.copyOf(discarded);
    }
  }

  /**
   * Steps from the list before to the list after, without a trailing retain.
   *
   * @param moves which of the inserted elements were deleted elsewhere, so were moved, by index
   * @param sets elements that showed before and show another value now, moved ones too, by index
   */
  record ListChanged(
      ContainerId container,
      List<ListDelta> deltas,
      List<ElementMoved> moves,
      List<ElementSet> sets)
      implements ContainerEvent {
    public ListChanged {
      deltas = List.copyOf(deltas);
      moves = List.copyOf(moves);
      sets = List.copyOf(sets);
    }
  }

  /** What became of the nodes of a tree: who went to the trash, then the others by their places. */
  record NodesChanged(ContainerId container, List<TreeStep> steps) implements ContainerEvent {
    public NodesChanged {
      steps = List.copyOf(steps);
    }
  }

  /** The total of a counter. */
  record TotalChanged(ContainerId container, long before, long after) implements ContainerEvent {}
}
