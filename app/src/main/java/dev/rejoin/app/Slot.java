package dev.rejoin.app;

import dev.rejoin.crdt.CounterView;
import dev.rejoin.crdt.ListView;
import dev.rejoin.crdt.MapView;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.SetView;
import dev.rejoin.crdt.TextView;
import dev.rejoin.crdt.TreeView;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;

/**
 * The place that a path leads to, and the container of each kind that may be there. In a
 * transaction these are made where they are missing, and are of the types that edit.
 */
sealed interface Slot {
  TextView text();

  MapView map();

  ListView list();

  SetView set();

  CounterView counter();

  TreeView tree();

  /** Where a path leads to. */
  static Slot of(Roots roots, FieldPath path) {
    Slot slot = new OfRoot(roots, path.first());
    for (FieldPath.Step step : path.steps().subList(1, path.steps().size())) {
      if (step instanceof FieldPath.Key key) {
        slot = new OfKey(slot.map(), key.name());
      } else if (step instanceof FieldPath.Element element) {
        slot = new OfElement(slot.list(), element.index());
      } else if (step instanceof FieldPath.Node node) {
        TreeView tree = slot.tree();
        slot = new OfNode(tree, Nodes.find(tree, node.name()));
      } else {
        throw new RejoinException(
            ErrorCode.BAD_ARGUMENT,
            "'" + path + "' names no element: [] is the end of a list",
            "[] is for --push; name an element by its index, as in tasks[2].",
            null);
      }
    }
    return slot;
  }

  /** Directly in the document. */
  record OfRoot(Roots roots, String name) implements Slot {
    @Override
    public TextView text() {
      return roots.text(name);
    }

    @Override
    public MapView map() {
      return roots.map(name);
    }

    @Override
    public ListView list() {
      return roots.list(name);
    }

    @Override
    public SetView set() {
      return roots.set(name);
    }

    @Override
    public CounterView counter() {
      return roots.counter(name);
    }

    @Override
    public TreeView tree() {
      return roots.tree(name);
    }
  }

  /** Under a key of a map. */
  record OfKey(MapView holder, String key) implements Slot {
    @Override
    public TextView text() {
      return holder.text(key);
    }

    @Override
    public MapView map() {
      return holder.map(key);
    }

    @Override
    public ListView list() {
      return holder.list(key);
    }

    @Override
    public SetView set() {
      return holder.set(key);
    }

    @Override
    public CounterView counter() {
      return holder.counter(key);
    }

    @Override
    public TreeView tree() {
      return holder.tree(key);
    }
  }

  /** In an element of a list. */
  record OfElement(ListView holder, int index) implements Slot {
    @Override
    public TextView text() {
      return holder.text(index);
    }

    @Override
    public MapView map() {
      return holder.map(index);
    }

    @Override
    public ListView list() {
      return holder.list(index);
    }

    @Override
    public SetView set() {
      return holder.set(index);
    }

    @Override
    public CounterView counter() {
      return holder.counter(index);
    }

    @Override
    public TreeView tree() {
      return holder.tree(index);
    }
  }

  /** A node of a tree, which holds a map and nothing else. */
  record OfNode(TreeView holder, OpId node) implements Slot {
    @Override
    public MapView map() {
      return holder.data(node);
    }

    @Override
    public TextView text() {
      throw noField();
    }

    @Override
    public ListView list() {
      throw noField();
    }

    @Override
    public SetView set() {
      throw noField();
    }

    @Override
    public CounterView counter() {
      throw noField();
    }

    @Override
    public TreeView tree() {
      throw noField();
    }

    static RejoinException noField() {
      return new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "the path ends in a node of a tree, which holds a map",
          "Name a field of the node, as in plan[House].name.",
          null);
    }
  }
}
