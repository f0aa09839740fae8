package dev.rejoin.crdt;

/** Conversions of 16-byte values that are held as two longs. */
final class Bytes16 {
  private static final String DIGITS = "0123456789abcdef";

  private Bytes16() {}

  static long high(byte[] bytes, String what) {
    if (bytes.length != 16) {
      throw new IllegalArgumentException("a " + what + " has 16 bytes, not " + bytes.length);
    }
    return read(bytes, 0);
  }

  static long low(byte[] bytes) {
    return read(bytes, 8);
  }

  static byte[] bytes(long high, long low) {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
    }
    return bytes;
  }

  static String hex(long high, long low) {
    StringBuilder hex = new StringBuilder(32);
    for (byte b : bytes(high, low)) {
      hex.append(DIGITS.charAt((b >> 4) & 15)).append(DIGITS.charAt(b & 15));
    }
    return hex.toString();
  }

  static byte[] parse(String hex, String what) {
    if (hex.length() != 32) {
      throw new IllegalArgumentException(
          "a " + what + " has 32 hexadecimal digits, not " + hex.length() + ": '" + hex + "'");
    }
    byte[] bytes = new byte[16];
    for (int i = 0; i < 16; i++) {
      int high = Character.digit(hex.charAt(2 * i), 16);
      int low = Character.digit(hex.charAt(2 * i + 1), 16);
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("not hexadecimal: '" + hex + "'");
      }
      bytes[i] = (byte) (high << 4 | low);
    }
    return bytes;
  }

  private static long read(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }
}
