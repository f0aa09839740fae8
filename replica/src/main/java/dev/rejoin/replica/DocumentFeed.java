package dev.rejoin.replica;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.Row;
import java.util.List;

/** What the journal has for a document. Guarded by the document's lock. */
final class DocumentFeed {
  private final Space space;
  private final String document;
  private final int number;

  /** A change of the journal could not be read, so what is shown is not all. */
  private boolean damaged;

  DocumentFeed(Space space, String document, int number) {
    this.space = space;
    this.document = document;
    this.number = number;
  }

  /** The changes that arrived after another one; what cannot be read is left out and reported. */
  List<Row> after(long n) {
    return space
        .journal()
        .readDocument(
            number,
            n,
            e -> {
              damaged = true;
              space.reportDamage(document, e);
            });
  }

  boolean isDamaged() {
    return damaged;
  }

  void requireWhole() {
    if (damaged) {
      throw new RejoinException(
          ErrorCode.DAMAGED_CHANGE,
          "document '"
              + document
              + "' lacks a change whose stored bytes are damaged; it can be read only",
          null);
    }
  }
}
