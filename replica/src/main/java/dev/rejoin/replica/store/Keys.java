package dev.rejoin.replica.store;

import java.nio.ByteBuffer;

/**
 * Keys of the column families: local 32-bit numbers and 64-bit counts, big endian, so that
 * RocksDB's byte order is the order of numbers.
 */
final class Keys {
  private Keys() {}

  static byte[] of(int space) {
    return ByteBuffer.allocate(4).putInt(space).array();
  }

  static byte[] of(int space, long n) {
    return ByteBuffer.allocate(12).putInt(space).putLong(n).array();
  }

  static byte[] of(int space, int second) {
    return ByteBuffer.allocate(8).putInt(space).putInt(second).array();
  }

  static byte[] of(int space, int second, long n) {
    return ByteBuffer.allocate(16).putInt(space).putInt(second).putLong(n).array();
  }

  static byte[] of(int space, byte[] rest) {
    return ByteBuffer.allocate(4 + rest.length).putInt(space).put(rest).array();
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && java.util.Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
