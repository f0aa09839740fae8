package dev.rejoin.replica.store;

import java.nio.ByteBuffer;

/** Numbers that are small nearly always: seven bits to a byte, the lowest first. */
final class Varint {
  /** As much as any number takes. */
  static final int MAX_BYTES = 10;

  private Varint() {}

  static void put(ByteBuffer buffer, long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  /**
   * Reads what {@link #put} wrote.
   *
   * @throws java.nio.BufferUnderflowException if the bytes end before the number
   */
  static long get(ByteBuffer buffer) {
    long number = 0;
    int shift = 0;
    while (true) {
      byte next = buffer.get();
      number |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return number;
      }
      shift += 7;
    }
  }

  /** What was put so far, without the room that was not needed. */
  static byte[] written(ByteBuffer buffer) {
    return java.util.Arrays.copyOf(buffer.array(), buffer.position());
  }
}
