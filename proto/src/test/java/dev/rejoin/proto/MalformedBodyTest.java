package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.proto.ChangeCodec.Envelope;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import dev.rejoin.proto.v1.NodeOperand;
import dev.rejoin.proto.v1.Operand;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies that no writer makes are refused as malformed, one step beyond what is allowed. */
final class MalformedBodyTest {
  private static final int MAX_OPS = dev.rejoin.crdt.Limits.MAX_OPS_PER_CHANGE;

  @Test
  void sampleItselfIsFine() {
    assertEquals(List.of(Samples.insert(9, "ab")), read(2, insert()));
  }

  @Test
  void indexesStayInTheirDictionaries() {
    assertEquals(
        List.of(new Op.Insert(Samples.BODY, new OpId(Samples.OTHER, 4), right(), "ab")),
        read(2, foreign().addRefReplica(1).addRefSeq(4)));
    assertMalformed("replica 2", 2, foreign().addRefReplica(2).addRefSeq(4));
    assertMalformed("large", 2, foreign().addRefReplica(-1).addRefSeq(4));
    assertEquals(1, read(2, insert().addContainer(1)).size());
    assertMalformed("container 1", 2, insert().addContainer(2));
    assertMalformed("container 0", 2, insert().clearContainers());
    assertMalformed("16", 2, insert().setReplicas(ByteString.copyFrom(new byte[17])));
  }

  @Test
  void containersNameEarlierParentsThatAreMaps() {
    Container map = Container.newBuilder().setName("m").setKind(1).build();
    Container child = Container.newBuilder().setName("c").setParent(1).build();
    assertEquals(
        1,
        read(2, insert().clearContainers().addContainers(map).addContainers(child).addContainer(2))
            .size());
    Container self = child.toBuilder().setParent(3).build();
    assertMalformed("container 2", 2, insert().addContainers(map).addContainers(self));
    assertMalformed("map", 2, insert().addContainers(child));
  }

  @Test
  void containersNestSoDeep() {
    Body.Builder body = insert().clearContainers();
    int most = dev.rejoin.crdt.Limits.MAX_NESTING;
    for (int depth = 0; depth < most; depth++) {
      body.addContainers(Container.newBuilder().setName("m").setKind(1).setParent(depth));
    }
    assertEquals(1, read(2, body).size());
    body.addContainers(Container.newBuilder().setName("m").setKind(1).setParent(most));
    assertMalformed("deep", 2, body);
  }

  @Test
  void numbersStayOnTheLine() {
    assertEquals(List.of(Samples.insert(1, "ab")), read(2, insert().addRefSeq(-8)));
    assertMalformed("seq", 2, insert().addRefSeq(-9));
    long most = dev.rejoin.crdt.Limits.MAX_SEQ;
    assertEquals(List.of(Samples.insert(most, "ab")), read(2, insert().addRefSeq(most - 9)));
    assertMalformed("seq", 2, insert().addRefSeq(most - 8));
    assertMalformed("seq", 2, insert().addRefSeq(Long.MAX_VALUE));
    assertMalformed("seq", 2, insert().addRefSeq(Long.MIN_VALUE));
  }

  @Test
  void rangesStayOnTheLine() {
    long most = dev.rejoin.crdt.Limits.MAX_SEQ - 9;
    assertEquals(1, read(1, rows(Body.Row.DELETE).addNumber(most)).size());
    assertMalformed("range", 1, rows(Body.Row.DELETE).addNumber(most + 1));
    assertMalformed("range", 1, rows(Body.Row.DELETE).addNumber(-1));
    assertMalformed("range", 1, rows(Body.Row.DELETE).addNumber(Long.MAX_VALUE));
  }

  @Test
  void runsOfDeletesStayOnTheLineAndInTheLimit() {
    assertEquals(9, read(9, rows(Body.Row.DELETE_RUN).addAtoms(8)).get(0).operations());
    assertMalformed("seq", 10, rows(Body.Row.DELETE_RUN).addAtoms(9));
    Body.Builder most = rows(Body.Row.DELETE_RUN).addDetail(1).addAtoms(MAX_OPS - 1);
    assertEquals(MAX_OPS, read(MAX_OPS, most).get(0).operations());
    assertMalformed("ops", MAX_OPS + 1, most.addKind(Body.Row.REVIVE));
    Body.Builder tooMany = rows(Body.Row.DELETE_RUN).addDetail(1).addAtoms(MAX_OPS);
    assertMalformed("ops", MAX_OPS + 1, tooMany);
    assertMalformed("direction", 1, rows(Body.Row.DELETE_RUN).addDetail(2));
  }

