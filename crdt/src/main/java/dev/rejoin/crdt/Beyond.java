package dev.rejoin.crdt;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the changes of a document ask of whoever reads or edits it, and what they hold that this
 * version does not know.
 *
 * <p>A pure function of the set of valid frozen changes.
 */
final class Beyond {
  private final TreeMap<Integer, Integer> unknown = new TreeMap<>();
  private SchemaNumbers schema = SchemaNumbers.NONE;

  /** Takes a valid change into account. */
  void note(Change change) {
    schema = schema.max(change.schema());
    for (int i = 0; i < change.ops().size(); i++) {
      if (change.ops().get(i) instanceof Op.Unknown row && row.kind() != Op.Unknown.MERGE) {
        unknown.merge(row.kind(), 1, Integer::sum);
      }
    }
  }

  SchemaNumbers schema() {
    return schema;
  }

  /** How many rows there are of each unknown kind. */
  SortedMap<Integer, Integer> unknown() {
    return ReadOnly.map(new TreeMap<>(unknown));
  }

  boolean hasSchema() {
    return !schema.equals(SchemaNumbers.NONE);
  }

  /** Nothing at all for documents without a schema. */
  void write(SnapshotWriter out) {
    if (hasSchema()) {
      out.number(schema.version());
      out.number(schema.minReader());
      out.number(schema.minWriter());
    }
  }

  /** Reads to the end of the snapshot. */
  void read(SnapshotReader in) {
    if (!in.isAtEnd()) {
      int version = in.choice(Limits.MAX_SCHEMA_VERSION);
      in.check(version > 0, "a schema without a version");
      int minReader = in.choice(version);
      schema = new SchemaNumbers(version, minReader, in.choice(version));
    }
  }
}
