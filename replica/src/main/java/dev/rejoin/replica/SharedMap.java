package dev.rejoin.replica;

import dev.rejoin.crdt.MapView;
import dev.rejoin.proto.RejoinException;
import java.util.Optional;

/** A map of a document, also as a record; safe for any thread. */
public interface SharedMap extends MapView {
  /**
   * The record that the map holds, all of its fields read at once, through the lenses of the
   * document's schema if it has one.
   *
   * @throws RejoinException FIELD_MISSING or SCHEMA_MISMATCH with the name of the field,
   *     NEEDS_READER if the document asks for a newer schema than it was opened with
   */
  <R extends Record> R as(Class<R> type);

  /** The same; empty if the map has none of the record's fields. */
  <R extends Record> Optional<R> find(Class<R> type);
}
