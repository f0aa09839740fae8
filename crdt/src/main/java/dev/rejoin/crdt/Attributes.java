package dev.rejoin.crdt;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Formats by key, as readers get them: sorted, and nobody can change them. */
final class Attributes {
  private static final SortedMap<String, Value> NONE = ReadOnly.map(new TreeMap<>());
  private static final SortedMap<String, @Nullable Value> UNCHANGED = ReadOnly.map(new TreeMap<>());

  private Attributes() {}

  static SortedMap<String, Value> none() {
    return NONE;
  }

  static SortedMap<String, @Nullable Value> unchanged() {
    return UNCHANGED;
  }

  static SortedMap<String, Value> copy(SortedMap<String, Value> attributes) {
    return attributes.isEmpty() ? NONE : ReadOnly.map(new TreeMap<>(attributes));
  }

  static SortedMap<String, @Nullable Value> copyChanges(
      SortedMap<String, @Nullable Value> changes) {
    return changes.isEmpty() ? UNCHANGED : ReadOnly.map(new TreeMap<>(changes));
  }
}
