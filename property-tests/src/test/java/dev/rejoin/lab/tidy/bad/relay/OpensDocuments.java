package dev.rejoin.lab.tidy.bad.relay;

import dev.rejoin.lab.tidy.bad.replica.Document;

/** A sample that the relay rule must catch: it opens documents. */
final class OpensDocuments {
  String open(Document document) {
    return document.name();
  }
}
