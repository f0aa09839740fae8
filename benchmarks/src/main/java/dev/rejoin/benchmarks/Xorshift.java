package dev.rejoin.benchmarks;

/**
 * Marsaglia's xorshift with 32 bits: the same numbers here and in the drivers for Node, pinned by
 * the file peers/xorshift.txt. Not safe for several threads.
 */
final class Xorshift {
  private int state;

  Xorshift() {
    this((int) 2_463_534_242L);
  }

  /**
   * @param seed not 0
   */
  Xorshift(int seed) {
    state = seed;
  }

  /** The next number, 0 to 2^32 - 1. */
  long next() {
    int s = state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    state = s;
    return Integer.toUnsignedLong(s);
  }

  /** A number from 0 to {@code bound - 1}. */
  int below(int bound) {
    return (int) (next() % bound);
  }

  String letter() {
    return String.valueOf((char) ('a' + below(26)));
  }

  /** Words of letters and blanks. */
  String words(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(below(6) == 0 ? " " : letter());
    }
    return text.toString();
  }
}
