package dev.rejoin.crdt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The units of a text by op number, in blocks: one byte each where a block is all Latin-1, else
 * two.
 *
 * <p>Units stay when their atoms are deleted, so that a revive needs nothing else. The places of
 * deletes are empty. Reading one unit and adding one are O(1).
 */
final class TextArena {
  /** Small, so that atoms few and far between, with many deletes between them, waste little. */
  private static final int BITS = 12;

  private static final int BLOCK = 1 << BITS;
  private static final int MASK = BLOCK - 1;
  private static final int FIRST = 32;

  /** For each block either its bytes or, once a unit did not fit, its chars. */
  private byte[][] narrow = {new byte[FIRST]};

  private char[][] wide = new char[1][];
  private boolean hasWide;
  private boolean hasSurrogates;

  /** Whether a surrogate was ever written. */
  boolean hasSurrogates() {
    return hasSurrogates;
  }

  /** Writes the units of consecutive op numbers. */
  void put(int number, String units) {
    put(number, units, 0, units.length());
  }

  /** Writes a part of {@code units} as the units of consecutive op numbers. */
  void put(int number, String units, int start, int end) {
    int from = start;
    while (from < end) {
      int block = number + from - start >>> BITS;
      int at = number + from - start & MASK;
      int to = Math.min(end, from + BLOCK - at);
      reserve(block, at + to - from);
      putInBlock(block, at, units, from, to);
      from = to;
    }
  }

  /** Writes Latin-1 bytes as the units of consecutive op numbers. */
  void put(int number, byte[] latin1, int start, int length) {
    int from = 0;
    while (from < length) {
      int block = number + from >>> BITS;
      int at = number + from & MASK;
      int part = Math.min(length - from, BLOCK - at);
      reserve(block, at + part);
      char[] chars = wide[block];
      if (chars != null) {
        widen(latin1, start + from, part, chars, at);
      } else {
        System.arraycopy(latin1, start + from, narrow[block], at, part);
      }
      from += part;
    }
  }

  char get(int number) {
    char[] chars = hasWide ? wide[number >>> BITS] : null;
    return chars != null
        ? chars[number & MASK]
        : (char) (narrow[number >>> BITS][number & MASK] & 0xFF);
  }

  String substring(int number, int length) {
    Collector units = collector(length);
    units.add(number, length);
    return units.finish();
  }

  /** Copies the units of consecutive op numbers. */
  void copy(int number, int length, char[] target, int to) {
    int copied = 0;
    while (copied < length) {
      int block = number + copied >>> BITS;
      int at = number + copied & MASK;
      int part = Math.min(length - copied, BLOCK - at);
      char[] chars = wide[block];
      if (chars != null) {
        System.arraycopy(chars, at, target, to + copied, part);
      } else {
        widen(narrow[block], at, part, target, to + copied);
      }
      copied += part;
    }
  }

  /** Collects runs of units into one string. */
  final class Collector {
    private final byte[] bytes;
    private final char[] chars;
    private int size;

    Collector(int length) {
      bytes = hasWide ? new byte[0] : new byte[length];
      chars = hasWide ? new char[length] : new char[0];
    }

    void add(int number, int length) {
      if (hasWide) {
        copy(number, length, chars, size);
      } else {
        copyNarrow(number, length);
      }
      size += length;
    }

    String finish() {
      return hasWide ? new String(chars) : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Writes the units; all of them in bytes if none needs more. */
    void write(SnapshotWriter out) {
      if (!hasWide) {
        out.narrowUnits(bytes);
        return;
      }
      out.string(new String(chars));
    }

    private void copyNarrow(int number, int length) {
      int copied = 0;
      while (copied < length) {
        int at = number + copied & MASK;
        int part = Math.min(length - copied, BLOCK - at);
        byte[] block = narrow[number + copied >>> BITS];
        System.arraycopy(block, at, bytes, size + copied, part);
        copied += part;
      }
    }
  }

  /** A collector of {@code length} units in all. */
  Collector collector(int length) {
    return new Collector(length);
  }

  private void putInBlock(int block, int at, String units, int from, int to) {
    byte[] bytes = narrow[block];
    for (int i = from; i < to; i++) {
      char c = units.charAt(i);
      if (wide[block] == null) {
        if (c <= 0xFF) {
          bytes[at + i - from] = (byte) c;
          continue;
        }
        widen(block);
      }
      wide[block][at + i - from] = c;
      hasSurrogates |= Character.isSurrogate(c);
    }
  }

  private void reserve(int block, int size) {
    if (block >= narrow.length) {
      int more = Math.max(block + 1, narrow.length + narrow.length / 2);
      narrow = Arrays.copyOf(narrow, more);
      wide = Arrays.copyOf(wide, more);
    }
    if (wide[block] != null) {
      if (wide[block].length < size) {
        wide[block] = Arrays.copyOf(wide[block], capacity(size));
      }
    } else if (narrow[block] == null) {
      narrow[block] = new byte[block == 0 ? capacity(size) : BLOCK];
    } else if (narrow[block].length < size) {
      narrow[block] = Arrays.copyOf(narrow[block], capacity(size));
    }
  }

  private static int capacity(int size) {
    return Math.min(BLOCK, Math.max(2 * size, FIRST));
  }

  private void widen(int block) {
    char[] chars = new char[narrow[block].length];
    widen(narrow[block], 0, chars.length, chars, 0);
    wide[block] = chars;
    narrow[block] = new byte[0];
    hasWide = true;
  }

  private static void widen(byte[] from, int at, int length, char[] to, int start) {
    for (int i = 0; i < length; i++) {
      to[start + i] = (char) (from[at + i] & 0xFF);
    }
  }
}
