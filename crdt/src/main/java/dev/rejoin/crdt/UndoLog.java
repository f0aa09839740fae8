package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The inverse steps of what was done to a document, newest last.
 *
 * <p>Taking steps back newest first restores the state exactly, so that a transaction that fails,
 * or a received change that turns out invalid half way, leaves nothing behind. Steps may differ in
 * representation (how runs are split), never in meaning. Ops on texts are kept as they are, since
 * they are many and tell themselves how to be undone.
 */
final class UndoLog {
  /** A step is a Runnable, or a text with an op and its id. */
  private static final int WORDS = 3;

  private @Nullable Object[] steps = new @Nullable Object[4 * WORDS];
  private int size;

  void add(Runnable inverse) {
    push(inverse, null, null);
  }

  /** Notes an op that took effect on a text. */
  void add(TextContainer text, Op op, OpId id) {
    push(text, op, id);
  }

  /** Takes everything back, newest first. */
  void rollback() {
    for (int at = size - WORDS; at >= 0; at -= WORDS) {
      if (steps[at] instanceof TextContainer text
          && steps[at + 1] instanceof Op op
          && steps[at + 2] instanceof OpId id) {
        text.undo(op, id);
      } else if (steps[at] instanceof Runnable inverse) {
        inverse.run();
      }
    }
    clear();
  }

  /** Forgets all steps: what was done stays. */
  void clear() {
    if (size > 0) {
      Arrays.fill(steps, 0, size, null);
      size = 0;
    }
  }

  private void push(Object first, @Nullable Object second, @Nullable Object third) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, 2 * size);
    }
    steps[size] = first;
    steps[size + 1] = second;
    steps[size + 2] = third;
    size += WORDS;
  }
}