  @Test
  void rowsAreLimited() {
    Body.Builder body = insert().clearText().clearAtoms().clearKind();
    for (int i = 0; i < MAX_OPS; i++) {
      body.addKind(Body.Row.INCREMENT);
    }
    assertEquals(MAX_OPS, read(MAX_OPS, body).size());
    assertMalformed("rows", MAX_OPS + 1, body.addKind(Body.Row.INCREMENT));
  }

  @Test
  void referencesThatCostNoBytesAreLimited() {
    Body.Builder most = rows(Body.Row.DELETE).addDetail(Limits.MAX_REFERENCES - 1);
    assertEquals(1, read(1, most).size());
    assertMalformed("ids", 1, rows(Body.Row.DELETE).addDetail(Limits.MAX_REFERENCES));
    assertMalformed("ids", 1, rows(Body.Row.DELETE).addDetail(Integer.MAX_VALUE));
    assertMalformed("large", 1, rows(Body.Row.DELETE).addDetail(-1));
    assertMalformed("ids", 1, rows(Body.Row.REMOVE).addDetail(Limits.MAX_REFERENCES + 1));
  }

  @Test
  void operandsOfNodesAreWhole() {
    NodeOperand whole =
        NodeOperand.newBuilder().setNodeSeq(1).setPosition(ByteString.copyFromUtf8("p")).build();
    assertEquals(1, read(1, node(Body.Row.MOVE_NODE, whole)).size());
    assertEquals(1, read(1, node(Body.Row.DELETE_NODE, whole)).size());
    assertMalformed("seq", 1, node(Body.Row.DELETE_NODE, whole.toBuilder().clearNodeSeq().build()));
    for (Body.Row kind : List.of(Body.Row.CREATE_NODE, Body.Row.MOVE_NODE, Body.Row.REKEY_NODE)) {
      NodeOperand.Builder bad = whole.toBuilder();
      assertMalformed("position", 1, node(kind, bad.clearPosition().build()));
      assertMalformed("position", 1, node(kind, bad.setPosition(bytes(65)).build()));
      assertEquals(1, read(1, node(kind, bad.setPosition(bytes(64)).build())).size());
      byte[] zero = {1, 0};
      assertMalformed(
          "position", 1, node(kind, bad.setPosition(ByteString.copyFrom(zero)).build()));
    }
    assertMalformed(
        "replica", 1, node(Body.Row.MOVE_NODE, whole.toBuilder().setNodeReplica(7).build()));
  }

  private static Body.Builder node(Body.Row kind, NodeOperand operand) {
    return rows(kind).addPayloadLen(operand.getSerializedSize()).setPayload(operand.toByteString());
  }

  private static ByteString bytes(int size) {
    return ByteString.copyFromUtf8("p".repeat(size));
  }

  @Test
  void atomsOfRowsAreLimited() {
    Body.Builder most = insert().clearText().clearAtoms().setKindValue(0, 50);
    most.addAtoms(Limits.MAX_ATOMS_PER_CHANGE - 1);
    assertEquals(1, ChangeCodec.decodeOps(Samples.OWN, 1, most.build().toByteArray()).size());
    byte[] tooMany = most.setAtoms(0, Limits.MAX_ATOMS_PER_CHANGE).build().toByteArray();
    assertThrows(ProtocolException.class, () -> ChangeCodec.decodeOps(Samples.OWN, 1, tooMany));
    assertMalformed("numbers", 3, insert());
    assertMalformed("one number", 2, rows(Body.Row.INCREMENT).addAtoms(1));
  }

