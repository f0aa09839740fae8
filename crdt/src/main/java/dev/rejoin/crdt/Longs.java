package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * A list of longs that only grows.
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

  /** All but the last are full; the first alone may be shorter than a piece. */
  private long[][] pieces = {EMPTY};

  private long[] last = EMPTY;
  private int size;

  int size() {
    return size;
  }

  long get(int index) {
    return pieces[index >>> PIECE_BITS][index & MASK];
  }

  void add(long value) {
    int place = size & MASK;
    if (place == last.length || place == 0) {
      grow();
    }
    last[place] = value;
    size++;
  }

  /** Adds four at once; a list that takes fours takes nothing else. */
  void addFour(long first, long second, long third, long fourth) {
    int place = size & MASK;
    if (place == last.length || place == 0) {
      grow();
    }
    long[] piece = last;
    piece[place] = first;
    piece[place + 1] = second;
    piece[place + 2] = third;
    piece[place + 3] = fourth;
    size += 4;
  }

  private void grow() {
    int piece = size >>> PIECE_BITS;
    if (piece == 0) {
      last = Arrays.copyOf(last, Math.max(FIRST_SIZE, Math.min(PIECE_SIZE, 2 * last.length)));
    } else {
      last = new long[PIECE_SIZE];
    }
    if (piece == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * piece);
    }
    pieces[piece] = last;
  }
}
