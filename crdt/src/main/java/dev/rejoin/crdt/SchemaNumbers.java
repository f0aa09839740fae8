package dev.rejoin.crdt;

/**
 * What a change says about the schema of its author, or what all changes of a document say
 * together.
 *
 * <p>Immutable.
 *
 * @param version of the schema that the author used; 0 for none
 * @param minReader the lowest version of the schema whose software understands the document
 * @param minWriter the lowest version of the schema whose software may edit the document
 */
public record SchemaNumbers(int version, int minReader, int minWriter) {
  /** What a change says that was made without a schema. */
  public static final SchemaNumbers NONE = new SchemaNumbers(0, 0, 0);

  public SchemaNumbers {
    check("schema version", version, Limits.MAX_SCHEMA_VERSION);
    check("min_reader", minReader, version);
    check("min_writer", minWriter, version);
  }

  /** The higher of each number: commutative, associative and idempotent. */
  public SchemaNumbers max(SchemaNumbers other) {
    return equals(other)
        ? this
        : new SchemaNumbers(
            Math.max(version, other.version),
            Math.max(minReader, other.minReader),
            Math.max(minWriter, other.minWriter));
  }

  private static void check(String what, int number, int highest) {
    if (number < 0 || number > highest) {
      throw new IllegalArgumentException(what + " must be 0.." + highest + ", not " + number);
    }
  }
}
