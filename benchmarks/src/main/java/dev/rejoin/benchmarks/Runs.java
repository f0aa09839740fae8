package dev.rejoin.benchmarks;

/** Tells runs of typing and of deleting apart. Not safe for several threads. */
final class Runs {
  private enum Kind {
    NONE,
    INSERT,
    DELETE,
    REPLACE
  }

  private Kind kind = Kind.NONE;
  private int cursor;

  /** Notes an edit: whether it is of the same kind as the one before and at the cursor. */
  boolean goesOn(int position, int deleted, String inserted) {
    Kind now = deleted == 0 ? Kind.INSERT : inserted.isEmpty() ? Kind.DELETE : Kind.REPLACE;
    boolean at = position == cursor || (now == Kind.DELETE && position + deleted == cursor);
    boolean on = now == kind && at;
    kind = now;
    cursor = position + inserted.length();
    return on;
  }
}
