package dev.rejoin.lab;

import dev.rejoin.crdt.Kind;
import java.util.List;

/** Which types of container a random history is about. */
enum Profile {
  TEXT(Kind.TEXT),
  MAP(Kind.MAP),
  SET(Kind.SET),
  COUNTER(Kind.COUNTER),
  REGISTER(Kind.REGISTER),
  LIST(Kind.LIST),
  TREE(Kind.TREE),
  ANNOTATIONS(Kind.TEXT, Kind.ANNOTATIONS),
  MIXED(Kind.values());

  private final List<Kind> kinds;

  Profile(Kind... kinds) {
    this.kinds = List.of(kinds);
  }

  List<Kind> kinds() {
    return kinds;
  }
}
