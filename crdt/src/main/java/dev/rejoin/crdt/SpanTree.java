package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a text as the Fugue tree, as a doubly linked list in document order, and by id.
 *
 * <p>Finding an atom is O(log spans). Placing a run is O(log spans) plus the walk to the end of the
 * subtree of a concurrent sibling, if there is one; no step recurses.
 */
final class SpanTree {
  /** Hears that {@code gone} became part of {@code into}, so that positions can follow. */
  interface JoinListener {
    void joined(Span into, int lengthBefore, Span gone);
  }

  private final TreeMap<OpId, Span> byFirst = new TreeMap<>();
  private final List<Span> roots = new ArrayList<>();
  private final List<Span> touched = new ArrayList<>();
  private @Nullable Span head;
  private @Nullable Span tail;
  private @Nullable Span recent;
  private JoinListener joins = (into, length, gone) -> {};
  private long epoch = 1;

  @Nullable Span head() {
    return head;
  }

  @Nullable Span tail() {
    return tail;
  }

  /** The spans that hang on the start of the text, ascending by id. */
  List<Span> roots() {
    return roots;
  }

  int size() {
    return byFirst.size();
  }

  /** The span that holds an atom, or null where the atom is not of this text. */
  @Nullable Span find(OpId atom) {
    if (recent != null && recent.linked && recent.holds(atom)) {
      return recent;
    }
    Map.Entry<OpId, Span> entry = byFirst.floorEntry(atom);
    if (entry == null || !entry.getValue().holds(atom)) {
      return null;
    }
    recent = entry.getValue();
    return recent;
  }

  /** The span that holds an atom that is known to be here. */
  Span get(OpId atom) {
    Span span = find(atom);
    if (span == null) {
      throw new IllegalStateException("no atom " + atom + " in this text");
    }
    return span;
  }

  /** Remembers how a span looked before the current transaction or import. */
  void touch(Span span) {
    if (span.epoch != epoch) {
      span.epoch = epoch;
      span.wasVisible = span.deletes == 0;
      touched.add(span);
    }
  }

  /** How many listed spans were touched by the current transaction or import. */
  int countTouched() {
    int count = 0;
    for (Span span : touched) {
      count += span.linked ? 1 : 0;
    }
    return count;
  }

  boolean isTouched(Span span) {
    return span.epoch == epoch;
  }

  /** How many units of a span showed before the current transaction or import. */
  int lengthBefore(Span span) {
    boolean visible = span.epoch == epoch ? span.wasVisible : span.deletes == 0;
    return visible ? span.length() : 0;
  }

  /** The span that starts with the atom, split off if need be. */
  Span startingAt(OpId atom) {
    Span span = get(atom);
    int offset = (int) (atom.seq() - span.seq);
    return offset == 0 ? span : split(span, offset);
  }

  /** The span that ends with the atom, split off if need be. */
  Span endingAt(OpId atom) {
    Span span = get(atom);
    int offset = (int) (atom.seq() - span.seq) + 1;
    if (offset < span.length()) {
      split(span, offset);
    }
    return span;
  }

  /** Puts a new span where its parent and its siblings say. */
  Span insert(Span span) {
    List<Span> siblings = siblings(span);
    int rank = rank(siblings, span);
    if (span.side == Side.RIGHT) {
      Span before = rank > 0 ? lastOf(siblings.get(rank - 1)) : parentOf(span);
      link(span, before);
    } else {
      Span after = rank < siblings.size() ? firstOf(siblings.get(rank)) : parentOf(span);
      link(span, after == null ? tail : after.prev);
    }
    siblings.add(rank, span);
    byFirst.put(span.first(), span);
    span.epoch = epoch;
    span.wasVisible = false;
    touched.add(span);
    return span;
  }

  /** Whether no atom of a span that is not listed yet is here. */
  boolean overlapsNone(Span span) {
    Map.Entry<OpId, Span> entry = byFirst.floorEntry(span.last());
    return entry == null
        || !entry.getValue().replica.equals(span.replica)
        || entry.getValue().lastSeq() < span.seq;
  }

  /** Appends a span in document order, without a place in the tree yet; to load a snapshot. */
  void append(Span span) {
    link(span, tail);
    byFirst.put(span.first(), span);
  }

  /** Hangs a span that {@link #append} listed on its parent. */
  void attach(Span span) {
    List<Span> siblings = siblings(span);
    siblings.add(rank(siblings, span), span);
  }

  /** Takes out a span without children. */
  void remove(Span span) {
    siblings(span).remove(span);
    byFirst.remove(span.first());
    unlink(span);
  }

  /** Joins touched spans again where one is no more than the continuation of the other. */
  void settle() {
    for (Span span : touched) {
      if (!span.linked) {
        continue;
      }
      while (span.next != null && span.continuesIn(span.next)) {
        join(span, span.next);
      }
      Span before = span.prev;
      if (before != null && before.continuesIn(span)) {
        join(before, span);
      }
    }
    touched.clear();
    epoch++;
  }

  void onJoin(JoinListener listener) {
    joins = listener;
  }

  /** The leftmost span of the subtree: where it begins in document order. */
  static Span firstOf(Span span) {
    Span first = span;
    while (!first.children(Side.LEFT).isEmpty()) {
      first = first.children(Side.LEFT).get(0);
    }
    return first;
  }

  private static Span lastOf(Span span) {
    Span last = span;
    while (!last.children(Side.RIGHT).isEmpty()) {
      List<Span> children = last.children(Side.RIGHT);
      last = children.get(children.size() - 1);
    }
    return last;
  }

  private void join(Span into, Span gone) {
    int length = into.length();
    into.absorb(gone);
    byFirst.remove(gone.first());
    unlink(gone);
    joins.joined(into, length, gone);
  }

  private Span split(Span span, int offset) {
    touch(span);
    Span half = span.cut(offset);
    touched.add(half);
    link(half, span);
    byFirst.put(half.first(), half);
    return half;
  }

  private @Nullable Span parentOf(Span span) {
    OpId parent = span.parent;
    if (parent == null) {
      return null;
    }
    return span.side == Side.RIGHT ? endingAt(parent) : startingAt(parent);
  }

  private List<Span> siblings(Span span) {
    Span parent = parentOf(span);
    return parent == null ? roots : parent.children(span.side);
  }

  private static int rank(List<Span> siblings, Span span) {
    OpId id = span.first();
    int low = 0;
    int high = siblings.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (siblings.get(middle).first().compareTo(id) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void link(Span span, @Nullable Span before) {
    Span after = before == null ? head : before.next;
    span.prev = before;
    span.next = after;
    if (before == null) {
      head = span;
    } else {
      before.next = span;
    }
    if (after == null) {
      tail = span;
    } else {
      after.prev = span;
    }
    span.linked = true;
  }

  private void unlink(Span span) {
    Span before = span.prev;
    Span after = span.next;
    if (before == null) {
      head = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      tail = before;
    } else {
      after.prev = before;
    }
    span.linked = false;
  }
}
