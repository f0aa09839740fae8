package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * A map from int to int in the order of keys, in chunks.
 *
 * <p>Lookup is O(1) near the key asked for last, O(log size) otherwise; adding moves at most one
 * chunk. Keys that only ever rise fill the chunks completely.
 */
final class SortedInts {
  private static final int CHUNK = 256;
  private static final int FIRST = 4;

  private int[][] keys = {new int[FIRST]};
  private int[][] values = {new int[FIRST]};
  private int[] sizes = new int[1];

  /** The first key of each chunk; all but the first chunk have one. */
  private int[] firsts = new int[1];

  private int chunks = 1;
  private int size;

  /** Where the last search ended. */
  private int chunk;

  private int at;

  int size() {
    return size;
  }

  /** Moves to the last key that is not above {@code key}; false where there is none. */
  boolean floor(int key) {
    if (isThere(key)) {
      return true;
    }
    chunk = chunkOf(key);
    int[] in = keys[chunk];
    int low = 0;
    int high = sizes[chunk] - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (in[middle] <= key) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    at = high;
    return high >= 0;
  }

  /** Moves to the first key that is not below {@code key}; false where there is none. */
  boolean ceiling(int key) {
    if (floor(key) && keys[chunk][at] == key) {
      return true;
    }
    at++;
    if (at == sizes[chunk] && chunk + 1 < chunks) {
      chunk++;
      at = 0;
    }
    return at < sizes[chunk];
  }

  /** The key that was moved to. */
  int key() {
    return keys[chunk][at];
  }

  int value() {
    return values[chunk][at];
  }

  /** The value of a key, or {@code absent}. */
  int get(int key, int absent) {
    return floor(key) && keys[chunk][at] == key ? values[chunk][at] : absent;
  }

  boolean contains(int key) {
    return floor(key) && keys[chunk][at] == key;
  }

  void put(int key, int value) {
    if (floor(key) && keys[chunk][at] == key) {
      values[chunk][at] = value;
      return;
    }
    int to = at + 1;
    if (sizes[chunk] == CHUNK) {
      to = split(to);
    } else if (sizes[chunk] == keys[chunk].length) {
      int more = Math.min(CHUNK, 2 * keys[chunk].length);
      keys[chunk] = Arrays.copyOf(keys[chunk], more);
      values[chunk] = Arrays.copyOf(values[chunk], more);
    }
    int moved = sizes[chunk] - to;
    if (moved > 0) {
      System.arraycopy(keys[chunk], to, keys[chunk], to + 1, moved);
      System.arraycopy(values[chunk], to, values[chunk], to + 1, moved);
    }
    keys[chunk][to] = key;
    values[chunk][to] = value;
    sizes[chunk]++;
    size++;
    at = to;
    if (to == 0) {
      firsts[chunk] = key;
    }
  }

  /** Gives the entry of {@code from} another key; no key may lie between the two. */
  void rekey(int from, int to) {
    if (!contains(from)) {
      throw new IllegalStateException("no key " + from);
    }
    keys[chunk][at] = to;
    if (at == 0) {
      firsts[chunk] = to;
    }
  }

  void remove(int key) {
    if (!contains(key)) {
      throw new IllegalStateException("no key " + key);
    }
    int moved = sizes[chunk] - at - 1;
    System.arraycopy(keys[chunk], at + 1, keys[chunk], at, moved);
    System.arraycopy(values[chunk], at + 1, values[chunk], at, moved);
    sizes[chunk]--;
    size--;
    if (sizes[chunk] == 0 && chunks > 1) {
      removeChunk();
    } else if (at == 0) {
      firsts[chunk] = keys[chunk][0];
    }
  }

  /** Whether a search would end where the last one did. */
  private boolean isThere(int key) {
    int[] in = keys[chunk];
    int size = sizes[chunk];
    return at >= 0
        && at < size
        && in[at] <= key
        && (at + 1 < size ? key < in[at + 1] : chunk + 1 == chunks || key < firsts[chunk + 1]);
  }

  private int chunkOf(int key) {
    int near = chunk;
    if ((near == 0 || key >= firsts[near]) && (near + 1 == chunks || key < firsts[near + 1])) {
      return near;
    }
    int low = 0;
    int high = chunks - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firsts[middle] <= key) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Makes room in a full chunk for an entry at {@code to}; returns where it goes now. */
  private int split(int to) {
    boolean append = chunk + 1 == chunks && to == CHUNK;
    int half = append ? CHUNK : CHUNK / 2;
    addChunk(chunk + 1);
    int moved = CHUNK - half;
    System.arraycopy(keys[chunk], half, keys[chunk + 1], 0, moved);
    System.arraycopy(values[chunk], half, values[chunk + 1], 0, moved);
    sizes[chunk] = half;
    sizes[chunk + 1] = moved;
    firsts[chunk + 1] = keys[chunk + 1][0];
    if (to > half || append) {
      chunk++;
      return to - half;
    }
    return to;
  }

  private void addChunk(int index) {
    if (chunks == keys.length) {
      int more = chunks + chunks / 2 + 1;
      keys = Arrays.copyOf(keys, more);
      values = Arrays.copyOf(values, more);
      sizes = Arrays.copyOf(sizes, more);
      firsts = Arrays.copyOf(firsts, more);
    }
    System.arraycopy(keys, index, keys, index + 1, chunks - index);
    System.arraycopy(values, index, values, index + 1, chunks - index);
    System.arraycopy(sizes, index, sizes, index + 1, chunks - index);
    System.arraycopy(firsts, index, firsts, index + 1, chunks - index);
    keys[index] = new int[CHUNK];
    values[index] = new int[CHUNK];
    chunks++;
  }

  private void removeChunk() {
    int rest = chunks - chunk - 1;
    System.arraycopy(keys, chunk + 1, keys, chunk, rest);
    System.arraycopy(values, chunk + 1, values, chunk, rest);
    System.arraycopy(sizes, chunk + 1, sizes, chunk, rest);
    System.arraycopy(firsts, chunk + 1, firsts, chunk, rest);
    chunks--;
    keys[chunks] = new int[0];
    values[chunks] = new int[0];
    chunk = 0;
    at = 0;
  }
}
