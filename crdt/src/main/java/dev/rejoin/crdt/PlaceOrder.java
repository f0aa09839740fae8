package dev.rejoin.crdt;

import java.util.Comparator;

/**
 * Document order of places. It never changes for two given places, whatever is inserted or deleted
 * around them, though where they are in the spans does.
 *
 * <p>A comparison is O(log spans), and moves the tree of spans to another place.
 */
final class PlaceOrder implements Comparator<MarkPlace> {
  private final SpanTree spans;

  PlaceOrder(SpanTree spans) {
    this.spans = spans;
  }

  @Override
  public int compare(MarkPlace one, MarkPlace other) {
    int a = one.number();
    int b = other.number();
    if (a == b) {
      return Boolean.compare(one.behind(), other.behind());
    }
    if (a == OpNumbers.ROOT || b == MarkPlace.LAST) {
      return -1;
    }
    if (b == OpNumbers.ROOT || a == MarkPlace.LAST) {
      return 1;
    }
    spans.get(a);
    SpanLeaf leaf = spans.leaf();
    int slot = spans.slot();
    long rank = spans.rank();
    spans.get(b);
    if (spans.leaf() != leaf) {
      return Long.compare(rank, spans.rank());
    }
    return slot != spans.slot() ? Integer.compare(slot, spans.slot()) : Integer.compare(a, b);
  }
}
