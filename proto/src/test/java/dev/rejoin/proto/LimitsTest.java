package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ChangeCodec.ControlBody;
import dev.rejoin.proto.ChangeCodec.Envelope;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.ChangeEnvelope;
import dev.rejoin.proto.v1.ControlHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Writers reach every limit and not more; what a reader refuses is in MalformedBodyTest. */
final class LimitsTest {
  private static final long MAX_SEQ = dev.rejoin.crdt.Limits.MAX_SEQ;

  @Test
  void changeBytes() {
    Header header = Header.of(1, 1);
    // Numbers take 2 bytes, tag and length of the body 4.
    byte[] body = new byte[Limits.MAX_CHANGE_BYTES - 6];
    byte[] most = ChangeCodec.write(new Envelope(header, body));
    assertEquals(Limits.MAX_CHANGE_BYTES, most.length);
    assertEquals(header, ChangeCodec.header(most));

    Envelope tooLarge = new Envelope(header, new byte[body.length + 1]);
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> ChangeCodec.write(tooLarge));
    byte[] bytes = new byte[Limits.MAX_CHANGE_BYTES + 1];
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> ChangeCodec.header(bytes));
  }

  @Test
  void largestHeaderLeavesRoomForTheLargestBody() {
    List<Head> heads = heads(Limits.MAX_CONTROL_HEADS, MAX_SEQ);
    Header header =
        new Header(
            1,
            Limits.MAX_ATOMS_PER_CHANGE,
            Integer.MAX_VALUE,
            2,
            heads,
            Samples.device(),
            Samples.salt());
    int seal = 16;
    byte[] body = new byte[1 + Limits.MAX_BODY_BYTES + seal];
    byte[] change = ChangeCodec.write(new Envelope(header, body));
    int unknown = Limits.MAX_UNKNOWN_BYTES;
    assertEquals(
        true, change.length + unknown <= Limits.MAX_CHANGE_BYTES, change.length + " bytes");
  }

  @Test
  void bodyBytes() {
    byte[] most = noise(Limits.MAX_BODY_BYTES);
    assertEquals(most.length, Compression.unpack(Compression.pack(most)).length);

    byte[] tooLarge = noise(Limits.MAX_BODY_BYTES + 1);
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> Compression.pack(tooLarge));
    byte[] raw = new byte[Limits.MAX_BODY_BYTES + 2];
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> Compression.unpack(raw));
  }

  @Test
  void openRowBytes() {
    // Tag and length of the text take 4 bytes.
    byte[] most = new byte[Limits.MAX_BODY_BYTES];
    most[0] = 0x42;
    most[1] = (byte) (most.length - 4 & 0x7f | 0x80);
    most[2] = (byte) (most.length - 4 >> 7 & 0x7f | 0x80);
    most[3] = (byte) (most.length - 4 >> 14);
    assertRefused(ErrorCode.MALFORMED, () -> ChangeCodec.decodeOps(Samples.OWN, 1, most));
    assertRefused(
        ErrorCode.CHANGE_TOO_LARGE,
        () -> ChangeCodec.decodeOps(Samples.OWN, 1, new byte[most.length + 1]));
  }

  @Test
  void declaredSizeOfACompressedBody() {
    byte[] text = noiseOfLetters(Limits.MAX_BODY_BYTES);
    byte[] packed = Compression.pack(text);
    assertEquals(1, packed[0], "must be compressed for this test");
    assertEquals(text.length, Compression.unpack(packed).length);

    packed[1]++;
    assertRefused(ErrorCode.DECOMPRESS_LIMIT, () -> Compression.unpack(packed));
  }

  @Test
  void compressionRatio() {
    byte[] atLimit = {1, (byte) 0xd0, 0x0f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    byte[] beyond = {1, (byte) 0xd1, 0x0f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    assertRefused(ErrorCode.MALFORMED, () -> Compression.unpack(atLimit));
    assertRefused(ErrorCode.DECOMPRESS_LIMIT, () -> Compression.unpack(beyond));
  }

  @Test
  void compressedBodyBecomesExactlyWhatItClaims() {
    byte[] packed = Compression.pack(noiseOfLetters(1_000));
    assertEquals((byte) 0xe8, packed[1]);
    byte[] less = packed.clone();
    less[1]--;
    byte[] more = packed.clone();
    more[1]++;
    byte[] longer = java.util.Arrays.copyOf(packed, packed.length + 1);
    assertRefused(ErrorCode.DECOMPRESS_LIMIT, () -> Compression.unpack(less));
    assertRefused(ErrorCode.MALFORMED, () -> Compression.unpack(more));
    assertRefused(ErrorCode.MALFORMED, () -> Compression.unpack(longer));
  }

  @Test
  void unknownFormOfABodyIsOfANewerVersion() {
    assertRefused(ErrorCode.NEWER_FORMAT, () -> Compression.unpack(new byte[] {2, 0}));
  }

  @Test
  void smallBodiesAreNotCompressed() {
    byte[] letters = noiseOfLetters(Limits.COMPRESS_ABOVE_BYTES + 1);
    assertEquals(1, Compression.pack(letters)[0]);
    byte[] small = java.util.Arrays.copyOf(letters, Limits.COMPRESS_ABOVE_BYTES);
    assertEquals(0, Compression.pack(small)[0]);
  }

  @Test
  void numbersOfAChange() {
    assertEquals(5L + Limits.MAX_ATOMS_PER_CHANGE, 1 + header(5, Limits.MAX_ATOMS_PER_CHANGE).to());
    assertMalformed(() -> header(5, Limits.MAX_ATOMS_PER_CHANGE + 1));
    assertEquals(MAX_SEQ, header(MAX_SEQ, 1).to());
    assertMalformed(() -> header(MAX_SEQ, 2));
    assertMalformed(() -> header(MAX_SEQ + 1, 1));
    assertMalformed(() -> header(0, 1));
    assertMalformed(() -> header(-1, 1));
    assertMalformed(() -> header(1, -1));
  }

  @Test
  void controlHeads() {
    List<Head> heads = heads(Limits.MAX_CONTROL_HEADS + 1, 1);
    ChangeEnvelope.Builder change = ChangeEnvelope.newBuilder().setFrom(3);
    change.setBody(ByteString.copyFromUtf8("x"));
    for (Head head : heads.subList(1, heads.size())) {
      change.addControlHead(wire(head));
    }
    byte[] most = change.build().toByteArray();
    assertEquals(Limits.MAX_CONTROL_HEADS, ChangeCodec.header(most).controlHeads().size());

    byte[] tooMany = change.addControlHead(wire(heads.get(0))).build().toByteArray();
    assertMalformed(() -> ChangeCodec.header(tooMany));
    assertThrows(IllegalArgumentException.class, () -> new Header(3, 3, 0, 0, heads, null, null));
  }

  @Test
  void deviceAndSaltComeTogetherInTheFirstChangeOnly() {
    byte[] device = Samples.device();
    byte[] salt = Samples.salt();
    assertRefused(2, device, salt);
    assertRefused(1, device, null);
    assertRefused(1, null, salt);
    assertRefused(1, new byte[31], salt);
    assertRefused(1, device, new byte[17]);
  }

  @Test
  void controlRecordBytes() {
    Header header = Samples.firstHeader(1, ChangeCodec.CONTROL);
    ControlBody most = Samples.control(noise(Limits.MAX_CONTROL_RECORD_BYTES));
    byte[] bytes = ChangeCodec.encodeControl(header, most);
    assertEquals(most, ChangeCodec.decodeControl(Samples.OWN, bytes));

    ControlBody tooLarge = Samples.control(noise(Limits.MAX_CONTROL_RECORD_BYTES + 1));
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> ChangeCodec.encodeControl(header, tooLarge));
  }

  @Test
  void headsOfAControlRecord() {
    Header header = new Header(1, 1, 0, ChangeCodec.CONTROL, List.of(), null, null);
    Heads most = new Heads(heads(dev.rejoin.crdt.Limits.MAX_DEPS, 1));
    ControlBody body = new ControlBody(most, 0, 1, 0, new byte[1]);
    byte[] bytes = ChangeCodec.encodeControl(header, body);
    assertEquals(body, ChangeCodec.decodeControl(Samples.OWN, bytes));

    Heads tooMany = new Heads(heads(dev.rejoin.crdt.Limits.MAX_DEPS + 1, 1));
    ControlBody more = new ControlBody(tooMany, 0, 1, 0, new byte[1]);
    assertThrows(IllegalArgumentException.class, () -> ChangeCodec.encodeControl(header, more));
  }

  @Test
  void lengthsOfNames() {
    int document = dev.rejoin.crdt.Limits.MAX_DOCUMENT_NAME_BYTES;
    assertRoundTrip(named(document, Limits.MAX_AUTHOR_BYTES, Limits.MAX_MESSAGE_BYTES));
    assertRefused(ErrorCode.BAD_ARGUMENT, () -> encode(named(document + 1, 1, 1)));
    assertRefused(ErrorCode.BAD_ARGUMENT, () -> encode(named(0, 1, 1)));
    assertRefused(ErrorCode.BAD_ARGUMENT, () -> encode(named(1, Limits.MAX_AUTHOR_BYTES + 1, 1)));
    assertRefused(ErrorCode.BAD_ARGUMENT, () -> encode(named(1, 1, Limits.MAX_MESSAGE_BYTES + 1)));
  }

  @Test
  void lengthOfKeys() {
    int most = dev.rejoin.crdt.Limits.MAX_KEY_BYTES;
    assertRoundTrip(Samples.change(5, List.of(put("é".repeat(most / 2)))));
    Change tooLong = Samples.change(5, List.of(put("é".repeat(most / 2) + "e")));
    assertRefused(ErrorCode.BAD_ARGUMENT, () -> encode(tooLong));
  }

  @Test
  void opsOfAChange() {
    Op op = new Op.Increment(Samples.VOTES, 1);
    int most = dev.rejoin.crdt.Limits.MAX_OPS_PER_CHANGE;
    assertRoundTrip(Samples.change(5, Collections.nCopies(most, op)));
    Change tooMany = Samples.change(5, Collections.nCopies(most + 1, op));
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> encode(tooMany));
  }

  @Test
  void runOfDeletesCountsEachOfThem() {
    OpId first = new OpId(Samples.OTHER, 1);
    int most = dev.rejoin.crdt.Limits.MAX_OPS_PER_CHANGE;
    Op run = new Op.DeleteRun(Samples.BODY, first, most, 1);
    assertRoundTrip(Samples.change(5, List.of(run)));
    Op more = new Op.Increment(Samples.VOTES, 1);
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> encode(Samples.change(5, List.of(run, more))));
  }

  @Test
  void referencesOfAChange() {
    assertRoundTrip(Samples.change(5, List.of(seeing(Limits.MAX_REFERENCES))));
    Change tooMany = Samples.change(5, List.of(seeing(Limits.MAX_REFERENCES + 1)));
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> encode(tooMany));
  }

  @Test
  void opBeyondTheBodyIsRefusedWithItsCode() {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ops.add(new Op.Put(Samples.META, "k" + i, Value.of(noise(48 * 1_024)), List.of()));
    }
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> encode(Samples.change(5, ops)));
    assertRefused(ErrorCode.CHANGE_TOO_LARGE, () -> ChangeCodec.encodeOps(Samples.OWN, 5, ops));
  }

  private static Change named(int document, int author, int message) {
    Change c = Samples.keystroke();
    return new Change(
        c.replica(),
        c.from(),
        c.to(),
        "d".repeat(document),
        c.previous(),
        c.deps(),
        c.lamport(),
        c.timeMillis(),
        "a".repeat(author),
        "m".repeat(message),
        false,
        c.ops());
  }

  private static Op put(String key) {
    return new Op.Put(Samples.META, key, Value.of(1L), List.of());
  }

  private static Op seeing(int count) {
    OpId seen = new OpId(Samples.OTHER, 3);
    return new Op.Remove(Samples.META, "k", Collections.nCopies(count, seen));
  }

  private static List<Head> heads(int count, long seq) {
    List<Head> heads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      heads.add(new Head(new OpId(new ReplicaId(9, i), seq), new ChainMark(i, i)));
    }
    return heads;
  }

  private static ControlHead wire(Head head) {
    return ControlHead.newBuilder()
        .setReplica(ByteString.copyFrom(head.id().replica().bytes()))
        .setSeq(head.id().seq())
        .setMark(ByteString.copyFrom(head.mark().bytes()))
        .build();
  }

  private static Header header(long from, int atoms) {
    return ChangeCodec.header(
        ChangeEnvelope.newBuilder()
            .setFrom(from)
            .setAtoms(atoms)
            .setBody(ByteString.copyFromUtf8("x"))
            .build()
            .toByteArray());
  }

  private static void assertRefused(int from, byte[] device, byte[] salt) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Header(from, from, 0, 0, List.of(), device, salt));
    ChangeEnvelope.Builder change = ChangeEnvelope.newBuilder().setFrom(from);
    change.setBody(ByteString.copyFromUtf8("x"));
    if (device != null) {
      change.setDevice(ByteString.copyFrom(device));
    }
    if (salt != null) {
      change.setSalt(ByteString.copyFrom(salt));
    }
    assertMalformed(() -> ChangeCodec.header(change.build().toByteArray()));
  }

  private static void assertMalformed(Executable action) {
    assertEquals(ErrorCode.MALFORMED, assertThrows(ProtocolException.class, action).code());
  }

  private static void assertRefused(ErrorCode code, Executable action) {
    assertEquals(code, assertThrows(RejoinException.class, action).code());
  }

  private static void assertRoundTrip(Change change) {
    assertEquals(change, ChangeCodec.decode(change.replica(), encode(change)));
  }

  private static byte[] encode(Change change) {
    return ChangeCodec.encode(change, Samples.header(change));
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    return noise;
  }

  private static byte[] noiseOfLetters(int size) {
    byte[] letters = noise(size);
    for (int i = 0; i < size; i++) {
      letters[i] = (byte) ('a' + (letters[i] & 3));
    }
    return letters;
  }
}
