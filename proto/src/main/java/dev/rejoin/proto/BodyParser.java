package dev.rejoin.proto;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the fields of a message Body apart, without the objects of the generated classes but by
 * their rules: of a single field that comes twice the last one counts, columns go on where they
 * stopped and may be packed or not, and unknown fields are passed over. Used again for the next
 * body; the bytes must not change meanwhile.
 */
final class BodyParser {
  private static final int VARINT = WireFormat.WIRETYPE_VARINT;
  private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

  final RowInput rows = new RowInput();
  final BodyColumns columns = rows.columns;
  final NameReader document = new NameReader();
  final NameReader author = new NameReader();
  final NameReader message = new NameReader();
  final List<Container> containers = new ArrayList<>();
  final Slice replicas = new Slice();
  final Slice depMarks = new Slice();
  final Slice control = new Slice();
  private final Slice rowText = new Slice();
  private final ContainerReader container = new ContainerReader();
  boolean hasControl;

  /** Parses one message. */
  void parse(byte[] bytes, int from, int to, String what) {
    clear();
    try {
      CodedInputStream input = Parsing.input(bytes, from, to - from);
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        boolean known =
            WireFormat.getTagWireType(tag) == BYTES
                ? readBytes(input, tag, bytes, from)
                : WireFormat.getTagWireType(tag) == VARINT && readNumber(input, tag);
        if (!known && !input.skipField(tag)) {
          throw new InvalidProtocolBufferException("the end of a group that never began");
        }
      }
    } catch (IOException e) {
      throw Parsing.malformed(what, e);
    }
  }

  private void clear() {
    rows.clear();
    document.clear();
    author.clear();
    message.clear();
    containers.clear();
    replicas.clear();
    depMarks.clear();
    control.clear();
    hasControl = false;
  }

  private boolean readNumber(CodedInputStream input, int tag) throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case Body.GAP_FIELD_NUMBER -> columns.gap = input.readUInt64();
      case Body.LAMPORT_FIELD_NUMBER -> columns.lamport = input.readSInt64();
      case Body.TIME_FIELD_NUMBER -> columns.time = input.readInt64();
      case Body.KIND_FIELD_NUMBER -> columns.kind.readOne(input);
      case Body.ATOMS_FIELD_NUMBER -> columns.atoms.readOne(input);
      case Body.CONTAINER_FIELD_NUMBER -> columns.container.readOne(input);
      case Body.REF_REPLICA_FIELD_NUMBER -> columns.refReplica.readOne(input);
      case Body.REF_SEQ_FIELD_NUMBER -> columns.refSeq.readOneSigned(input);
      case Body.DETAIL_FIELD_NUMBER -> columns.detail.readOne(input);
      case Body.PAYLOAD_LEN_FIELD_NUMBER -> columns.payloadLength.readOne(input);
      case Body.NUMBER_FIELD_NUMBER -> columns.number.readOneSigned(input);
      case Body.DEP_REPLICA_FIELD_NUMBER -> columns.depReplica.readOne(input);
      case Body.DEP_SEQ_FIELD_NUMBER -> columns.depSeq.readOneLong(input);
      case Body.FLAGS_FIELD_NUMBER -> columns.flags = input.readUInt32();
      case Body.SCHEMA_FIELD_NUMBER -> columns.schema = input.readUInt32();
      case Body.MIN_READER_FIELD_NUMBER -> columns.minReader = input.readUInt32();
      case Body.MIN_WRITER_FIELD_NUMBER -> columns.minWriter = input.readUInt32();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean readBytes(CodedInputStream input, int tag, byte[] bytes, int from)
      throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case Body.DOCUMENT_FIELD_NUMBER -> document.read(input, bytes, from);
      case Body.AUTHOR_FIELD_NUMBER -> author.read(input, bytes, from);
      case Body.MESSAGE_FIELD_NUMBER -> message.read(input, bytes, from);
      case Body.TEXT_FIELD_NUMBER -> rows.text = rowText.readText(input, bytes, from);
      case Body.CONTAINERS_FIELD_NUMBER -> containers.add(container.read(input, bytes, from));
      case Body.PAYLOAD_FIELD_NUMBER -> rows.payload.read(input, bytes, from);
      case Body.REPLICAS_FIELD_NUMBER -> replicas.read(input, bytes, from);
      case Body.DEP_MARKS_FIELD_NUMBER -> depMarks.read(input, bytes, from);
      case Body.CONTROL_FIELD_NUMBER -> {
        control.read(input, bytes, from);
        hasControl = true;
      }
      default -> {
        return readPacked(input, tag);
      }
    }
    return true;
  }

  private boolean readPacked(CodedInputStream input, int tag) throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case Body.KIND_FIELD_NUMBER -> columns.kind.readPacked(input);
      case Body.ATOMS_FIELD_NUMBER -> columns.atoms.readPacked(input);
      case Body.CONTAINER_FIELD_NUMBER -> columns.container.readPacked(input);
      case Body.REF_REPLICA_FIELD_NUMBER -> columns.refReplica.readPacked(input);
      case Body.REF_SEQ_FIELD_NUMBER -> columns.refSeq.readPackedSigned(input);
      case Body.DETAIL_FIELD_NUMBER -> columns.detail.readPacked(input);
      case Body.PAYLOAD_LEN_FIELD_NUMBER -> columns.payloadLength.readPacked(input);
      case Body.NUMBER_FIELD_NUMBER -> columns.number.readPackedSigned(input);
      case Body.DEP_REPLICA_FIELD_NUMBER -> columns.depReplica.readPacked(input);
      case Body.DEP_SEQ_FIELD_NUMBER -> columns.depSeq.readPackedLong(input);
      default -> {
        return false;
      }
    }
    return true;
  }
}
