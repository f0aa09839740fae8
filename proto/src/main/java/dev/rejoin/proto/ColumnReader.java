package dev.rejoin.proto;

import java.util.function.IntToLongFunction;

/** Takes the entries of a column in order; after the last one come zeros. */
final class ColumnReader {
  private final IntToLongFunction values;
  private final int size;
  private int used;

  ColumnReader(int size, IntToLongFunction values) {
    this.size = size;
    this.values = values;
  }

  long next() {
    return used < size ? values.applyAsLong(used++) : 0;
  }

  /** Like {@link #next}, for a column of uint32: negative entries are above 2^31. */
  int nextCount(String what) {
    long count = next();
    if (count < 0) {
      throw ProtocolException.malformed("a number too large in the column " + what);
    }
    return (int) count;
  }

  void checkUsedUp(String what) {
    if (used < size) {
      throw ProtocolException.malformed(
          "column " + what + " has " + size + " entries, the rows use " + used);
    }
  }
}
