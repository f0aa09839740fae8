package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import dev.rejoin.proto.ChangeCodec.Envelope;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.ChangeEnvelope;
import dev.rejoin.proto.v1.Container;
import dev.rejoin.proto.v1.Operand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What newer versions write keeps its numbers and its bytes. */
final class UnknownTest {
  private static final UnknownFieldSet EXTRA =
      UnknownFieldSet.newBuilder()
          .addField(1_000, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
          .addField(
              1_001,
              UnknownFieldSet.Field.newBuilder()
                  .addLengthDelimited(ByteString.copyFromUtf8("later"))
                  .build())
          .build();

  /** A row of a new kind with a payload between two insertions. */
  static Body newKind() {
    return Body.newBuilder()
        .setDocument("agenda")
        .addKindValue(Body.Row.INSERT_VALUE)
        .addKindValue(90)
        .addKindValue(Body.Row.INSERT_VALUE)
        .addAtoms(1)
        .addAtoms(6)
        .setText("abc")
        .addContainers(Container.newBuilder().setName("body"))
        .addPayloadLen(0)
        .addPayloadLen(4)
        .setPayload(ByteString.copyFromUtf8("what"))
        .build();
  }

  @Test
  void newKindsTakeTheirNumbers() {
    byte[] bytes = Samples.bytes(Header.of(10, 19), newKind());

    Change change = ChangeCodec.decode(Samples.OWN, bytes);

    assertEquals(
        List.of(Samples.insert(9, "ab"), new Op.Unknown(90, 7), Samples.insert(18, "c")),
        change.ops());
  }

  @Test
  void newKindsComeBackWithTheirNumbers() {
    Change change = Samples.change(5, List.of(new Op.Unknown(99, 70_000), Samples.insert(4, "x")));
    byte[] bytes = ChangeCodec.encode(change, Samples.header(change));
    assertEquals(change, ChangeCodec.decode(Samples.OWN, bytes));
  }

  @Test
  void opsOnNewKindsOfContainersHaveNoEffect() {
    Body body =
        body(Body.Row.INSERT_VALUE)
            .addKindValue(Body.Row.DELETE_RUN_VALUE)
            .addAtoms(2)
            .addAtoms(1)
            .setText("abc")
            .addContainers(Container.newBuilder().setName("tree").setKind(77))
            .build();
    assertEquals(
        List.of(new Op.Unknown(1, 3), new Op.Unknown(3, 2)), decode(Header.of(10, 14), body).ops());
  }

  @Test
  void childrenOfNewKindsOfContainersAreUnknownToo() {
    Body body =
        body(Body.Row.INCREMENT_VALUE)
            .addContainers(Container.newBuilder().setName("tree").setKind(77))
            .addContainers(Container.newBuilder().setName("count").setKind(4).setParent(1))
            .addContainer(2)
            .addNumber(5)
            .build();
    assertEquals(List.of(new Op.Unknown(9, 1)), decode(Header.of(10, 10), body).ops());
  }

  @Test
  void valuesOfNewTypesHaveNoEffect() {
    byte[] operand = Operand.newBuilder().setKey("k").setUnknownFields(EXTRA).build().toByteArray();
    Body body =
        body(Body.Row.PUT_VALUE)
            .addContainers(Container.newBuilder().setName("meta").setKind(1))
            .addPayloadLen(operand.length)
            .setPayload(ByteString.copyFrom(operand))
            .build();
    assertEquals(List.of(new Op.Unknown(5, 1)), decode(Header.of(10, 10), body).ops());
  }

  @Test
  void unknownFieldsAreIgnoredAtEveryLevel() {
    Change change = Samples.rich();
    Envelope known = ChangeCodec.envelope(ChangeCodec.encode(change, Samples.header(change)));
    Body.Builder body = body(known);
    body.getContainersBuilderList().forEach(c -> c.setUnknownFields(EXTRA));
    body.setUnknownFields(EXTRA);

    byte[] bytes = Samples.bytes(known.header(), body.build());
    byte[] extended = concat(bytes, EXTRA.toByteArray());

    assertEquals(change, ChangeCodec.decode(Samples.OWN, extended));
    assertEquals(known.header(), ChangeCodec.header(extended));
  }

  @Test
  void headerMayHoldSomeUnknownBytesOnly() {
    byte[] bytes = ChangeCodec.encode(Samples.keystroke(), Samples.header(Samples.keystroke()));
    // Tag of two bytes, length of two bytes.
    byte[] most = unknown(Limits.MAX_UNKNOWN_BYTES - 2);
    byte[] tooMuch = unknown(Limits.MAX_UNKNOWN_BYTES - 1);

    assertEquals(Header.of(20_000, 20_000), ChangeCodec.header(concat(bytes, most)));
    assertThrows(ProtocolException.class, () -> ChangeCodec.header(concat(bytes, tooMuch)));
  }

  @Test
  void lastOfSeveralBodiesCounts() throws Exception {
    byte[] bytes = ChangeCodec.encode(Samples.keystroke(), Samples.header(Samples.keystroke()));
    ChangeEnvelope second =
        ChangeEnvelope.newBuilder().setBody(ByteString.copyFromUtf8("sealed")).build();
    byte[] both = concat(bytes, second.toByteArray());
    assertArrayEquals(
        ChangeEnvelope.parseFrom(both).getBody().toByteArray(), ChangeCodec.envelope(both).body());
  }

  private static byte[] unknown(int size) {
    return UnknownFieldSet.newBuilder()
        .addField(
            1_000,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(new byte[size]))
                .build())
        .build()
        .toByteArray();
  }

  private static Body.Builder body(int kind) {
    return Body.newBuilder().setDocument("agenda").addKindValue(kind);
  }

  private static Body.Builder body(Envelope envelope) {
    byte[] message = Compression.unpack(envelope.body());
    return Parsing.parse(Body.parser(), message, "body").toBuilder();
  }

  private static Change decode(Header header, Body body) {
    return ChangeCodec.decode(Samples.OWN, Samples.bytes(header, body));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = new byte[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
