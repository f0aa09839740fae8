package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.rejoin.proto.v1.Frame;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A look over the bytes of a frame before objects are made of them.
 *
 * <p>Two bytes can become an object of a hundred: unknown fields and repeated ones are counted
 * first.
 */
final class FrameScan {
  private static final int SKIPPABLE =
      Frame.SKIPPABLE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;

  private int fields;
  private int unknownBytes;
  private boolean knowsBody;
  private boolean skippable;

  private FrameScan() {}

  /** Scans the bytes and refuses what goes beyond a limit. */
  static FrameScan of(byte[] bytes, int from, int size) {
    FrameScan scan = new FrameScan();
    try {
      CodedInputStream input = Parsing.input(bytes, from, size);
      scan.scan(input, Frame.getDescriptor(), 0);
      input.checkLastTagWas(0);
    } catch (IOException e) {
      throw Parsing.malformed("frame", e);
    }
    if (scan.knowsBody && scan.unknownBytes > Limits.MAX_UNKNOWN_BYTES) {
      throw ProtocolException.malformed(
          "a frame with more than " + Limits.MAX_UNKNOWN_BYTES + " bytes in unknown fields");
    }
    return scan;
  }

  boolean knowsBody() {
    return knowsBody;
  }

  boolean skippable() {
    return skippable;
  }

  private void scan(CodedInputStream input, Descriptor type, int depth) throws IOException {
    if (depth > Limits.MAX_MESSAGE_DEPTH) {
      throw new InvalidProtocolBufferException("messages nest too deep");
    }
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      if (++fields > Limits.MAX_FRAME_FIELDS) {
        throw ProtocolException.malformed(
            "a frame with more than " + Limits.MAX_FRAME_FIELDS + " fields");
      }
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      int before = input.getTotalBytesRead();
      if (isMessage(field, tag)) {
        int outer = input.pushLimit(input.readRawVarint32());
        scan(input, field.getMessageType(), depth + 1);
        input.popLimit(outer);
        knowsBody |= depth == 0;
      } else if (depth == 0 && tag == SKIPPABLE) {
        skippable = input.readBool();
      } else if (!input.skipField(tag)) {
        throw new InvalidProtocolBufferException("the end of a group that never began");
      } else if (field == null || !fits(field, tag)) {
        unknownBytes += input.getTotalBytesRead() - before;
      }
    }
  }

  private static boolean isMessage(@Nullable FieldDescriptor field, int tag) {
    return field != null
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && fits(field, tag);
  }

  /** Whether the parser would take the field; a known number in another wire form is unknown. */
  private static boolean fits(FieldDescriptor field, int tag) {
    return field.getLiteType().getWireType() == WireFormat.getTagWireType(tag);
  }
}
