package dev.rejoin.replica;

import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.schema.Problem;
import dev.rejoin.replica.schema.RecordType;
import dev.rejoin.replica.schema.Records;
import dev.rejoin.replica.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The schema that a document was opened with here, and what its changes ask for.
 *
 * <p>Safe for any thread.
 */
public final class DocumentSchema {
  private final String document;
  private final LockedViews.Reader reader;
  private volatile @Nullable Schema schema;

  DocumentSchema(String document, LockedViews.Reader reader) {
    this.document = document;
    this.reader = reader;
  }

  /** Gives the document its schema, once. */
  synchronized void open(Schema given) {
    Schema there = schema;
    if (there != null && there != given) {
      throw new RejoinException(
          ErrorCode.BAD_SCHEMA,
          "document '%s' is open with %s, so it cannot be opened with %s"
              .formatted(document, there, given),
          "Make the schema once and use the same object wherever the document is opened.",
          null);
    }
    schema = given;
  }

  /** The schema that the document was opened with, if any. */
  public Optional<Schema> schema() {
    return Optional.ofNullable(schema);
  }

  /** What the changes of the document ask for: the highest of each number. */
  public SchemaNumbers needed() {
    return reader.read(DocumentState::schema);
  }

  /** How many rows a newer version of Rejoin made, by kind: kept, forwarded, not shown. */
  public SortedMap<Integer, Integer> unknownRows() {
    return reader.read(DocumentState::unknownRows);
  }

  /** Whether the document asks for a newer schema than the one here, so that edits are refused. */
  public boolean isReadOnly() {
    return version() < writer(needed());
  }

  /** Whether the document asks for a newer schema to be understood: records are not read. */
  public boolean isBeyond() {
    return version() < needed().minReader();
  }

  /** What does not fit the schema; empty without one. */
  public List<Problem> problems() {
    Schema here = schema;
    return here == null ? List.of() : reader.read(here::problems);
  }

  SchemaNumbers numbers() {
    Schema here = schema;
    return here == null ? SchemaNumbers.NONE : here.numbers();
  }

  private int version() {
    return numbers().version();
  }

  /** Who edits must understand. */
  private static int writer(SchemaNumbers needed) {
    return Math.max(needed.minWriter(), needed.minReader());
  }

  void requireWriter(DocumentState state) {
    int needed = writer(state.schema());
    if (version() < needed) {
      throw new RejoinException(
          ErrorCode.NEEDS_WRITER,
          "document '%s' is edited with version %d of its schema or later, here is %s"
              .formatted(document, needed, here()));
    }
  }

  private void requireReader(DocumentState state) {
    int needed = state.schema().minReader();
    if (version() < needed) {
      throw new RejoinException(
          ErrorCode.NEEDS_READER,
          "document '%s' is understood with version %d of its schema or later, here is %s"
              .formatted(document, needed, here()));
    }
  }

  private String here() {
    return version() == 0 ? "none" : "version " + version();
  }

  /** Refuses edits that do not fit the schema; gives the numbers that they carry. */
  SchemaNumbers check(List<Op> ops) {
    Schema here = schema;
    if (here != null) {
      here.check(ops);
    }
    return numbers();
  }

  <R extends Record> R record(String map, Class<R> type) {
    return reader.read(state -> type(type, state).read(state.map(map)));
  }

  <R extends Record> Optional<R> findRecord(String map, Class<R> type) {
    return reader.read(state -> type(type, state).find(state.map(map)));
  }

  private <R extends Record> RecordType<R> type(Class<R> type, DocumentState state) {
    requireReader(state);
    Schema here = schema;
    return here == null ? Records.type(type) : here.type(type);
  }
}
