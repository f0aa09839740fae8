package dev.rejoin.replica;

import dev.rejoin.crdt.Transaction;
import org.jspecify.annotations.Nullable;

/** The transaction that a thread is in, so that nested edits join it or are refused. */
record Running(Document document, Transaction tx) {
  private static final ThreadLocal<@Nullable Running> OF_THREAD = new ThreadLocal<>();

  /** That of this thread; null outside of an edit. */
  static @Nullable Running current() {
    return OF_THREAD.get();
  }

  static void begin(Document document, Transaction tx) {
    OF_THREAD.set(new Running(document, tx));
  }

  static void end() {
    OF_THREAD.remove();
  }

  /** Refuses to touch another document: two such edits could wait for each other for ever. */
  void require(Document same, String what, String remedy) {
    if (document != same) {
      throw new IllegalStateException(
          what + " inside an edit of '" + document.name() + "': " + remedy);
    }
  }
}
