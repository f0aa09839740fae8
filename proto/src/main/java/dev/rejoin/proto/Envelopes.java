package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec.Envelope;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.ChangeEnvelope;
import dev.rejoin.proto.v1.ControlHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes the clear part of changes; the body is passed over, not copied. */
final class Envelopes {
  private static final int DEVICE_BYTES = 32;
  private static final int SALT_BYTES = 16;

  /** A header, and where in the bytes the body is. */
  record Parts(Header header, int bodyFrom, int bodyTo) {}

  private Envelopes() {}

  static void checkHeader(
      long from,
      long to,
      int key,
      int opClass,
      List<Head> controlHeads,
      byte @Nullable [] device,
      byte @Nullable [] salt) {
    if (from < 1 || to < from || to > dev.rejoin.crdt.Limits.MAX_SEQ) {
      throw new IllegalArgumentException("not the numbers of a change: " + from + ".." + to);
    }
    if (to - from >= Limits.MAX_ATOMS_PER_CHANGE) {
      throw new IllegalArgumentException(
          "a change takes at most "
              + Limits.MAX_ATOMS_PER_CHANGE
              + " numbers, not "
              + (to - from + 1));
    }
    if (key < 0 || opClass < 0) {
      throw new IllegalArgumentException("negative key " + key + " or op class " + opClass);
    }
    if (controlHeads.size() > Limits.MAX_CONTROL_HEADS) {
      throw new IllegalArgumentException(
          "at most " + Limits.MAX_CONTROL_HEADS + " control heads, not " + controlHeads.size());
    }
    if ((device == null) != (salt == null) || (device != null && from != 1)) {
      throw new IllegalArgumentException(
          "device and salt come together, in the first change of a line only");
    }
    if (device != null && (device.length != DEVICE_BYTES || salt.length != SALT_BYTES)) {
      throw new IllegalArgumentException(
          "device and salt have 32 and 16 bytes, not " + device.length + " and " + salt.length);
    }
  }

  static byte[] write(Envelope envelope) {
    byte[] body = envelope.body();
    if (body.length == 0) {
      throw new IllegalArgumentException("a change has a body");
    }
    byte[] change = new byte[size(envelope.header(), body.length)];
    CodedOutputStream out = CodedOutputStream.newInstance(change);
    try {
      writeStart(out, envelope.header(), body.length);
      out.writeRawBytes(body);
    } catch (IOException e) {
      throw new IllegalStateException("the size of a change was computed too low", e);
    }
    return change;
  }

  /**
   * The bytes of a change whose body takes this many.
   *
   * @throws RejoinException CHANGE_TOO_LARGE
   */
  static int size(Header header, int bodyBytes) {
    long atoms = header.to() - header.from() + 1;
    int size = Fields.numberSize(ChangeEnvelope.FROM_FIELD_NUMBER, header.from());
    size += Fields.numberSize(ChangeEnvelope.ATOMS_FIELD_NUMBER, atoms == 1 ? 0 : atoms);
    size += Fields.numberSize(ChangeEnvelope.KEY_FIELD_NUMBER, header.key());
    size += Fields.numberSize(ChangeEnvelope.OP_CLASS_FIELD_NUMBER, header.opClass());
    for (Head head : header.controlHeads()) {
      size +=
          CodedOutputStream.computeMessageSize(
              ChangeEnvelope.CONTROL_HEAD_FIELD_NUMBER, controlHead(head));
    }
    size += header.hasDevice() ? 2 + DEVICE_BYTES + 2 + SALT_BYTES : 0;
    size += Fields.size(ChangeEnvelope.BODY_FIELD_NUMBER, bodyBytes);
    if (size > Limits.MAX_CHANGE_BYTES) {
      throw new RejoinException(ErrorCode.CHANGE_TOO_LARGE, tooLarge(size));
    }
    return size;
  }

  /** Writes everything before the contents of the body. */
  static void writeStart(CodedOutputStream out, Header header, int bodyBytes) throws IOException {
    long atoms = header.to() - header.from() + 1;
    Fields.writeNumber(out, ChangeEnvelope.FROM_FIELD_NUMBER, header.from());
    Fields.writeNumber(out, ChangeEnvelope.ATOMS_FIELD_NUMBER, atoms == 1 ? 0 : atoms);
    Fields.writeNumber(out, ChangeEnvelope.KEY_FIELD_NUMBER, header.key());
    Fields.writeNumber(out, ChangeEnvelope.OP_CLASS_FIELD_NUMBER, header.opClass());
    for (Head head : header.controlHeads()) {
      out.writeMessage(ChangeEnvelope.CONTROL_HEAD_FIELD_NUMBER, controlHead(head));
    }
    byte[] device = header.device();
    byte[] salt = header.salt();
    if (device != null && salt != null) {
      Fields.write(out, ChangeEnvelope.DEVICE_FIELD_NUMBER, device);
      Fields.write(out, ChangeEnvelope.SALT_FIELD_NUMBER, salt);
    }
    Fields.writeStart(out, ChangeEnvelope.BODY_FIELD_NUMBER, bodyBytes);
  }

