package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/** Parses protobuf messages with a bounded depth and one kind of exception. */
final class Parsing {
  private Parsing() {}

  static CodedInputStream input(byte[] bytes, int from, int size) {
    CodedInputStream input = CodedInputStream.newInstance(bytes, from, size);
    input.setRecursionLimit(Limits.MAX_MESSAGE_DEPTH);
    return input;
  }

  static <M extends MessageLite> M parse(Parser<M> parser, byte[] bytes, String what) {
    return parse(parser, bytes, 0, bytes.length, what);
  }

  static <M extends MessageLite> M parse(
      Parser<M> parser, byte[] bytes, int from, int size, String what) {
    try {
      CodedInputStream input = input(bytes, from, size);
      M message = parser.parseFrom(input, ExtensionRegistryLite.getEmptyRegistry());
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw malformed(what, e);
    }
  }

  static ProtocolException malformed(String what, Exception cause) {
    return new ProtocolException(
        ErrorCode.MALFORMED, "not a valid " + what + ": " + cause.getMessage(), cause);
  }
}
