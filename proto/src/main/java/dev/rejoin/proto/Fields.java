package dev.rejoin.proto;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Fields of messages that are written without the generated classes; empty ones are left away. */
final class Fields {
  static final byte[] NO_BYTES = {};

  private Fields() {}

  /** The bytes of a field with contents of this length. */
  static int size(int field, int length) {
    return length == 0
        ? 0
        : CodedOutputStream.computeTagSize(field)
            + CodedOutputStream.computeUInt32SizeNoTag(length)
            + length;
  }

  static void writeStart(CodedOutputStream out, int field, int length) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
  }

  static void write(CodedOutputStream out, int field, byte[] contents) throws IOException {
    if (contents.length > 0) {
      writeStart(out, field, contents.length);
      out.writeRawBytes(contents);
    }
  }

  static int numberSize(int field, long number) {
    return number == 0 ? 0 : CodedOutputStream.computeUInt64Size(field, number);
  }

  static void writeNumber(CodedOutputStream out, int field, long number) throws IOException {
    if (number != 0) {
      out.writeUInt64(field, number);
    }
  }

  /** A signed number as the unsigned one that a field of type sint64 holds. */
  static long zigZag(long number) {
    return CodedOutputStream.encodeZigZag64(number);
  }
}
