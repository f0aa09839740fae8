package dev.rejoin.crdt;

import java.util.SortedSet;

/** Reads a set of values. */
public interface SetView {
  boolean contains(Value element);

  default boolean contains(String element) {
    return contains(Value.of(element));
  }

  int size();

  /** The elements in the order of {@link Value}; unmodifiable copy. */
  SortedSet<Value> elements();
}
