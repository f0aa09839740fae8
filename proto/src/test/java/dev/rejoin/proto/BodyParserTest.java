package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.rejoin.crdt.Change;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies are read and written as the generated classes read and write them. */
final class BodyParserTest {
  private static final int[] FIELDS = {
    Body.DOCUMENT_FIELD_NUMBER,
    Body.GAP_FIELD_NUMBER,
    Body.LAMPORT_FIELD_NUMBER,
    Body.TIME_FIELD_NUMBER,
    Body.AUTHOR_FIELD_NUMBER,
    Body.KIND_FIELD_NUMBER,
    Body.ATOMS_FIELD_NUMBER,
    Body.TEXT_FIELD_NUMBER,
    Body.CONTAINERS_FIELD_NUMBER,
    Body.CONTAINER_FIELD_NUMBER,
    Body.REF_REPLICA_FIELD_NUMBER,
    Body.REF_SEQ_FIELD_NUMBER,
    Body.DETAIL_FIELD_NUMBER,
    Body.PAYLOAD_LEN_FIELD_NUMBER,
    Body.PAYLOAD_FIELD_NUMBER,
    Body.NUMBER_FIELD_NUMBER,
    Body.REPLICAS_FIELD_NUMBER,
    Body.DEP_REPLICA_FIELD_NUMBER,
    Body.DEP_SEQ_FIELD_NUMBER,
    Body.DEP_MARKS_FIELD_NUMBER,
    Body.MESSAGE_FIELD_NUMBER,
    Body.FLAGS_FIELD_NUMBER,
    Body.CONTROL_FIELD_NUMBER,
    29,
    77
  };

  private static final int RUNS = 60_000;

