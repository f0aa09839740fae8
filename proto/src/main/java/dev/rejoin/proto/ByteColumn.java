package dev.rejoin.proto;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Bytes that grow, used again after {@link #clear}. */
final class ByteColumn {
  /** More is rare, so its memory is not kept. */
  private static final int KEPT = 4_096;

  private byte[] bytes = Fields.NO_BYTES;
  private int size;

  /** The first half of a surrogate pair whose second half has not come yet; 0 for none. */
  private char high;

  void clear() {
    size = 0;
    high = 0;
    if (bytes.length > KEPT) {
      bytes = Fields.NO_BYTES;
    }
  }

  int size() {
    return size;
  }

  void add(byte[] more) {
    add(more, 0, more.length);
  }

  /** Adds eight bytes, big endian. */
  void addLong(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Adds an unsigned number. */
  void addVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /**
   * Adds text as UTF-8. A surrogate pair may be split between two calls, but after the last one
   * {@link #endText} must follow.
   *
   * @param start index of the first unit in the whole text, for messages
   * @throws RejoinException LONE_SURROGATE
   */
  void addText(String text, int start) {
    reserve(3 * text.length() + 1);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (high != 0) {
        addPair(c, start + i);
      } else if (c < 0x80) {
        bytes[size++] = (byte) c;
      } else if (c < 0x800) {
        bytes[size++] = (byte) (0xc0 | c >>> 6);
        bytes[size++] = (byte) (0x80 | c & 0x3f);
      } else if (Character.isHighSurrogate(c)) {
        high = c;
      } else if (Character.isLowSurrogate(c)) {
        throw Texts.lone(start + i);
      } else {
        bytes[size++] = (byte) (0xe0 | c >>> 12);
        bytes[size++] = (byte) (0x80 | c >>> 6 & 0x3f);
        bytes[size++] = (byte) (0x80 | c & 0x3f);
      }
    }
  }

  private void addPair(char low, int index) {
    if (!Character.isLowSurrogate(low)) {
      throw Texts.lone(index - 1);
    }
    int point = Character.toCodePoint(high, low);
    bytes[size++] = (byte) (0xf0 | point >>> 18);
    bytes[size++] = (byte) (0x80 | point >>> 12 & 0x3f);
    bytes[size++] = (byte) (0x80 | point >>> 6 & 0x3f);
    bytes[size++] = (byte) (0x80 | point & 0x3f);
    high = 0;
  }

  /** Refuses text of this length that ends with the first half of a pair. */
  void endText(int length) {
    if (high != 0) {
      throw Texts.lone(length - 1);
    }
  }

  void add(byte[] more, int from, int length) {
    reserve(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
  }

  void add(ByteColumn more) {
    add(more.bytes, 0, more.size);
  }

  /** The bytes so far, not to be changed; there may be more behind them. */
  byte[] array() {
    return bytes;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  int fieldSize(int field) {
    return Fields.size(field, size);
  }

  void writeTo(CodedOutputStream out, int field) throws IOException {
    if (size > 0) {
      Fields.writeStart(out, field, size);
      writeTo(out);
    }
  }

  void writeTo(CodedOutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * size));
    }
  }
}
