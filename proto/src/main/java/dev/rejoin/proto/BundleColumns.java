package dev.rejoin.proto;

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
  }
}