  @Test
  void everythingIsUsedUp() {
    assertMalformed("less text", 3, insert().setAtoms(0, 2));
    assertMalformed("text or payload", 1, insert().setAtoms(0, 0));
    assertMalformed("text or payload", 2, insert().setPayload(ByteString.copyFromUtf8("p")));
    assertMalformed("less payload", 2, insert().addPayloadLen(1));
    assertMalformed("column atoms", 2, insert().addAtoms(0));
    assertMalformed("column container", 2, insert().addContainer(1).addContainer(1));
    assertMalformed("column detail", 2, insert().addDetail(0).addDetail(0));
    assertMalformed("column payload_len", 2, insert().addPayloadLen(0).addPayloadLen(0));
    assertMalformed("column number", 2, insert().addNumber(0));
    assertMalformed("column ref_seq", 2, insert().addRefSeq(0).addRefSeq(0));
    assertMalformed("column ref_replica", 2, insert().addRefReplica(0).addRefReplica(0));
    assertMalformed("numbers", 1, Body.newBuilder().setDocument("agenda"));
  }

  @Test
  void textIsValid() {
    Body.Builder halves = insert().addKind(Body.Row.INSERT).setText("a\uD83D\uDE00b");
    assertMalformed("surrogate", 4, halves.addAtoms(1));
    byte[] body = insert().build().toByteArray();
    int at = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("ab");
    body[at] = (byte) 0xff;
    assertMalformed("UTF-8", 2, body);
  }

  @Test
  void runsAreLimited() {
    int most = dev.rejoin.crdt.Limits.MAX_RUN_LENGTH;
    assertEquals(1, read(most, insert().setAtoms(0, most - 1).setText("a".repeat(most))).size());
    assertMalformed("run", most + 1, insert().setAtoms(0, most).setText("a".repeat(most + 1)));
    assertMalformed("side", 2, insert().addDetail(3));
  }

  @Test
  void keysAndValuesAreLimited() {
    int key = dev.rejoin.crdt.Limits.MAX_KEY_BYTES;
    int value = dev.rejoin.crdt.Limits.MAX_VALUE_BYTES;
    assertEquals(1, read(1, put("k".repeat(key), "v".repeat(value))).size());
    assertMalformed("key", 1, put("k".repeat(key + 1), "v"));
    assertMalformed("value", 1, put("k", "v".repeat(value + 1)));
  }

  @Test
  void placeInTheDocumentIsValid() {
    assertEquals(1, read(2, insert().setGap(9)).size());
    assertMalformed("gap", 2, insert().setGap(10));
    assertMalformed("gap", 2, insert().setGap(-1));
    assertEquals(1, read(2, insert().setLamport(-9)).size());
    assertMalformed("Lamport", 2, insert().setLamport(-10));
    assertMalformed("Lamport", 2, insert().setLamport(Long.MAX_VALUE));
    assertMalformed("Lamport", 2, insert().setLamport(Long.MAX_VALUE - 10));
    long most = dev.rejoin.crdt.Limits.MAX_SEQ - 11;
    assertEquals(1, read(2, insert().setLamport(most)).size());
    assertMalformed("Lamport", 2, insert().setLamport(most + 1));
  }

  @Test
  void namesAreLimited() {
    int most = dev.rejoin.crdt.Limits.MAX_DOCUMENT_NAME_BYTES;
    assertEquals(1, read(2, insert().setDocument("d".repeat(most))).size());
    assertMalformed("document", 2, insert().setDocument("d".repeat(most + 1)));
    assertMalformed("document", 2, insert().clearDocument());
    assertEquals(1, read(2, insert().setAuthor("a".repeat(Limits.MAX_AUTHOR_BYTES))).size());
    assertMalformed("author", 2, insert().setAuthor("a".repeat(Limits.MAX_AUTHOR_BYTES + 1)));
    assertEquals(1, read(2, insert().setMessage("m".repeat(Limits.MAX_MESSAGE_BYTES))).size());
    assertMalformed("message", 2, insert().setMessage("m".repeat(Limits.MAX_MESSAGE_BYTES + 1)));
  }

