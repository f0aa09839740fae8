package dev.rejoin.proto;

import com.google.protobuf.CodedOutputStream;
import dev.rejoin.proto.v1.Body;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of a message Body and writes them in the order of their numbers, the bytes
 * that the generated classes would write. Used again after {@link #clear}.
 */
final class BodyWriter {
  final BodyColumns columns = new BodyColumns();
  final ByteColumn text = new ByteColumn();

  /** The entries of field `containers`, each with its tag. */
  final ByteColumn containers = new ByteColumn();

  final ByteColumn payload = new ByteColumn();
  final ByteColumn replicas = new ByteColumn();
  final ByteColumn depMarks = new ByteColumn();
  byte[] document = Fields.NO_BYTES;
  byte[] author = Fields.NO_BYTES;
  byte[] message = Fields.NO_BYTES;
  byte @Nullable [] control;

  void clear() {
    columns.clear();
    text.clear();
    containers.clear();
    payload.clear();
    replicas.clear();
    depMarks.clear();
    document = Fields.NO_BYTES;
    author = Fields.NO_BYTES;
    message = Fields.NO_BYTES;
    control = null;
  }

  /** The bytes of the message; to be called once before {@link #writeTo}. */
  long size() {
    BodyColumns c = columns;
    long size = Fields.size(Body.DOCUMENT_FIELD_NUMBER, document.length);
    size += Fields.numberSize(Body.GAP_FIELD_NUMBER, c.gap);
    size += Fields.numberSize(Body.LAMPORT_FIELD_NUMBER, Fields.zigZag(c.lamport));
    size += Fields.numberSize(Body.TIME_FIELD_NUMBER, c.time);
    size += Fields.size(Body.AUTHOR_FIELD_NUMBER, author.length);
    size += c.kind.fieldSize(Body.KIND_FIELD_NUMBER);
    size += c.atoms.fieldSize(Body.ATOMS_FIELD_NUMBER);
    size += text.fieldSize(Body.TEXT_FIELD_NUMBER);
    size += containers.size();
    size += c.container.fieldSize(Body.CONTAINER_FIELD_NUMBER);
    size += c.refReplica.fieldSize(Body.REF_REPLICA_FIELD_NUMBER);
    size += c.refSeq.fieldSize(Body.REF_SEQ_FIELD_NUMBER);
    size += c.detail.fieldSize(Body.DETAIL_FIELD_NUMBER);
    size += c.payloadLength.fieldSize(Body.PAYLOAD_LEN_FIELD_NUMBER);
    size += payload.fieldSize(Body.PAYLOAD_FIELD_NUMBER);
    size += c.number.fieldSize(Body.NUMBER_FIELD_NUMBER);
    size += replicas.fieldSize(Body.REPLICAS_FIELD_NUMBER);
    size += c.depReplica.fieldSize(Body.DEP_REPLICA_FIELD_NUMBER);
    size += c.depSeq.fieldSize(Body.DEP_SEQ_FIELD_NUMBER);
    size += depMarks.fieldSize(Body.DEP_MARKS_FIELD_NUMBER);
    size += Fields.size(Body.MESSAGE_FIELD_NUMBER, message.length);
    size += Fields.numberSize(Body.FLAGS_FIELD_NUMBER, c.flags);
    size += Fields.numberSize(Body.SCHEMA_FIELD_NUMBER, c.schema);
    size += Fields.numberSize(Body.MIN_READER_FIELD_NUMBER, c.minReader);
    size += Fields.numberSize(Body.MIN_WRITER_FIELD_NUMBER, c.minWriter);
    byte[] record = control;
    return record == null
        ? size
        : size + CodedOutputStream.computeByteArraySize(Body.CONTROL_FIELD_NUMBER, record);
  }

  void writeTo(CodedOutputStream out) throws IOException {
    BodyColumns c = columns;
    Fields.write(out, Body.DOCUMENT_FIELD_NUMBER, document);
    Fields.writeNumber(out, Body.GAP_FIELD_NUMBER, c.gap);
    Fields.writeNumber(out, Body.LAMPORT_FIELD_NUMBER, Fields.zigZag(c.lamport));
    Fields.writeNumber(out, Body.TIME_FIELD_NUMBER, c.time);
    Fields.write(out, Body.AUTHOR_FIELD_NUMBER, author);
    c.kind.writeTo(out, Body.KIND_FIELD_NUMBER);
    c.atoms.writeTo(out, Body.ATOMS_FIELD_NUMBER);
    text.writeTo(out, Body.TEXT_FIELD_NUMBER);
    containers.writeTo(out);
    c.container.writeTo(out, Body.CONTAINER_FIELD_NUMBER);
    c.refReplica.writeTo(out, Body.REF_REPLICA_FIELD_NUMBER);
    c.refSeq.writeTo(out, Body.REF_SEQ_FIELD_NUMBER);
    c.detail.writeTo(out, Body.DETAIL_FIELD_NUMBER);
    c.payloadLength.writeTo(out, Body.PAYLOAD_LEN_FIELD_NUMBER);
    payload.writeTo(out, Body.PAYLOAD_FIELD_NUMBER);
    c.number.writeTo(out, Body.NUMBER_FIELD_NUMBER);
    replicas.writeTo(out, Body.REPLICAS_FIELD_NUMBER);
    c.depReplica.writeTo(out, Body.DEP_REPLICA_FIELD_NUMBER);
    c.depSeq.writeTo(out, Body.DEP_SEQ_FIELD_NUMBER);
    depMarks.writeTo(out, Body.DEP_MARKS_FIELD_NUMBER);
    Fields.write(out, Body.MESSAGE_FIELD_NUMBER, message);
    Fields.writeNumber(out, Body.FLAGS_FIELD_NUMBER, c.flags);
    Fields.writeNumber(out, Body.SCHEMA_FIELD_NUMBER, c.schema);
    Fields.writeNumber(out, Body.MIN_READER_FIELD_NUMBER, c.minReader);
    Fields.writeNumber(out, Body.MIN_WRITER_FIELD_NUMBER, c.minWriter);
    if (control != null) {
      out.writeByteArray(Body.CONTROL_FIELD_NUMBER, control);
    }
  }
}
