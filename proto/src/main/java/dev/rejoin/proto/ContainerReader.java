package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import dev.rejoin.proto.v1.Container;
import java.io.IOException;

/** Reads entries of containers; remembers the last one, which mostly comes again. */
final class ContainerReader {
  private final Slice slice = new Slice();
  private byte[] knownBytes = Fields.NO_BYTES;
  private Container known = Container.getDefaultInstance();

  /** The entry that comes next; see {@link Slice#read}. */
  Container read(CodedInputStream input, byte[] bytes, int from) throws IOException {
    slice.read(input, bytes, from);
    if (!slice.contains(knownBytes, knownBytes.length)) {
      known =
          Parsing.parseNested(
              Container.parser(), bytes, slice.start(), slice.size(), "entry of containers");
      knownBytes = slice.copy();
    }
    slice.clear();
    return known;
  }
}
