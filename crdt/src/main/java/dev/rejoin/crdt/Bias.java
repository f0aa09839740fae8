package dev.rejoin.crdt;

/** To which of its two neighbours a position in a text sticks. */
public enum Bias {
  /** To the unit before it: text inserted at the position comes after the anchor. */
  BEFORE,
  /** To the unit after it: text inserted at the position comes before the anchor. */
  AFTER
}