  private static ControlHead controlHead(Head head) {
    return ControlHead.newBuilder()
        .setReplica(ByteString.copyFrom(head.id().replica().bytes()))
        .setSeq(head.id().seq())
        .setMark(ByteString.copyFrom(head.mark().bytes()))
        .build();
  }

  static Parts read(byte[] change) {
    if (change.length > Limits.MAX_CHANGE_BYTES) {
      throw new ProtocolException(ErrorCode.CHANGE_TOO_LARGE, tooLarge(change.length));
    }
    try {
      return new Reader().read(Parsing.input(change, 0, change.length));
    } catch (IOException | IllegalArgumentException e) {
      throw Parsing.malformed("change", e);
    }
  }

  private static String tooLarge(int bytes) {
    return "a change has at most " + Limits.MAX_CHANGE_BYTES + " bytes, not " + bytes;
  }

  /** The fields of one envelope as they come; of a field that comes twice the last one counts. */
  private static final class Reader {
    private long from;
    private int atoms;
    private int key;
    private int opClass;
    private List<Head> controlHeads = List.of();
    private byte @Nullable [] device;
    private byte @Nullable [] salt;
    private int bodyFrom;
    private int bodyTo;
    private int unknownBytes;

    Parts read(CodedInputStream input) throws IOException {
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          readBytes(input, tag);
        } else {
          readNumber(input, tag);
        }
      }
      if (bodyTo == bodyFrom) {
        throw ProtocolException.malformed("a change without a body");
      }
      // Absent means 1; what is above 2^31 looks negative and is refused with the header.
      long to = atoms < 0 ? Long.MAX_VALUE : from + Math.max(atoms, 1) - 1;
      return new Parts(
          new Header(from, to, key, opClass, controlHeads, device, salt), bodyFrom, bodyTo);
    }

    private void readNumber(CodedInputStream input, int tag) throws IOException {
      boolean varint = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT;
      switch (varint ? WireFormat.getTagFieldNumber(tag) : 0) {
        case ChangeEnvelope.FROM_FIELD_NUMBER -> from = input.readUInt64();
        case ChangeEnvelope.ATOMS_FIELD_NUMBER -> atoms = input.readUInt32();
        case ChangeEnvelope.KEY_FIELD_NUMBER -> key = input.readUInt32();
        case ChangeEnvelope.OP_CLASS_FIELD_NUMBER -> opClass = input.readUInt32();
        default -> skip(input, tag);
      }
    }

    private void readBytes(CodedInputStream input, int tag) throws IOException {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case ChangeEnvelope.CONTROL_HEAD_FIELD_NUMBER -> readControlHead(input);
        case ChangeEnvelope.DEVICE_FIELD_NUMBER -> device = input.readByteArray();
        case ChangeEnvelope.SALT_FIELD_NUMBER -> salt = input.readByteArray();
        case ChangeEnvelope.BODY_FIELD_NUMBER -> {
          int size = input.readRawVarint32();
          bodyFrom = input.getTotalBytesRead();
          input.skipRawBytes(size);
          bodyTo = input.getTotalBytesRead();
        }
        default -> skip(input, tag);
      }
    }

    private void readControlHead(CodedInputStream input) throws IOException {
      if (controlHeads.size() == Limits.MAX_CONTROL_HEADS) {
        throw ProtocolException.malformed(
            "a header with more than " + Limits.MAX_CONTROL_HEADS + " control heads");
      }
      ControlHead head =
          input.readMessage(ControlHead.parser(), ExtensionRegistryLite.getEmptyRegistry());
      if (controlHeads.isEmpty()) {
        controlHeads = new ArrayList<>();
      }
      ReplicaId replica = ReplicaId.of(head.getReplica().toByteArray());
      ChainMark mark = ChainMark.of(head.getMark().toByteArray());
      controlHeads.add(new Head(new OpId(replica, head.getSeq()), mark));
      unknownBytes += head.getUnknownFields().getSerializedSize();
      checkUnknown();
    }

    private void skip(CodedInputStream input, int tag) throws IOException {
      int before = input.getTotalBytesRead();
      if (!input.skipField(tag)) {
        throw new InvalidProtocolBufferException("the end of a group that never began");
      }
      unknownBytes += input.getTotalBytesRead() - before;
      checkUnknown();
    }

    private void checkUnknown() {
      if (unknownBytes > Limits.MAX_UNKNOWN_BYTES) {
        throw ProtocolException.malformed(
            "a header with more than " + Limits.MAX_UNKNOWN_BYTES + " bytes in unknown fields");
      }
    }
  }
}
