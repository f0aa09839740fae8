package dev.rejoin.crdt;

/**
 * The leaf of each span, by the number that the span starts with.
 *
 * <p>A loaded text needs it only when somebody looks for an atom, and builds it then: O(spans).
 * Until then changes need not be told. Everything else is O(1) in the number of spans.
 */
final class SpanIndex {
  private static final int UNKNOWN = -1;

  private final SortedInts leaves = new SortedInts();
  private boolean built = true;

  /** Notes that there are spans which are not listed. */
  void forget() {
    built = false;
  }

  /** The index, complete: {@code head} is the first leaf of all spans. */
  SortedInts of(SpanLeaf head) {
    if (!built) {
      built = true;
      build(head);
    }
    return leaves;
  }

  void put(int number, SpanLeaf in) {
    if (built) {
      leaves.put(number, in.index);
    }
  }

  void remove(int number) {
    if (built) {
      leaves.remove(number);
    }
  }

  /** Notes that a span starts with another number; no other starts between the two. */
  void rekey(int from, int to) {
    if (built) {
      leaves.rekey(from, to);
    }
  }

  private void build(SpanLeaf head) {
    for (SpanLeaf in = head; in != null; in = in.next) {
      for (int at = 0; at < in.size; at++) {
        leaves.announce(in.number(at));
      }
    }
    leaves.allot(UNKNOWN);
    for (SpanLeaf in = head; in != null; in = in.next) {
      for (int at = 0; at < in.size; at++) {
        leaves.put(in.number(at), in.index);
      }
    }
  }
}
