package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which atoms a transaction or import touched, and whether they showed before it.
 *
 * <p>The event is computed from that once, at the end: O(touched spans times log spans), whatever
 * the length of the text and the number of ops.
 */
final class TouchedAtoms {
  /** A part of a span that was touched, in document order by {@code rank}, then {@code number}. */
  record Piece(long rank, int slot, int number, int length, int start, boolean was, boolean is)
      implements Comparable<Piece> {
    @Override
    public int compareTo(Piece other) {
      int byLeaf = Long.compare(rank, other.rank);
      int bySlot = byLeaf != 0 ? byLeaf : Integer.compare(slot, other.slot);
      return bySlot != 0 ? bySlot : Integer.compare(number, other.number);
    }
  }

  /**
   * First atom (high half) and, doubled, how many, plus 1 if they showed; in the order of edits.
   */
  private final Longs touched = new Longs();

  void add(int first, int count, boolean shown) {
    int flag = shown ? 1 : 0;
    if (touched.size() > 0) {
      long last = touched.last();
      int lastFirst = (int) (last >>> 32);
      int lastCount = (int) last >>> 1;
      if (((int) last & 1) == flag && lastFirst + lastCount == first) {
        touched.set(touched.size() - 1, (long) lastFirst << 32 | (lastCount + count) * 2L | flag);
        return;
      }
    }
    touched.add((long) first << 32 | count * 2L | flag);
  }

  void clear() {
    if (touched.size() > 0) {
      touched.truncate(0);
    }
  }

  /** Steps from the text before to the text now. */
  List<Delta> deltas(TextSequence text) {
    if (touched.size() == 0) {
      return List.of();
    }
    List<Piece> pieces = pieces(text.spans());
    DeltaBuilder deltas = new DeltaBuilder();
    int at = 0;
    for (Piece piece : pieces) {
      keep(at, piece.start, text, deltas);
      at = piece.start + (piece.is ? piece.length : 0);
      if (piece.was && piece.is) {
        keep(piece.start, at, text, deltas);
      } else if (piece.is) {
        deltas.insert(text.arena().substring(piece.number, piece.length));
      } else if (piece.was) {
        deltas.delete(piece.length);
      }
    }
    keep(at, text.length(), text, deltas);
    return deltas.finish();
  }

  private static void keep(int from, int to, TextSequence text, DeltaBuilder deltas) {
    if (from == to) {
      return;
    }
    if (text.arena().hasSurrogates()) {
      deltas.retain(to - from, text.unitAt(from), text.unitAt(to - 1));
    } else {
      deltas.retain(to - from, ' ', ' ');
    }
  }

  /** The touched parts of spans that showed before or show now, in document order. */
  List<Piece> pieces(SpanTree spans) {
    List<Piece> pieces = new ArrayList<>();
    long[] parts = firstLooks();
    int end = 0;
    for (long part : parts) {
      int from = Math.max(end, (int) (part >>> 32));
      int to = (int) (part >>> 32) + ((int) part >>> 1);
      if (from < to) {
        cut(from, to, ((int) part & 1) != 0, spans, pieces);
        end = to;
      }
    }
    pieces.sort(null);
    return pieces;
  }

  /**
   * The touched ranges by number, apart from each other; where two overlap the older one counts.
   */
  private long[] firstLooks() {
    long[] ranges = new long[touched.size()];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = touched.get(i);
    }
    Arrays.sort(ranges);
    if (areApart(ranges)) {
      return ranges;
    }
    SortedInts seen = new SortedInts();
    List<Long> parts = new ArrayList<>();
    for (int i = 0; i < touched.size(); i++) {
      long range = touched.get(i);
      int from = (int) (range >>> 32);
      int to = from + ((int) range >>> 1);
      addUnseen(from, to, (int) range & 1, seen, parts);
    }
    long[] sorted = new long[parts.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = parts.get(i);
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** Whether ascending ranges do not overlap, as when somebody types. */
  private static boolean areApart(long[] ranges) {
    int end = 0;
    for (long range : ranges) {
      int from = (int) (range >>> 32);
      if (from < end) {
        return false;
      }
      end = from + ((int) range >>> 1);
    }
    return true;
  }

  /** Adds what of a range no earlier range holds; {@code seen} maps first numbers to ends. */
  private static void addUnseen(int from, int to, int flag, SortedInts seen, List<Long> parts) {
    int at = from;
    while (at < to) {
      if (seen.floor(at) && seen.value() > at) {
        at = seen.value();
        continue;
      }
      int stop = seen.ceiling(at) ? Math.min(to, seen.key()) : to;
      parts.add((long) at << 32 | (stop - at) * 2L | flag);
      seen.put(at, stop);
      at = stop;
    }
  }

  /** Cuts a touched range along the spans of today; numbers that are no atoms any more drop out. */
  private static void cut(int from, int to, boolean was, SpanTree spans, List<Piece> pieces) {
    int at = from;
    while (at < to) {
      if (!spans.findFrom(at) || spans.number() >= to) {
        return;
      }
      int first = Math.max(at, spans.number());
      int length = Math.min(to, spans.last() + 1) - first;
      boolean is = spans.leaf().isVisible(spans.slot());
      int start = spans.start() + (is ? first - spans.number() : 0);
      if (was || is) {
        pieces.add(new Piece(spans.rank(), spans.slot(), first, length, start, was, is));
      }
      at = first + length;
    }
  }
}
