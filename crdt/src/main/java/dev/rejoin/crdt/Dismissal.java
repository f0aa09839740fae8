package dev.rejoin.crdt;

import java.util.List;

/**
 * A dismissal in force: an op that no other takes back, and the candidates it names that no put or
 * remove has replaced.
 *
 * @param puts sorted, at least one
 */
record Dismissal(OpId op, List<OpId> puts) implements Comparable<Dismissal> {
  @Override
  public int compareTo(Dismissal other) {
    return op.compareTo(other.op);
  }
}
