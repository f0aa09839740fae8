package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The atoms of a text in a snapshot: maximal runs in document order, whatever the spans are.
 *
 * <p>A run ends only where the next atom in document order is not the right child with the next
 * number, so two states with the same atoms give the same bytes. Reading links the runs as they
 * stand, without integrating them, and then checks that the tree gives the same order.
 */
final class TextSnapshot {
  private static final int START = 0;
  private static final int RIGHT = 1;
  private static final int LEFT = 2;

  private TextSnapshot() {}

  static void writeSpans(@Nullable Span head, SnapshotWriter out) {
    List<Span> runStarts = new ArrayList<>();
    Span before = null;
    for (Span span = head; span != null; span = span.next) {
      if (before == null || !continues(before, span)) {
        runStarts.add(span);
      }
      before = span;
    }
    out.number(runStarts.size());
    for (int i = 0; i < runStarts.size(); i++) {
      writeRun(runStarts.get(i), i + 1 < runStarts.size() ? runStarts.get(i + 1) : null, out);
    }
  }

  /** Whether {@code span} directly continues the run of the span listed before it. */
  private static boolean continues(Span before, Span span) {
    return span.side == Side.RIGHT
        && span.seq == before.lastSeq() + 1
        && span.replica.equals(before.replica)
        && before.last().equals(span.parent);
  }

  private static void writeRun(Span start, @Nullable Span end, SnapshotWriter out) {
    OpId parent = start.parent;
    out.id(start.first());
    out.number(parent == null ? START : start.side == Side.RIGHT ? RIGHT : LEFT);
    if (parent != null) {
      out.replica(parent.replica());
      out.signed(parent.seq() - start.seq);
    }
    int length = 0;
    for (Span span = start; span != null && span != end; span = span.next) {
      length += span.length();
    }
    out.number(length);
    for (Span span = start; span != null && span != end; span = span.next) {
      out.units(span.units);
    }
  }

  /** Reads what {@link #writeSpans} wrote into an empty tree; returns the number of units. */
  static int readSpans(SpanTree tree, SnapshotReader in) {
    int count = in.count();
    List<Span> runs = new ArrayList<>();
    int length = 0;
    for (int i = 0; i < count; i++) {
      Span run = readRun(in);
      in.check(tree.overlapsNone(run), "atoms twice");
      tree.append(run);
      runs.add(run);
      length += run.length();
    }
    for (Span run : runs) {
      in.check(run.parent == null || tree.find(run.parent) != null, "an atom without its parent");
    }
    for (Span run : runs) {
      tree.attach(run);
    }
    in.check(isInOrder(tree), "atoms in an order that is not theirs");
    return length;
  }

  private static Span readRun(SnapshotReader in) {
    OpId first = in.id();
    int place = in.choice(LEFT);
    OpId parent = null;
    if (place != START) {
      ReplicaId replica = in.replica();
      parent = in.known(replica, first.seq() + in.signed());
    }
    String units = in.units();
    in.check(!units.isEmpty(), "a run without text");
    in.known(first.replica(), first.seq() + units.length() - 1);
    return new Span(first, units, parent, place == LEFT ? Side.LEFT : Side.RIGHT);
  }

  /** Walks the tree in order, without recursion, and compares with the list of spans. */
  private static boolean isInOrder(SpanTree tree) {
    List<Span> open = new ArrayList<>();
    List<Boolean> entered = new ArrayList<>();
    pushAll(tree.roots(), open, entered);
    Span expected = tree.head();
    while (!open.isEmpty()) {
      Span span = open.remove(open.size() - 1);
      boolean leftDone = entered.remove(entered.size() - 1);
      if (!leftDone && !span.children(Side.LEFT).isEmpty()) {
        open.add(span);
        entered.add(true);
        pushAll(span.children(Side.LEFT), open, entered);
        continue;
      }
      if (span != expected) {
        return false;
      }
      expected = span.next;
      pushAll(span.children(Side.RIGHT), open, entered);
    }
    return expected == null;
  }

  private static void pushAll(List<Span> spans, List<Span> open, List<Boolean> entered) {
    for (int i = spans.size() - 1; i >= 0; i--) {
      open.add(spans.get(i));
      entered.add(false);
    }
  }
}
