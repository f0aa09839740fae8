package dev.rejoin.crdt;

/** The types of container. The number is part of the format. */
public enum Kind {
  MAP(1),
  TEXT(2),
  SET(3),
  COUNTER(4),
  REGISTER(5);

  private final int number;

  Kind(int number) {
    this.number = number;
  }

  /** The number in the format; never reused. */
  public int number() {
    return number;
  }

  /** The kind with this number, or null for one that a newer version made. */
  public static @org.jspecify.annotations.Nullable Kind ofNumber(int number) {
    for (Kind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    return null;
  }
}
