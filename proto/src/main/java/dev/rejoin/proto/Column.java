package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A column of numbers: filled entry by entry, then written, or taken in order with zeros after its
 * end. Used again after {@link #clear}.
 */
final class Column {
  private static final long[] NONE = {};

  /** Longer columns are rare, so their memory is not kept. */
  private static final int KEPT = 1_024;

  private long[] values = NONE;
  private int size;
  private int used;
  private int packedSize;

  void clear() {
    size = 0;
    used = 0;
    if (values.length > KEPT) {
      values = NONE;
    }
  }

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(4, 2 * size));
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  /** How many entries were not taken yet. */
  int left() {
    return size - used;
  }

  long get(int index) {
    return values[index];
  }

  /** Leaves the zeros at the end away, as readers put them there themselves. */
  void trim() {
    while (size > 0 && values[size - 1] == 0) {
      size--;
    }
  }

  /** The bytes of the column as a packed field of unsigned varints. */
  int fieldSize(int field) {
    packedSize = 0;
    for (int i = 0; i < size; i++) {
      packedSize += CodedOutputStream.computeUInt64SizeNoTag(values[i]);
    }
    return Fields.size(field, packedSize);
  }

  /** Writes the field whose size {@link #fieldSize} gave. */
  void writeTo(CodedOutputStream out, int field) throws IOException {
    if (size > 0) {
      Fields.writeStart(out, field, packedSize);
      for (int i = 0; i < size; i++) {
        long value = values[i];
        if (value >>> 7 == 0) {
          out.write((byte) value);
        } else {
          out.writeUInt64NoTag(value);
        }
      }
    }
  }

  /** Adds one uint32, whose entries above 2^31 look negative. */
  void readOne(CodedInputStream input) throws IOException {
    add(input.readUInt32());
  }

  void readPacked(CodedInputStream input) throws IOException {
    int outer = input.pushLimit(input.readRawVarint32());
    while (input.getBytesUntilLimit() > 0) {
      add(input.readUInt32());
    }
    input.popLimit(outer);
  }

  void readOneSigned(CodedInputStream input) throws IOException {
    add(input.readSInt64());
  }

  void readPackedSigned(CodedInputStream input) throws IOException {
    int outer = input.pushLimit(input.readRawVarint32());
    while (input.getBytesUntilLimit() > 0) {
      add(input.readSInt64());
    }
    input.popLimit(outer);
  }

  void readOneLong(CodedInputStream input) throws IOException {
    add(input.readUInt64());
  }

  void readPackedLong(CodedInputStream input) throws IOException {
    int outer = input.pushLimit(input.readRawVarint32());
    while (input.getBytesUntilLimit() > 0) {
      add(input.readUInt64());
    }
    input.popLimit(outer);
  }

  long next() {
    return used < size ? values[used++] : 0;
  }

  /** Like {@link #next}, for a column of uint32: negative entries are above 2^31. */
  int nextCount(String what) {
    long count = next();
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw ProtocolException.malformed("a number too large in the column " + what);
    }
    return (int) count;
  }

  /** For a column that does not go on with zeros. */
  void requireMore(String what) {
    if (used == size) {
      throw ProtocolException.malformed("column " + what + " ends before the rows do");
    }
  }

  void checkUsedUp(String what) {
    if (used < size) {
      throw ProtocolException.malformed(
          "column " + what + " has " + size + " entries, the rows use " + used);
    }
  }
}
