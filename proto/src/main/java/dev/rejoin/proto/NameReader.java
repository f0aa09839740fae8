package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;

/** Reads a field of text; remembers the last one, which mostly comes again in the next body. */
final class NameReader {
  private final Slice slice = new Slice();
  private byte[] knownBytes = Fields.NO_BYTES;
  private String known = "";
  private String text = "";
  private int size;

  void clear() {
    text = "";
    size = 0;
  }

  String text() {
    return text;
  }

  /** How many bytes the text takes. */
  int size() {
    return size;
  }

  /** Reads the field that comes next; see {@link Slice#read}. */
  void read(CodedInputStream input, byte[] bytes, int from) throws IOException {
    slice.read(input, bytes, from);
    if (!slice.contains(knownBytes, knownBytes.length)) {
      known = Texts.decode(bytes, slice.start(), slice.size());
      knownBytes = slice.copy();
    }
    text = known;
    size = knownBytes.length;
    slice.clear();
  }
}
