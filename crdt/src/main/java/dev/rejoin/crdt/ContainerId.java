package dev.rejoin.crdt;

import java.util.Comparator;
import java.util.List;

/**
 * Names a container of a document, the same on every replica that creates it.
 *
 * <p>Two devices that create {@code meta} apart mean the same container, so their work merges.
 * Immutable; totally ordered.
 */
public sealed interface ContainerId extends Comparable<ContainerId> {
  /** The type of the container. */
  Kind kind();

  /** How many containers lie above this one. */
  int depth();

  /** A container directly in the document. */
  record Root(String name, Kind kind) implements ContainerId {
    public Root {
      Refusal.checkKey(name);
    }

    @Override
    public int depth() {
      return 0;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A container under a key of a map.
   *
   * @param generation the removes of the key that the creator saw, as the last one of each replica,
   *     sorted: two offline creators agree, and what is created after a remove starts empty
   */
  record Child(ContainerId parent, String key, Kind kind, List<OpId> generation)
      implements ContainerId {
    public Child {
      Refusal.checkKey(key);
      generation = generation.stream().sorted().toList();
      if (parent.kind() != Kind.MAP) {
        throw new IllegalArgumentException("only a map has children, not a " + parent.kind());
      }
      if (parent.depth() + 1 >= Limits.MAX_NESTING) {
        throw new RefusedEditException(
            RefusedEditException.Reason.NESTING_TOO_DEEP,
            "containers nest at most " + Limits.MAX_NESTING + " deep");
      }
    }

    @Override
    public int depth() {
      return parent.depth() + 1;
    }

    @Override
    public String toString() {
      return parent + "." + key;
    }
  }

  @Override
  default int compareTo(ContainerId other) {
    return Order.CONTAINERS.compare(this, other);
  }

  /** The total order of container ids: roots first, then children by parent. */
  final class Order {
    static final Comparator<ContainerId> CONTAINERS = Order::compare;

    private Order() {}

    private static int compare(ContainerId a, ContainerId b) {
      if (a instanceof Root x && b instanceof Root y) {
        int byName = x.name.compareTo(y.name);
        return byName != 0 ? byName : x.kind.compareTo(y.kind);
      }
      if (a instanceof Child x && b instanceof Child y) {
        return compareChildren(x, y);
      }
      return a instanceof Root ? -1 : 1;
    }

    private static int compareChildren(Child x, Child y) {
      int order = compare(x.parent, y.parent);
      order = order != 0 ? order : x.key.compareTo(y.key);
      order = order != 0 ? order : x.kind.compareTo(y.kind);
      order = order != 0 ? order : Integer.compare(x.generation.size(), y.generation.size());
      for (int i = 0; order == 0 && i < x.generation.size(); i++) {
        order = x.generation.get(i).compareTo(y.generation.get(i));
      }
      return order;
    }
  }
}
