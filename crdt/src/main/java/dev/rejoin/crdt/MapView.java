package dev.rejoin.crdt;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reads a map: for each key the value that is shown among its candidates. */
public interface MapView {
  /** The value shown under a key; {@link Value.Nested} where a container is shown. */
  Optional<Value> get(String key);

  /** All keys with a shown value, sorted; unmodifiable copy. */
  SortedMap<String, Value> entries();

  /** Every candidate of a key that nobody has dismissed, the shown one first. */
  List<Candidate> candidates(String key);

  /** The nested text under a key; reads as empty where there is none. */
  TextView text(String key);

  MapView map(String key);

  SetView set(String key);

  CounterView counter(String key);

  ListView list(String key);

  TreeView tree(String key);
}
