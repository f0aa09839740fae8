package dev.rejoin.crdt;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One step of turning the text before into the text after; lengths are UTF-16 units. */
public sealed interface Delta {
  /**
   * Keeps the next units.
   *
   * @param changes the formats of these units that changed, by key; null where one is gone
   */
  record Retain(int length, SortedMap<String, @Nullable Value> changes) implements Delta {
    public Retain {
      changes = Attributes.copyChanges(changes);
    }

    /** Keeps the next units as they are. */
    public Retain(int length) {
      this(length, Attributes.unchanged());
    }
  }

  /**
   * Puts text here.
   *
   * @param attributes all formats of the text, by key
   */
  record Insert(String text, SortedMap<String, Value> attributes) implements Delta {
    public Insert {
      attributes = Attributes.copy(attributes);
    }

    /** Puts text without formats here. */
    public Insert(String text) {
      this(text, Attributes.none());
    }
  }

  /** Drops the next units. */
  record Delete(int length) implements Delta {}
}
