package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.Arrays;

/** A field of bytes, left where it is. */
final class Slice {
  private byte[] bytes = Fields.NO_BYTES;
  private int start;
  private int size;

  void clear() {
    bytes = Fields.NO_BYTES;
    start = 0;
    size = 0;
  }

  /**
   * Passes over the field that comes next.
   *
   * @param from where in {@code of} the input began
   */
  void read(CodedInputStream input, byte[] of, int from) throws IOException {
    int length = input.readRawVarint32();
    int at = from + input.getTotalBytesRead();
    input.skipRawBytes(length);
    set(of, at, length);
  }

  /** An input over these bytes. */
  CodedInputStream input() {
    return Parsing.input(bytes, start, size);
  }

  /** Reads the field that comes next as text, and keeps nothing. */
  String readText(CodedInputStream input, byte[] of, int from) throws IOException {
    read(input, of, from);
    String text = Texts.decode(bytes, start, size);
    clear();
    return text;
  }

  void set(byte[] of, int from, int length) {
    bytes = of;
    start = from;
    size = length;
  }

  int size() {
    return size;
  }

  byte[] source() {
    return bytes;
  }

  int start() {
    return start;
  }

  boolean contains(byte[] other, int length) {
    return size == length && Arrays.equals(bytes, start, start + size, other, 0, length);
  }

  byte[] copy() {
    return Arrays.copyOfRange(bytes, start, start + size);
  }

  /** The eight bytes from {@code at} on, big endian. */
  long longAt(int at) {
    long value = 0;
    for (int i = start + at; i < start + at + 8; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
