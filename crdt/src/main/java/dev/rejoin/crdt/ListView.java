package dev.rejoin.crdt;

import java.util.List;

/**
 * Reads a list: the values of its elements in order.
 *
 * <p>An element keeps its {@link #element id} while it is moved and set. Reading one element is
 * O(log elements). An index outside of the list is a {@link RefusedEditException}.
 */
public interface ListView {
  int size();

  default boolean isEmpty() {
    return size() == 0;
  }

  /** The value shown at an index; {@link Value.Nested} where the element holds a container. */
  Value get(int index);

  /** The element at an index: the op that made it. */
  OpId element(int index);

  /** Where an element is now; -1 if it is deleted, or no element of this list. */
  int indexOf(OpId element);

  /** Every candidate of the element at an index that nobody has dismissed, the shown one first. */
  List<Candidate> candidates(int index);

  /** All elements with the values they show; unmodifiable copy. */
  List<ListItem> items();

  /** All values; unmodifiable copy. */
  default List<Value> values() {
    return items().stream().map(ListItem::value).toList();
  }

  /**
   * The text that the element at an index holds, wherever the element is moved later; reads as
   * empty where it holds none.
   */
  TextView text(int index);

  MapView map(int index);

  SetView set(int index);

  CounterView counter(int index);

  TreeView tree(int index);

  ListView list(int index);
}
