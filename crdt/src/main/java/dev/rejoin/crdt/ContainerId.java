package dev.rejoin.crdt;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names a container of a document, the same on every replica that creates it.
 *
 * <p>Two devices that create {@code meta} apart mean the same container, so their work merges.
 * Immutable; totally ordered.
 */
public sealed interface ContainerId extends Comparable<ContainerId> {
  /** The type of the container. */
  Kind kind();

  /** The container that this one lies in; null for a root. */
  @Nullable ContainerId parent();

  /** How many containers lie above this one. */
  int depth();

  /** A container directly in the document. */
  record Root(String name, Kind kind) implements ContainerId {
    public Root {
      Refusal.checkKey(name);
    }

    @Override
    public @Nullable ContainerId parent() {
      return null;
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
      Refusal.checkDepth(parent);
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

  /**
   * A container that an element holds: it goes where the element goes.
   *
   * @param parent the container of the element
   * @param element the op that made the element
   */
  record Element(ContainerId parent, OpId element, Kind kind) implements ContainerId {
    public Element {
      if (!parent.kind().hasElements()) {
        throw new IllegalArgumentException(
            "no element of a " + parent.kind() + " holds a container");
      }
      Refusal.checkDepth(parent);
    }

    @Override
    public int depth() {
      return parent.depth() + 1;
    }

    @Override
    public String toString() {
      return parent + "[" + element + "]";
    }
  }

  /** What lies beside a container and belongs to it: the annotations of a text. */
  record Beside(ContainerId parent, Kind kind) implements ContainerId {
    public Beside {
      if (parent.kind() != Kind.TEXT) {
        throw new IllegalArgumentException("nothing lies beside a " + parent.kind());
      }
      Refusal.checkDepth(parent);
    }

    @Override
    public int depth() {
      return parent.depth() + 1;
    }

    @Override
    public String toString() {
      return parent + "@" + kind;
    }
  }

  @Override
  default int compareTo(ContainerId other) {
    return Order.CONTAINERS.compare(this, other);
  }

  /**
   * The total order of container ids: roots, then children, then those of elements, then what lies
   * beside.
   */
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
      if (a instanceof Element x && b instanceof Element y) {
        return compareElements(x, y);
      }
      if (a instanceof Beside x && b instanceof Beside y) {
        int order = compare(x.parent, y.parent);
        return order != 0 ? order : x.kind.compareTo(y.kind);
      }
      return Integer.compare(rank(a), rank(b));
    }

    private static int rank(ContainerId id) {
      return id instanceof Root ? 0 : id instanceof Child ? 1 : id instanceof Element ? 2 : 3;
    }

    private static int compareElements(Element x, Element y) {
      int order = compare(x.parent, y.parent);
      order = order != 0 ? order : x.element.compareTo(y.element);
      return order != 0 ? order : x.kind.compareTo(y.kind);
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
