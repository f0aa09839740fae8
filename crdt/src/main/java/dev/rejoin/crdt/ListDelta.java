package dev.rejoin.crdt;

import java.util.List;

/** One step of turning the list before into the list after; counts are elements. */
public sealed interface ListDelta {
  /** Keeps the next elements where they are; their values may have changed. */
  record Retain(int count) implements ListDelta {}

  /** Puts elements here: new ones, those shown again, and those moved here. */
  record Insert(List<ListItem> items) implements ListDelta {
    public Insert {
      items = List.copyOf(items);
    }
  }

  /** Drops the next elements: they are deleted, or moved away. */
  record Delete(int count) implements ListDelta {}
}
