package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes. Where deleted units are between the two visible ones around a position, the
 * author has a choice, and the edges of marks among them make it matter. Any choice converges: it
 * only says where one insert hangs. A mark wants the new text if it covers one of the two units and
 * grows at that edge; it must not have it if it does not grow there, or if it covers no unit next to
 * the position at all (a "ghost": its text is deleted). Places are tried from left to right, and the
 * leftmost with the fewest wrong formats is taken; a missing one counts less than any unwanted one.
 */
/** Chooses the place of new text among tombstones, so that it gets the formats it should. */
final class MarkGap {
  private static final long UNWANTED = 1L << 32;

  private record Edge(MarkPlace place, Mark mark) {}

  private final TextSequence text;
  private final PlaceOrder order;

  /** The last visible atom in front of the gap, and where the gap begins and ends. */
  private final int before;

  private final MarkPlace low;
  private final MarkPlace high;

  /** Those with an edge inside of the gap, and the edges there. */
  private final TreeSet<Mark> near = new TreeSet<>();

  private final List<Edge> edges = new ArrayList<>();

  /** The marks that cover the place that is looked at. */
  private final TreeSet<Mark> open = new TreeSet<>();

  private MarkGap(TextSequence text, int before, MarkPlace high) {
    this.text = text;
    this.order = new PlaceOrder(text.spans());
    this.before = before;
    this.low = MarkPlace.behind(before);
    this.high = high;
  }

  /**
   * The atom, visible or not, that text inserted at a position goes directly behind.
   *
   * <p>O(keys log marks) comparisons of places if there are tombstones; O(log spans) otherwise.
   *
   * @param before the visible atom in front of the position, or ROOT
   */
  static int choose(TextSequence text, int before, int position) {
    if (!hasTombstones(text.spans(), before)) {
      return before;
    }
    boolean last = position == text.length();
    MarkPlace high = last ? MarkPlace.END : MarkPlace.before(text.atom(position));
    MarkGap gap = new MarkGap(text, before, high);
    gap.collect();
    return gap.edges.isEmpty() ? before : gap.best();
  }

  private static boolean hasTombstones(SpanTree spans, int before) {
    if (before == OpNumbers.ROOT) {
      return spans.first() && !spans.leaf().isVisible(spans.slot());
    }
    spans.get(before);
    return before == spans.last() && spans.next() && !spans.leaf().isVisible(spans.slot());
  }

  private void collect() {
    for (KeyRuns runs : text.marks().index().values()) {
      for (KeyRuns.Run run : runs.between(low, high)) {
        for (Mark mark : run.edges) {
          if (!mark.isWithdrawn()) {
            edges.add(new Edge(run.from, mark));
            near.add(mark);
          }
        }
      }
    }
    edges.sort((one, other) -> order.compare(one.place, other.place));
  }

  private int best() {
    TreeSet<Mark> wanting = new TreeSet<>();
    long cost = 0;
    for (Mark mark : near) {
      if (grows(mark)) {
        wanting.add(mark);
      }
      if (order.compare(start(mark), low) <= 0) {
        open.add(mark);
      }
      cost += cost(mark, wanting);
    }
    int best = before;
    long least = cost;
    for (int i = 0; i < edges.size(); i++) {
      Mark mark = edges.get(i).mark;
      cost -= cost(mark, wanting);
      if (!open.remove(mark)) {
        open.add(mark);
      }
      cost += cost(mark, wanting);
      int atom = edges.get(i).place.number();
      boolean more = i + 1 < edges.size() && edges.get(i + 1).place.number() == atom;
      if (!more && cost < least) {
        least = cost;
        best = atom;
      }
    }
    return best;
  }

  private long cost(Mark mark, TreeSet<Mark> wanting) {
    boolean wants = wanting.contains(mark);
    return open.contains(mark) == wants ? 0 : wants ? 1 : UNWANTED;
  }

  /** Whether a mark covers a unit next to the gap and grows over its edge in the gap. */
  private boolean grows(Mark mark) {
    if (before != OpNumbers.ROOT && order.compare(start(mark), MarkPlace.before(before)) <= 0) {
      return !end(mark).behind();
    }
    boolean coversNext =
        high != MarkPlace.END && order.compare(end(mark), MarkPlace.behind(high.number())) >= 0;
    return coversNext && start(mark).behind();
  }

  private static MarkPlace start(Mark mark) {
    return known(mark.start);
  }

  private static MarkPlace end(Mark mark) {
    return known(mark.end);
  }

  private static MarkPlace known(@Nullable MarkPlace place) {
    if (place == null) {
      throw new IllegalStateException("a mark without places in the runs of its key");
    }
    return place;
  }
}
