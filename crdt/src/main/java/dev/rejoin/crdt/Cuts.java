package dev.rejoin.crdt;

/**
 * Numbers from 0 to a highest one, cut into pieces that are counted from 0.
 *
 * <p>Cuts are bits, so they may come in any order and again; finding the piece of a number is O(1).
 */
final class Cuts {
  private final long[] bits;

  /** How many cuts come before each word of bits. */
  private final int[] before;

  private int[] starts = {};

  Cuts(int highest) {
    bits = new long[(highest >>> 6) + 1];
    before = new int[bits.length];
  }

  /** Cuts in front of a number. */
  void add(int number) {
    bits[number >>> 6] |= 1L << number;
  }

  /** Counts the pieces, after the last cut. */
  void finish() {
    int count = 0;
    for (int word = 0; word < bits.length; word++) {
      before[word] = count;
      count += Long.bitCount(bits[word]);
    }
    starts = new int[count];
    int piece = 0;
    for (int word = 0; word < bits.length; word++) {
      for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
        starts[piece++] = (word << 6) + Long.numberOfTrailingZeros(rest);
      }
    }
  }

  /** How many cuts there are. */
  int size() {
    return starts.length;
  }

  /** Where a piece starts. */
  int start(int piece) {
    return starts[piece];
  }

  /** The piece that a number is in, which must not be in front of the first cut. */
  int pieceOf(int number) {
    int word = number >>> 6;
    return before[word] + Long.bitCount(bits[word] & -1L >>> 63 - (number & 63)) - 1;
  }
}
