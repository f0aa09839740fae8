package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/** A leaf or an inner node of the tree of spans, and where it hangs. */
abstract sealed class SpanNode permits SpanLeaf, SpanBranch {
  @Nullable SpanBranch parent;

  /** Which child of the parent this is. */
  int place;

  /** How many units show below. */
  abstract int visible();
}
