package dev.rejoin.replica.store;

import java.nio.ByteBuffer;

/**
 * Keys of the column families: local 32-bit numbers, big endian, and counts, so that RocksDB's byte
 * order is the order of numbers.
 *
 * <p>A count is a byte that says how many bytes it has, and these, big endian, without empty ones:
 * nearly all counts are small, and every change has three of them in its keys.
 */
final class Keys {
  private Keys() {}

  static byte[] of(int space) {
    return ByteBuffer.allocate(4).putInt(space).array();
  }

  static byte[] of(int space, long n) {
    return withCount(ByteBuffer.allocate(5 + bytes(n)).putInt(space), n);
  }

  static byte[] of(int space, int second) {
    return ByteBuffer.allocate(8).putInt(space).putInt(second).array();
  }

  static byte[] of(int space, int second, long n) {
    return withCount(ByteBuffer.allocate(9 + bytes(n)).putInt(space).putInt(second), n);
  }

  static byte[] of(int space, byte[] rest) {
    return ByteBuffer.allocate(4 + rest.length).putInt(space).put(rest).array();
  }

  /** The count at the end of a key of {@link #of(int, long)}. */
  static long countAfterOne(byte[] key) {
    return count(key, 4);
  }

  /** The count at the end of a key of {@link #of(int, int, long)}. */
  static long countAfterTwo(byte[] key) {
    return count(key, 8);
  }

  private static int bytes(long n) {
    return (Long.SIZE - Long.numberOfLeadingZeros(n) + 7) / 8;
  }

  private static byte[] withCount(ByteBuffer key, long n) {
    int bytes = bytes(n);
    key.put((byte) bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      key.put((byte) (n >>> 8 * i));
    }
    return key.array();
  }

  private static long count(byte[] key, int at) {
    long n = 0;
    for (int i = at + 1; i <= at + key[at]; i++) {
      n = n << 8 | key[i] & 0xFF;
    }
    return n;
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && java.util.Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
