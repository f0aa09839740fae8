package dev.rejoin.crdt;

/** The units that show, or those that are hidden, while a snapshot is read: in document order. */
final class SnapshotUnits {
  private final SnapshotReader units;

  /** All units where some take two bytes, else empty. */
  private final String wide;

  private final int length;
  private int at;

  private SnapshotUnits(SnapshotReader units, int length, String wide) {
    this.units = units;
    this.length = length;
    this.wide = wide;
  }

  /** Reads what a collector wrote. */
  static SnapshotUnits read(SnapshotReader in) {
    int length = in.count();
    boolean isWide = in.flag();
    String wide = isWide ? in.wideUnits(length) : "";
    return new SnapshotUnits(isWide ? in : in.part(length), length, wide);
  }

  int length() {
    return length;
  }

  /** Moves the next units to the place of consecutive op numbers. */
  void moveTo(TextArena arena, int number, int count) {
    units.check(count <= length - at, "less text than atoms");
    if (wide.isEmpty()) {
      units.narrowUnits(number, count, arena);
    } else {
      arena.put(number, wide, at, at + count);
    }
    at += count;
  }
}
