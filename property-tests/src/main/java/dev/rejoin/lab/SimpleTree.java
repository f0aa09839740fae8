package dev.rejoin.lab;

import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a text as the Fugue tree, and by id. Document order is what the walk through the
 * tree says; nothing else remembers it.
 */
final class SimpleTree {
  private final TreeMap<OpId, SimpleSpan> byFirst = new TreeMap<>();
  private final List<SimpleSpan> roots = new ArrayList<>();

  /** Hangs a new span on an atom, or on the start of the text where there is none. */
  void insert(SimpleSpan span, @Nullable OpId parent, Side side) {
    List<SimpleSpan> siblings = roots;
    if (parent != null) {
      siblings = (side == Side.RIGHT ? endingAt(parent) : startingAt(parent)).children(side);
    }
    int rank = 0;
    while (rank < siblings.size() && siblings.get(rank).first.compareTo(span.first) < 0) {
      rank++;
    }
    siblings.add(rank, span);
    byFirst.put(span.first, span);
  }

  /** The spans that hold exactly these atoms, each once, however often they are named. */
  Collection<SimpleSpan> covered(List<IdRange> ranges) {
    TreeMap<OpId, SimpleSpan> covered = new TreeMap<>();
    for (IdRange range : ranges) {
      startingAt(range.first());
      endingAt(new OpId(range.replica(), range.to()));
    }
    // Only now, because a later range may cut what an earlier one covers.
    for (IdRange range : ranges) {
      OpId last = new OpId(range.replica(), range.to());
      covered.putAll(byFirst.subMap(range.first(), true, last, true));
    }
    return covered.values();
  }

  /** The span that holds an atom of this text. */
  SimpleSpan get(OpId atom) {
    Map.Entry<OpId, SimpleSpan> entry = byFirst.floorEntry(atom);
    if (entry == null || !entry.getValue().holds(atom)) {
      throw new IllegalStateException("no atom " + atom + " in this text");
    }
    return entry.getValue();
  }

  /** All spans in document order: left children, the span itself, right children. */
  List<SimpleSpan> inOrder() {
    List<SimpleSpan> order = new ArrayList<>();
    Deque<SimpleSpan> below = new ArrayDeque<>();
    Deque<SimpleSpan> entered = new ArrayDeque<>();
    pushAll(roots, below);
    while (!below.isEmpty()) {
      SimpleSpan span = below.peek();
      if (span != entered.peek()) {
        entered.push(span);
        pushAll(span.left, below);
        continue;
      }
      below.pop();
      entered.pop();
      order.add(span);
      pushAll(span.right, below);
    }
    return order;
  }

  private static void pushAll(List<SimpleSpan> siblings, Deque<SimpleSpan> stack) {
    for (int i = siblings.size() - 1; i >= 0; i--) {
      stack.push(siblings.get(i));
    }
  }

  private SimpleSpan startingAt(OpId atom) {
    SimpleSpan span = get(atom);
    return span.first.equals(atom) ? span : cut(span, (int) (atom.seq() - span.first.seq()));
  }

  private SimpleSpan endingAt(OpId atom) {
    SimpleSpan span = get(atom);
    if (!span.last().equals(atom)) {
      cut(span, (int) (atom.seq() - span.first.seq()) + 1);
    }
    return span;
  }

  private SimpleSpan cut(SimpleSpan span, int offset) {
    SimpleSpan half = span.cut(offset);
    byFirst.put(half.first, half);
    return half;
  }
}
