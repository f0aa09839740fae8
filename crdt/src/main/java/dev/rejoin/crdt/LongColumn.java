package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * A list of longs that only grows and shrinks at its end, in blocks of at most 64 KB.
 *
 * <p>Blocks keep growth cheap at any size: adding never copies more than one block. Reading and
 * adding are O(1).
 */
final class LongColumn {
  private static final int BITS = 13;
  private static final int BLOCK = 1 << BITS;
  private static final int MASK = BLOCK - 1;
  private static final int FIRST = 4;

  private long[][] blocks = {new long[FIRST]};
  private int size;

  int size() {
    return size;
  }

  long get(int index) {
    return blocks[index >>> BITS][index & MASK];
  }

  void set(int index, long value) {
    blocks[index >>> BITS][index & MASK] = value;
  }

  long last() {
    return get(size - 1);
  }

  void add(long value) {
    int block = size >>> BITS;
    int at = size & MASK;
    if (block == blocks.length || at == blocks[block].length) {
      grow(block, at);
    }
    blocks[block][at] = value;
    size++;
  }

  /** Forgets everything from {@code newSize} on. */
  void truncate(int newSize) {
    size = newSize;
  }

  private void grow(int block, int at) {
    if (block == blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(block + 1, block + block / 2));
      for (int i = block; i < blocks.length; i++) {
        blocks[i] = new long[0];
      }
    }
    blocks[block] =
        Arrays.copyOf(blocks[block], block > 0 ? BLOCK : Math.min(BLOCK, Math.max(FIRST, 2 * at)));
  }
}
