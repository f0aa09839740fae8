package dev.rejoin.crdt;

import java.util.SortedMap;

/**
 * Visible units of a text that have the same formats: {@code from} (included) to {@code to}
 * (excluded).
 *
 * <p>Immutable.
 *
 * @param attributes the value of each format by key; empty where there is none
 */
public record FormatRun(int from, int to, SortedMap<String, Value> attributes) {
  public FormatRun {
    attributes = Attributes.copy(attributes);
  }
}