  @Test
  void headsAreLimitedAndParallel() {
    int most = dev.rejoin.crdt.Limits.MAX_DEPS;
    assertEquals(1, read(2, withDeps(most)).size());
    assertMalformed("heads", 2, withDeps(most + 1));
    assertMalformed("deps", 2, withDeps(2).addDepReplica(1));
    assertMalformed("marks", 2, withDeps(2).setDepMarks(ByteString.copyFrom(new byte[31])));
    Body.Builder twice = withDeps(2).setDepReplica(1, 1);
    assertMalformed("two heads", 2, twice);
  }

  @Test
  void messagesNestSoDeep() {
    assertEquals(1, read(2, nested(Limits.MAX_MESSAGE_DEPTH)).size());
    assertMalformed("nesting", 2, nested(Limits.MAX_MESSAGE_DEPTH + 1));
    assertMalformed("nesting", 2, nested(20_000));
  }

  @Test
  void unknownGroupsInFramesNestSoDeep() {
    for (int depth : new int[] {Limits.MAX_MESSAGE_DEPTH + 1, 250_000}) {
      byte[] groups = groups(depth);
      byte[] frame =
          ByteBuffer.allocate(4 + groups.length).putInt(groups.length).put(groups).array();
      FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
      reader.feed(ByteBuffer.wrap(frame));
      assertThrows(ProtocolException.class, reader::next);
    }
  }

  private static byte[] nested(int depth) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(groups(depth));
    body.writeBytes(insert().build().toByteArray());
    return body.toByteArray();
  }

  private static byte[] groups(int depth) {
    // Field 31 begins and ends with tags of two bytes.
    ByteArrayOutputStream groups = new ByteArrayOutputStream();
    for (int i = 0; i < depth; i++) {
      groups.writeBytes(new byte[] {(byte) 0xfb, 0x01});
    }
    for (int i = 0; i < depth; i++) {
      groups.writeBytes(new byte[] {(byte) 0xfc, 0x01});
    }
    return groups.toByteArray();
  }

  private static Body.Builder insert() {
    return rows(Body.Row.INSERT).addAtoms(1).setText("ab");
  }

  private static Body.Builder foreign() {
    return insert().setReplicas(ByteString.copyFrom(Samples.OTHER.bytes()));
  }

  private static Body.Builder rows(Body.Row kind) {
    return Body.newBuilder()
        .setDocument("agenda")
        .addKind(kind)
        .addContainers(Container.newBuilder().setName("body"));
  }

  private static Body.Builder put(String key, String value) {
    Operand operand = Operand.newBuilder().setKey(key).setText(value).build();
    return rows(Body.Row.PUT)
        .addPayloadLen(operand.getSerializedSize())
        .setPayload(operand.toByteString());
  }

  private static Body.Builder withDeps(int count) {
    Body.Builder body = insert();
    ByteArrayOutputStream replicas = new ByteArrayOutputStream();
    for (int i = 1; i <= count; i++) {
      replicas.writeBytes(new dev.rejoin.crdt.ReplicaId(7, i).bytes());
      body.addDepReplica(i).addDepSeq(3);
    }
    body.setReplicas(ByteString.copyFrom(replicas.toByteArray()));
    return body.setDepMarks(ByteString.copyFrom(new byte[16 * count]));
  }

  private static dev.rejoin.crdt.Side right() {
    return dev.rejoin.crdt.Side.RIGHT;
  }

  private static List<Op> read(int atoms, Body.Builder body) {
    return read(atoms, body.build().toByteArray());
  }

  private static List<Op> read(int atoms, byte[] message) {
    byte[] body = new byte[message.length + 1];
    System.arraycopy(message, 0, body, 1, message.length);
    Envelope envelope = new Envelope(Header.of(10, 9L + atoms), body);
    return ChangeCodec.decode(Samples.OWN, ChangeCodec.write(envelope)).ops();
  }

  private static void assertMalformed(String part, int atoms, Body.Builder body) {
    assertMalformed(part, atoms, body.build().toByteArray());
  }

  private static void assertMalformed(String part, int atoms, byte[] body) {
    ProtocolException refused = assertThrows(ProtocolException.class, () -> read(atoms, body));
    assertEquals(ErrorCode.MALFORMED, refused.code());
    assertTrue(refused.getMessage().contains(part), refused::getMessage);
  }
}
