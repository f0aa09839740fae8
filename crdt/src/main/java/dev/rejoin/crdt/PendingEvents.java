package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Composing each event with all before it would copy the sum again and again. So sums are kept apart
 * while each is more than twice as large as the next one, and composed when it is not: every part of an
 * event is copied O(log n) times, and all sums together are not twice as large as the largest.
 */
/**
 * The events of one document that somebody slow has not taken yet, composed as far as it pays.
 *
 * <p>Holds as much as the difference between what was shown and what is shown, however many events
 * there were. Not safe for several threads.
 */
public final class PendingEvents {
  private record Sum(DocumentEvent event, long size) {}

  /** Oldest first. */
  private final List<Sum> sums = new ArrayList<>();

  private long copied;

  /** Adds the next event: O(log n) of its size, amortised. */
  public void add(DocumentEvent event) {
    sums.add(new Sum(event, event.size()));
    while (sums.size() > 1 && sums.get(sums.size() - 2).size <= 2 * last().size) {
      composeLast();
    }
  }

  public boolean isEmpty() {
    return sums.isEmpty();
  }

  /** Takes all of it as one event; null if there is nothing to tell. O(size). */
  public @Nullable DocumentEvent take() {
    while (sums.size() > 1) {
      composeLast();
    }
    if (sums.isEmpty() || last().event.containers().isEmpty()) {
      return null; // what cancelled itself stays, so that the next event begins where it began
    }
    return sums.remove(0).event;
  }

  /** How much is held: steps, characters and elements. */
  public long size() {
    long size = 0;
    for (Sum sum : sums) {
      size += sum.size;
    }
    return size;
  }

  /** How much composing has copied so far, in the same measure. */
  public long copied() {
    return copied;
  }

  private Sum last() {
    return sums.get(sums.size() - 1);
  }

  private void composeLast() {
    Sum next = sums.remove(sums.size() - 1);
    Sum first = sums.remove(sums.size() - 1);
    copied += first.size + next.size;
    DocumentEvent both = first.event.then(next.event);
    sums.add(new Sum(both, both.size()));
  }
}
