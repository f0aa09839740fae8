package dev.rejoin.crdt;

/** On which side of its parent an inserted run hangs in the Fugue tree. */
public enum Side {
  LEFT,
  RIGHT
}
