package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Comments;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.Side;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.ControlRecord;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Genesis;
import dev.rejoin.proto.v1.GenesisRecord;
import dev.rejoin.proto.v1.Invite;
import dev.rejoin.proto.v1.Rule;
import dev.rejoin.proto.v1.Rules;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The bytes of today are the bytes of the first version, and mean the same. */
final class GoldenTest {
  @TestFactory
  Stream<DynamicTest> changesHaveTheirBytes() {
    return changes().entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkChange(e.getKey(), e.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> framesHaveTheirBytes() {
    return SampleFrames.messages().entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> checkFrame(e.getKey(), e.getValue())));
  }

  @Test
  void newKindOfRow() {
    Header header = Header.of(10, 19);
    Golden.compare("change-new-kind.hex", Samples.bytes(header, UnknownTest.newKind()));
    Change change = ChangeCodec.decode(Samples.OWN, Golden.bytes("change-new-kind.hex"));
    Golden.compare("change-new-kind.txt", Describe.change(header, change));
  }

  @Test
  void compressedChangeMeansTheSame() {
    Change prose = Samples.prose();
    Header header = Samples.header(prose);
    byte[] encoded = ChangeCodec.encode(prose, header);
    // Deflaters differ in their bytes, so only what they stand for is compared.
    if (Boolean.getBoolean("rejoin.golden.rewrite")) {
      Golden.write("change-compressed.hex", Golden.hex(encoded));
    }
    byte[] golden = Golden.bytes("change-compressed.hex");
    assertEquals(prose, ChangeCodec.decode(Samples.OWN, golden));
    assertEquals(header, ChangeCodec.header(golden));
    assertArrayEquals(
        Compression.unpack(ChangeCodec.envelope(golden).body()),
        Compression.unpack(ChangeCodec.envelope(encoded).body()));
    Golden.compare("change-compressed.txt", Describe.change(header, prose));
  }

  @Test
  void genesisRecordInTheFirstChangeOfAControlSpace() throws Exception {
    Header header = Samples.firstHeader(1, ChangeCodec.CONTROL);
    byte[] bytes = ChangeCodec.encodeControl(header, Samples.control(genesis().toByteArray()));

    Golden.compare("control-genesis.hex", bytes);

    byte[] record = ChangeCodec.decodeControl(Samples.OWN, bytes).record();
    ControlRecord decoded = ControlRecord.parseFrom(record);
    assertEquals(genesis(), decoded);
    Genesis content = Genesis.parseFrom(decoded.getGenesis().getContent());
    Golden.compare("control-genesis.txt", Describe.header(header) + text(decoded) + text(content));
  }

  @Test
  void rulesRecordInAControlSpace() throws Exception {
    Rules rules =
        Rules.newBuilder()
            .setVersion(3)
            .addRule(
                Rule.newBuilder()
                    .setName("approval")
                    .setPattern("contracts-*:meta.status")
                    .setKind(5)
                    .addOrder("Ana")
                    .addOrder("Ben"))
            .addRule(
                Rule.newBuilder()
                    .setName("reading")
                    .setPattern("meters:*.kwh")
                    .setKind(4)
                    .setArgument("at"))
            .build();
    byte[] record = ControlRecord.newBuilder().setRules(rules).build().toByteArray();
    Header header = new Header(2, 2, 0, ChangeCodec.CONTROL, List.of(), null, null);
    var body = new ChangeCodec.ControlBody(Samples.deps(), 1, 6, Samples.TIME, record);
    byte[] bytes = ChangeCodec.encodeControl(header, body);

    Golden.compare("control-rules.hex", bytes);

    assertEquals(body, ChangeCodec.decodeControl(Samples.OWN, Golden.bytes("control-rules.hex")));
    ControlRecord decoded = ControlRecord.parseFrom(record);
    Golden.compare("control-rules.txt", Describe.header(header) + text(decoded));
  }

  @Test
  void invite() throws Exception {
    Invite invite =
        Invite.newBuilder()
            .setVersion(1)
            .setSpace(SampleFrames.bytes(32))
            .setKey(SampleFrames.bytes(32))
            .addAddress("relay.example.org:4710")
            .addAddress("192.168.1.7:4710")
            .setRole(4)
            .build();
    Golden.compare("invite.hex", invite.toByteArray());
    assertEquals(invite, Invite.parseFrom(Golden.bytes("invite.hex")));
    Golden.compare("invite.txt", text(invite));
  }

  private static String text(Message message) {
    return TextFormat.printer().printToString(message);
  }

  private static ControlRecord genesis() {
    Genesis genesis =
        Genesis.newBuilder()
            .setVersion(1)
            .setCreator(ByteString.copyFrom(Samples.device()))
            .setSalt(ByteString.copyFrom(Samples.salt()))
            .setCreatedMillis(Samples.TIME)
            .setSeqAlgo(1)
            .build();
    GenesisRecord record =
        GenesisRecord.newBuilder()
            .setContent(genesis.toByteString())
            .setSignature(SampleFrames.bytes(64))
            .build();
    return ControlRecord.newBuilder().setGenesis(record).build();
  }

  private static Map<String, Change> changes() {
    Map<String, Change> changes = new LinkedHashMap<>();
    changes.put("keystroke", Samples.keystroke());
    changes.put("typing", Samples.typing());
    changes.put("delete-runs", Samples.backspacing());
    changes.put("every-kind", Samples.rich());
    changes.put("list-inserts", Samples.change(20_000, Samples.listInserts()));
    changes.put("list-moves", Samples.change(30_000, Samples.listMoves()));
    changes.put("tree", Samples.tree());
    changes.put("annotations", Samples.change(40_000, Samples.annotations()));
    changes.put("marks", Samples.change(40_000, Samples.marks()));
    changes.put("schema", Samples.withSchema(Samples.keystroke(), new SchemaNumbers(7, 2, 3)));
    changes.put("dismissals", Samples.change(30_005, Samples.dismissals()));
    changes.put("deps", Samples.change(20_000, Samples.deps(), Samples.keystroke().ops()));
    changes.put("first-of-line", Samples.firstOfLine());
    Op foreign = new Op.Insert(Samples.BODY, new OpId(Samples.OTHER, 9), Side.RIGHT, "x");
    changes.put("after-foreign-text", Samples.change(20_000, List.of(foreign)));
    return changes;
  }

  private static void checkChange(String name, Change change) {
    Header header =
        change.from() == 1 ? Samples.firstHeader(change.to(), ChangeCodec.ANY) : header(change);
    Golden.compare("change-" + name + ".hex", ChangeCodec.encode(change, header));

    byte[] golden = Golden.bytes("change-" + name + ".hex");
    Change decoded = ChangeCodec.decode(Samples.OWN, golden);

    assertEquals(Samples.joined(change.from(), change.ops()), decoded.ops());
    assertEquals(header, ChangeCodec.header(golden));
    Golden.compare("change-" + name + ".txt", Describe.change(header, decoded));
  }

  private static Header header(Change change) {
    int opClass = Comments.only(change.ops()) ? ChangeCodec.COMMENT : ChangeCodec.ANY;
    return new Header(change.from(), change.to(), 0, opClass, List.of(), null, null);
  }

  private static void checkFrame(String name, Frame frame) {
    Golden.compare("frame-" + name + ".hex", FrameCodec.write(frame));
    FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
    reader.feed(ByteBuffer.wrap(Golden.bytes("frame-" + name + ".hex")));
    assertEquals(frame, reader.next());
    Golden.compare("frame-" + name + ".txt", text(frame));
  }
}
