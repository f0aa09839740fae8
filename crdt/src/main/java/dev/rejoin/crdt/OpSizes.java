package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Estimates of how many bytes an op takes when encoded, a little above rather than below. */
final class OpSizes {
  /** Any op, without what it names or contains. */
  static final long OP_BYTES = 24;

  /** One id that an op names. */
  static final long ID_BYTES = 12;

  /** One range of ids that an op names. */
  static final long RANGE_BYTES = 16;

  /** One value among several, without its content. */
  private static final long VALUE_BYTES = 8;

  private OpSizes() {}

  /** An op on a register, map entry or element. */
  static long of(String key, Value value, List<OpId> seen) {
    return OP_BYTES + Utf8.length(key) + of(value) + seen.size() * ID_BYTES;
  }

  /** One element of those that an op inserts into a list. */
  static long ofElement(Value value) {
    return VALUE_BYTES + of(value);
  }

  /** An op on a node of a tree. */
  static long ofNode(FractionalIndex position) {
    return OP_BYTES + ID_BYTES + position.size();
  }

  /** A mark between two atoms. */
  static long ofMark(String key, @Nullable Value value) {
    return OP_BYTES + Utf8.length(key) + 2 * ID_BYTES + (value == null ? 0 : of(value));
  }

  /** An annotation between two atoms. */
  static long ofAnnotate(Quote quote) {
    return OP_BYTES
        + 3 * ID_BYTES
        + Utf8.length(quote.exact())
        + Utf8.length(quote.prefix())
        + Utf8.length(quote.suffix());
  }

  private static long of(Value value) {
    if (value instanceof Value.Str str) {
      return Utf8.length(str.text());
    }
    if (value instanceof Value.Bytes bytes) {
      return bytes.content().length;
    }
    return value instanceof Value.Nested nested ? nested.generation().size() * ID_BYTES : 10;
  }
}
