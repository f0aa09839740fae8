package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a node stands among its siblings: a fraction between 0 and 1, written as the bytes after
 * the point. Between two different ones there is always room for another.
 *
 * <p>Immutable. Compared byte by byte, unsigned, a beginning before what it is the beginning of.
 * The last byte is not 0, so equal fractions have equal bytes.
 */
public final class FractionalIndex implements Comparable<FractionalIndex> {
  private final byte[] bytes;

  private FractionalIndex(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The index with these bytes.
   *
   * @throws IllegalArgumentException if there are none or more than {@link
   *     Limits#MAX_POSITION_BYTES}, or the last is 0
   */
  public static FractionalIndex of(byte[] bytes) {
    if (bytes.length < 1 || bytes.length > Limits.MAX_POSITION_BYTES) {
      throw new IllegalArgumentException(
          "a position has 1.." + Limits.MAX_POSITION_BYTES + " bytes, not " + bytes.length);
    }
    if (bytes[bytes.length - 1] == 0) {
      throw new IllegalArgumentException("a position does not end with a byte 0");
    }
    return new FractionalIndex(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** How many bytes it has. */
  public int size() {
    return bytes.length;
  }

  /** Byte number {@code at} after the point, 0 after the end. */
  int unit(int at) {
    return at < bytes.length ? bytes[at] & 0xFF : 0;
  }

  @Override
  public int compareTo(FractionalIndex other) {
    int shared = Math.min(bytes.length, other.bytes.length);
    for (int i = 0; i < shared; i++) {
      int order = (bytes[i] & 0xFF) - (other.bytes[i] & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return bytes.length - other.bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FractionalIndex index && Arrays.equals(bytes, index.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("0.");
    for (byte b : bytes) {
      text.append(Character.forDigit(b >> 4 & 0xF, 16)).append(Character.forDigit(b & 0xF, 16));
    }
    return text.toString();
  }
}
