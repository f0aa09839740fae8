package dev.rejoin.app;

import dev.rejoin.replica.Replica;

/** A document and a part of it, as {@code DOC[:KEY]} names them; an empty key is all of it. */
record Target(Place place, String key) {
  /** A colon may belong to the name, so a document of the whole name comes first. */
  static Target find(Invocation invocation, Replica replica, String argument) {
    Place whole = Place.of(invocation, replica, argument);
    int colon = argument.lastIndexOf(':');
    if (colon < 0 || whole.exists()) {
      return new Target(Place.existing(invocation, replica, argument), "");
    }
    Place place = Place.existing(invocation, replica, argument.substring(0, colon));
    return new Target(place, argument.substring(colon + 1));
  }
}
