package dev.rejoin.crdt;

/** Reads a counter. */
public interface CounterView {
  long total();
}
