package dev.rejoin.proto;

import dev.rejoin.crdt.SchemaNumbers;

/** The columns of a bundle with an entry for each change. */
final class BundleColumns {
  final Column replica = new Column();
  final Column rows = new Column();
  final Column skipped = new Column();
  final Column previous = new Column();
  final Column lamport = new Column();
  final Column time = new Column();
  final Column author = new Column();
  final Column message = new Column();
  final Column flags = new Column();
  final Column deps = new Column();
  final Column schema = new Column();
  final Column minReader = new Column();
  final Column minWriter = new Column();

  /** Leaves the zeros at the ends away; the number of changes is that of entries in `rows`. */
  void trim() {
    replica.trim();
    skipped.trim();
    previous.trim();
    lamport.trim();
    time.trim();
    author.trim();
    message.trim();
    flags.trim();
    deps.trim();
    schema.trim();
    minReader.trim();
    minWriter.trim();
  }

  void addSchema(SchemaNumbers numbers) {
    schema.add(numbers.version());
    minReader.add(numbers.minReader());
    minWriter.add(numbers.minWriter());
  }

  SchemaNumbers nextSchema() {
    int version = schema.nextCount("schema");
    int reader = minReader.nextCount("min_reader");
    int writer = minWriter.nextCount("min_writer");
    return version == 0 && reader == 0 && writer == 0
        ? SchemaNumbers.NONE
        : new SchemaNumbers(version, reader, writer);
  }
}
