package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * A list of longs that grows and shrinks at its end.
 *
 * <p>It is made of pieces, so that adding never copies more than one piece: O(1), without a long
 * stop where the list is long.
 */
final class Longs {
  private static final int PIECE_BITS = 10;
  private static final int PIECE_SIZE = 1 << PIECE_BITS;
  private static final int MASK = PIECE_SIZE - 1;
  private static final int FIRST_SIZE = 4;
  private static final long[] EMPTY = {};

  /** The first alone may be shorter than a piece, and those not needed yet are empty. */
  private long[][] pieces = {EMPTY};

  private int size;

  int size() {
    return size;
  }

  long get(int index) {
    return pieces[index >>> PIECE_BITS][index & MASK];
  }

  void set(int index, long value) {
    pieces[index >>> PIECE_BITS][index & MASK] = value;
  }

  long last() {
    return get(size - 1);
  }

  void add(long value) {
    room()[size & MASK] = value;
    size++;
  }

  /** Adds four at once; a list that takes fours takes nothing else. */
  void addFour(long first, long second, long third, long fourth) {
    long[] piece = room();
    int place = size & MASK;
    piece[place] = first;
    piece[place + 1] = second;
    piece[place + 2] = third;
    piece[place + 3] = fourth;
    size += 4;
  }

  /** Forgets everything from {@code newSize} on. */
  void truncate(int newSize) {
    size = newSize;
  }

  /** The piece that the next value goes to, with room for it. */
  private long[] room() {
    int piece = size >>> PIECE_BITS;
    if (piece == pieces.length || (size & MASK) == pieces[piece].length) {
      grow(piece);
    }
    return pieces[piece];
  }

  private void grow(int piece) {
    if (piece == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * piece);
      Arrays.fill(pieces, piece, pieces.length, EMPTY);
    }
    int old = pieces[piece].length;
    int more = piece > 0 ? PIECE_SIZE : Math.max(FIRST_SIZE, Math.min(PIECE_SIZE, 2 * old));
    pieces[piece] = Arrays.copyOf(pieces[piece], more);
  }
}
