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
    return parse(parser, input(bytes, from, size), what);
  }

  /** Parses a message that lies directly in another one, with the depth that is left for it. */
  static <M extends MessageLite> M parseNested(
      Parser<M> parser, byte[] bytes, int from, int size, String what) {
    CodedInputStream input = input(bytes, from, size);
    input.setRecursionLimit(Limits.MAX_MESSAGE_DEPTH - 1);
    return parse(parser, input, what);
  }

  private static <M extends MessageLite> M parse(
      Parser<M> parser, CodedInputStream input, String what) {
    try {
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
