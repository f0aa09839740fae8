package dev.rejoin.crdt;

/** Something that can be written into a map, such as the components of a record. */
@FunctionalInterface
public interface MapContent {
  /** Writes what it holds; leaves other keys as they are. */
  void writeTo(MapEdit map);
}
