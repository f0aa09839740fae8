package dev.rejoin.lab.tidy.bad.relay;

import dev.rejoin.lab.tidy.bad.crdt.Pure;

/** A sample that the relay rule must catch: it looks into content. */
final class PeeksAtContent {
  String peek(Pure content) {
    return content.getMessage();
  }
}
