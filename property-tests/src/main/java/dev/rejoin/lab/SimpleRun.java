package dev.rejoin.lab;

import dev.rejoin.crdt.IdRange;

/** Atoms with consecutive numbers that are neighbours in the document and all show, or none. */
record SimpleRun(IdRange atoms, boolean visible) {
  /** Whether a run of this visibility goes on with what follows it. */
  boolean continuesIn(SimpleSpan next) {
    return visible == next.isVisible()
        && atoms.replica().equals(next.first.replica())
        && atoms.to() + 1 == next.first.seq();
  }
}
