package dev.rejoin.crdt;

/** One step of turning the text before into the text after; lengths are UTF-16 units. */
public sealed interface Delta {
  /** Keeps the next units. */
  record Retain(int length) implements Delta {}

  /** Puts text here. */
  record Insert(String text) implements Delta {}

  /** Drops the next units. */
  record Delete(int length) implements Delta {}
}
