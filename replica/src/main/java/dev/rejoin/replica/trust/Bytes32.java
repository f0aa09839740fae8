package dev.rejoin.replica.trust;

import java.util.Arrays;
import java.util.HexFormat;

/** A value of exactly 32 bytes, compared as unsigned bytes. */
final class Bytes32 implements Comparable<Bytes32> {
  private final byte[] bytes;

  Bytes32(byte[] bytes, String what) {
    if (bytes.length != 32) {
      throw new IllegalArgumentException("a " + what + " has 32 bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  byte[] copy() {
    return bytes.clone();
  }

  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public int compareTo(Bytes32 other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes32 b && Arrays.equals(bytes, b.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
