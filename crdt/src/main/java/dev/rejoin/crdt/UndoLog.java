package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/**
 * The inverse steps of what was done to a document, newest last.
 *
 * <p>Taking steps back newest first restores the state exactly, so that a transaction that fails,
 * or a received change that turns out invalid half way, leaves nothing behind. Steps may differ in
 * representation (how runs are split), never in meaning.
 */
final class UndoLog {
  private final List<Runnable> inverses = new ArrayList<>();

  void add(Runnable inverse) {
    inverses.add(inverse);
  }

  /** The point to go back to later. */
  int mark() {
    return inverses.size();
  }

  /** Takes back everything after {@code mark}, newest first. */
  void rollback(int mark) {
    for (int i = inverses.size() - 1; i >= mark; i--) {
      inverses.remove(i).run();
    }
  }

  /** Forgets all steps: what was done stays. */
  void clear() {
    inverses.clear();
  }
}