  @Test
  void fieldsInAnyOrderAndForm() throws IOException {
    BodyParser parser = new BodyParser();
    int valid = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      valid += compare(parser, new Fuzz(seed).message(), "seed " + seed) ? 1 : 0;
    }
    int accepted = valid;
    assertTrue(accepted > RUNS / 5 && accepted < RUNS * 19 / 20, () -> accepted + " are valid");
  }

  @Test
  void damagedBodies() {
    BodyParser parser = new BodyParser();
    byte[] body =
        Compression.unpack(ChangeCodec.encodeBody(Samples.rich(), Samples.header(Samples.rich())));
    for (int bit = 0; bit < 8 * body.length; bit++) {
      byte[] flipped = body.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      compare(parser, flipped, "bit " + bit);
      compare(parser, Arrays.copyOf(body, bit / 8), "size " + bit / 8);
    }
  }

  @Test
  void nestingIsLimitedAlike() throws IOException {
    BodyParser parser = new BodyParser();
    for (int depth = 60; depth < 70; depth++) {
      byte[] groups = groups(depth);
      compare(parser, groups, "depth " + depth);
      ByteArrayOutputStream nested = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(nested);
      out.writeByteArray(Body.CONTAINERS_FIELD_NUMBER, groups);
      out.flush();
      compare(parser, nested.toByteArray(), "nested depth " + depth);
    }
  }

  @Test
  void writtenAsTheGeneratedClassesWrite() {
    ChangeEncoder encoder = new ChangeEncoder();
    ChangeDecoder decoder = new ChangeDecoder();
    for (int seed = 0; seed < 500; seed++) {
      long from = 1 + seed * 7L;
      Change change =
          Samples.change(from, Samples.deps(), new RandomOps(seed).list(from, 1 + seed % 60));
      byte[] bytes = encoder.encode(change, Samples.header(change));
      byte[] body = Compression.unpack(ChangeCodec.envelope(bytes).body());

      assertArrayEquals(Parsing.parse(Body.parser(), body, "body").toByteArray(), body);
      assertArrayEquals(bytes, ChangeCodec.encode(change, Samples.header(change)));
      assertEquals(ChangeCodec.decode(Samples.OWN, bytes), decoder.decode(Samples.OWN, bytes));
    }
  }

  /** Whether both take the bytes; they must agree in that and in every field. */
  private static boolean compare(BodyParser parser, byte[] bytes, String what) {
    Body expected = null;
    try {
      expected = Parsing.parse(Body.parser(), bytes, "body");
    } catch (ProtocolException e) {
      assertEquals(ErrorCode.MALFORMED, e.code());
    }
    boolean taken = true;
    byte[] shifted = new byte[bytes.length + 3];
    System.arraycopy(bytes, 0, shifted, 2, bytes.length);
    try {
      parser.parse(shifted, 2, 2 + bytes.length, "body");
    } catch (ProtocolException e) {
      taken = false;
    }
    assertEquals(expected != null, taken, what);
    if (expected != null) {
      assertSame(expected, parser, what);
    }
    return taken;
  }

  private static void assertSame(Body expected, BodyParser parser, String what) {
    BodyColumns columns = parser.columns;
    assertEquals(expected.getDocument(), parser.document.text(), what);
    assertEquals(expected.getDocumentBytes().size(), parser.document.size(), what);
    assertEquals(expected.getAuthor(), parser.author.text(), what);
    assertEquals(expected.getMessage(), parser.message.text(), what);
    assertEquals(expected.getText(), parser.rows.text, what);
    assertEquals(expected.getGap(), columns.gap, what);
    assertEquals(expected.getLamport(), columns.lamport, what);
    assertEquals(expected.getTime(), columns.time, what);
    assertEquals(expected.getFlags(), columns.flags, what);
    assertEquals(expected.getSchema(), columns.schema, what);
    assertEquals(expected.getMinReader(), columns.minReader, what);
    assertEquals(expected.getMinWriter(), columns.minWriter, what);
    assertEquals(expected.getContainersList(), parser.containers, what);
    assertEquals(longs(expected.getKindValueList()), longs(columns.kind), what);
    assertEquals(longs(expected.getAtomsList()), longs(columns.atoms), what);
    assertEquals(longs(expected.getContainerList()), longs(columns.container), what);
    assertEquals(longs(expected.getRefReplicaList()), longs(columns.refReplica), what);
    assertEquals(expected.getRefSeqList(), longs(columns.refSeq), what);
    assertEquals(longs(expected.getDetailList()), longs(columns.detail), what);
    assertEquals(longs(expected.getPayloadLenList()), longs(columns.payloadLength), what);
    assertEquals(expected.getNumberList(), longs(columns.number), what);
    assertEquals(longs(expected.getDepReplicaList()), longs(columns.depReplica), what);
    assertEquals(expected.getDepSeqList(), longs(columns.depSeq), what);
    assertArrayEquals(expected.getPayload().toByteArray(), parser.rows.payload.copy(), what);
    assertArrayEquals(expected.getReplicas().toByteArray(), parser.replicas.copy(), what);
    assertArrayEquals(expected.getDepMarks().toByteArray(), parser.depMarks.copy(), what);
    assertEquals(expected.hasControl(), parser.hasControl, what);
    assertArrayEquals(expected.getControl().toByteArray(), parser.control.copy(), what);
  }

  private static List<Long> longs(List<Integer> entries) {
    return entries.stream().map(Integer::longValue).toList();
  }

  private static List<Long> longs(Column column) {
    List<Long> entries = new ArrayList<>();
    for (int i = 0; i < column.size(); i++) {
      entries.add(column.get(i));
    }
    return entries;
  }

  private static byte[] groups(int depth) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < depth; i++) {
      out.writeTag(50, WireFormat.WIRETYPE_START_GROUP);
    }
    for (int i = 0; i < depth; i++) {
      out.writeTag(50, WireFormat.WIRETYPE_END_GROUP);
    }
    out.flush();
    return bytes.toByteArray();
  }

  /** Messages that are mostly right, the same for the same seed. */
  private static final class Fuzz {
    private final Random random;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    Fuzz(int seed) {
      random = new Random(seed);
    }

    byte[] message() throws IOException {
      for (int i = random.nextInt(12); i >= 0; i--) {
        field(FIELDS[random.nextInt(FIELDS.length)]);
      }
      out.flush();
      return bytes.toByteArray();
    }

    private void field(int field) throws IOException {
      int form = random.nextInt(40);
      if (form == 0) {
        out.writeFixed64(field, random.nextLong());
      } else if (form == 1) {
        out.writeFixed32(field, random.nextInt());
      } else if (form == 2) {
        out.writeTag(field, WireFormat.WIRETYPE_START_GROUP);
        out.writeUInt64(3, 1);
        out.writeTag(random.nextInt(9) == 0 ? 1 : field, WireFormat.WIRETYPE_END_GROUP);
      } else if (form == 3 && random.nextInt(9) == 0) {
        out.writeRawBytes(noise(5));
      } else {
        usual(field);
      }
    }

    private void usual(int field) throws IOException {
      var type = Body.getDescriptor().findFieldByNumber(field);
      boolean number =
          type != null
              && type.getLiteType().getWireType() == WireFormat.WIRETYPE_VARINT
              && (!type.isRepeated() || random.nextBoolean());
      if (number) {
        out.writeUInt64(field, number());
        return;
      }
      boolean text = type != null && type.getJavaType().name().equals("STRING");
      byte[] contents = text ? text() : contents(field);
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(contents.length + (random.nextInt(60) == 0 ? 1 : 0));
      out.writeRawBytes(contents);
    }

    private byte[] text() {
      String[] texts = {"", "agenda", "x", "Amélie", "\uD83D\uDE00", "agenda"};
      return random.nextInt(30) == 0
          ? noise(3)
          : ByteString.copyFromUtf8(texts[random.nextInt(texts.length)]).toByteArray();
    }

    private byte[] contents(int field) throws IOException {
      if (field == Body.CONTAINERS_FIELD_NUMBER) {
        Container.Builder entry = Container.newBuilder().setName(random.nextBoolean() ? "b" : "c");
        return random.nextInt(30) == 0 ? noise(4) : entry.setKind(number32()).build().toByteArray();
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      CodedOutputStream column = CodedOutputStream.newInstance(packed);
      for (int i = random.nextInt(6); i > 0; i--) {
        column.writeUInt64NoTag(number());
      }
      column.flush();
      return packed.toByteArray();
    }

    private int number32() {
      return random.nextInt(7);
    }

    private long number() {
      return switch (random.nextInt(4)) {
        case 0 -> random.nextLong();
        case 1 -> random.nextInt();
        default -> random.nextInt(200);
      };
    }

    private byte[] noise(int most) {
      byte[] noise = new byte[1 + random.nextInt(most)];
      random.nextBytes(noise);
      return noise;
    }
  }
}
