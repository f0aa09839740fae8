package dev.rejoin.crdt;

/** The types of container. The number is part of the format. */
public enum Kind {
  MAP(1, false),
  TEXT(2, false),
  SET(3, false),
  COUNTER(4, false),
  REGISTER(5, false),
  LIST(6, true),
  TREE(7, true),

  /** Those of a text; lies beside it, and its elements are annotations. */
  ANNOTATIONS(8, true);

  private final int number;
  private final boolean elements;

  Kind(int number, boolean elements) {
    this.number = number;
    this.elements = elements;
  }

  /** The number in the format; never reused. */
  public int number() {
    return number;
  }

  /** Whether a container of this kind has elements that hold containers. */
  public boolean hasElements() {
    return elements;
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
