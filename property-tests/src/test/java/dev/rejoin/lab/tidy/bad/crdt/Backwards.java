package dev.rejoin.lab.tidy.bad.crdt;

import dev.rejoin.lab.tidy.bad.replica.Document;

/** A sample that the arrow rules must catch: the core uses a module above it. */
final class Backwards {
  String name(Document document) {
    return document.name();
  }
}
