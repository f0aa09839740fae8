package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * The nodes below one parent in their order, each as the move that put it there.
 *
 * <p>Complexity: they are in blocks of at most 256, so everything costs O(log n) comparisons, and
 * as many steps as there are blocks: 400 for 100,000 siblings.
 */
final class Siblings {
  /** Compares two moves by where they put their nodes. */
  interface Order {
    int compare(int move, int other);
  }

  private static final int CAPACITY = 256;

  private final Order order;
  private int[][] blocks = {new int[4]};
  private int[] sizes = new int[1];
  private int used = 1;
  private int size;

  Siblings(Order order) {
    this.order = order;
  }

  int size() {
    return size;
  }

  /** Number {@code index} of them. */
  int get(int index) {
    int block = 0;
    int rest = index;
    while (rest >= sizes[block]) {
      rest -= sizes[block++];
    }
    return blocks[block][rest];
  }

  /** How many come before a move, which may be none of them. */
  int rank(int move) {
    int block = blockOf(move);
    int rank = place(block, move);
    for (int i = 0; i < block; i++) {
      rank += sizes[i];
    }
    return rank;
  }

  /** Adds a move that is none of them. */
  void add(int move) {
    int block = blockOf(move);
    if (sizes[block] == CAPACITY) {
      split(block, order.compare(blocks[block][CAPACITY - 1], move) < 0 && block == used - 1);
      block = blockOf(move);
    }
    int at = place(block, move);
    int length = sizes[block];
    if (length == blocks[block].length) {
      blocks[block] = Arrays.copyOf(blocks[block], 2 * length);
    }
    System.arraycopy(blocks[block], at, blocks[block], at + 1, length - at);
    blocks[block][at] = move;
    sizes[block]++;
    size++;
  }

  /** Removes a move that is one of them. */
  void remove(int move) {
    int block = blockOf(move);
    int at = place(block, move);
    int[] content = blocks[block];
    if (at == sizes[block] || content[at] != move) {
      throw new IllegalStateException("move " + move + " is not listed where it should be");
    }
    System.arraycopy(content, at + 1, content, at, sizes[block] - at - 1);
    sizes[block]--;
    size--;
    if (sizes[block] == 0 && used > 1) {
      System.arraycopy(blocks, block + 1, blocks, block, used - block - 1);
      System.arraycopy(sizes, block + 1, sizes, block, used - block - 1);
      used--;
    }
  }

  /** The last block whose first move is not after this one. */
  private int blockOf(int move) {
    int low = 0;
    int high = used - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (order.compare(blocks[middle][0], move) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int place(int block, int move) {
    int[] content = blocks[block];
    int low = 0;
    int high = sizes[block];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(content[middle], move) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Makes two blocks of a full one; what is added at the end leaves full blocks behind. */
  private void split(int block, boolean atEnd) {
    if (used == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * used);
      sizes = Arrays.copyOf(sizes, 2 * used);
    }
    int keep = atEnd ? CAPACITY - 1 : CAPACITY / 2;
    System.arraycopy(blocks, block + 1, blocks, block + 2, used - block - 1);
    System.arraycopy(sizes, block + 1, sizes, block + 2, used - block - 1);
    int[] second = new int[CAPACITY];
    System.arraycopy(blocks[block], keep, second, 0, CAPACITY - keep);
    blocks[block + 1] = second;
    sizes[block + 1] = CAPACITY - keep;
    sizes[block] = keep;
    used++;
  }
}
