package dev.rejoin.replica;

import dev.rejoin.crdt.DocumentEvent;

/**
 * Hears what happens to a document: one event per transaction or import, in order, after commit,
 * outside locks, on a thread of the replica's pool. May read and edit the document.
 */
@FunctionalInterface
public interface DocumentListener {
  void onEvent(DocumentEvent event);
}
