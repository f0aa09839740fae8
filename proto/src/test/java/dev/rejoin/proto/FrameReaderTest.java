package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Ping;
import dev.rejoin.proto.v1.SpaceOpen;
import dev.rejoin.proto.v1.Vector;
import dev.rejoin.proto.v1.VectorEntry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames come out of a stream whole, in order, and within their limits. */
final class FrameReaderTest {
  @Test
  void framesComeOutHoweverTheStreamIsCut() {
    List<Frame> frames = List.copyOf(SampleFrames.messages().values());
    byte[] stream = stream(frames);
    for (int cut = 0; cut <= stream.length; cut++) {
      FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
      List<Frame> read = new ArrayList<>();
      reader.feed(ByteBuffer.wrap(stream, 0, cut));
      drain(reader, read);
      reader.feed(ByteBuffer.wrap(stream, cut, stream.length - cut));
      drain(reader, read);
      assertEquals(frames, read, "cut at " + cut);
    }
  }

  @Test
  void framesComeOutByteByByte() {
    List<Frame> frames = List.copyOf(SampleFrames.messages().values());
    FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
    List<Frame> read = new ArrayList<>();
    for (byte b : stream(frames)) {
      reader.feed(ByteBuffer.wrap(new byte[] {b}));
      drain(reader, read);
    }
    assertEquals(frames, read);
  }

  @Test
  void lengthAtTheLimitIsAwaitedAndOneMoreIsRefused() {
    FrameReader reader = new FrameReader(100);
    reader.feed(length(100));
    assertNull(reader.next());

    FrameReader other = new FrameReader(100);
    assertEquals(ErrorCode.FRAME_TOO_LARGE, refusal(() -> other.feed(length(101))));
  }

  @Test
  void hugeAndNegativeLengthsAreRefused() {
    for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
      assertEquals(ErrorCode.FRAME_TOO_LARGE, refusal(() -> reader.feed(length(length))));
    }
  }

  @Test
  void emptyFrameIsRefused() {
    FrameReader reader = new FrameReader(100);
    assertEquals(ErrorCode.MALFORMED, refusal(() -> reader.feed(length(0))));
  }

  @Test
  void limitMayRiseBetweenTwoFramesOfOnePiece() {
    Frame large = ping(SampleFrames.bytes(200));
    byte[] stream = stream(List.of(ping(ByteString.EMPTY), large));
    FrameReader reader = new FrameReader(100);

    reader.feed(ByteBuffer.wrap(stream));
    assertEquals(ping(ByteString.EMPTY), reader.next());
    reader.limit(300);

    assertEquals(large, reader.next());
  }

  @Test
  void limitThatStaysRefusesTheSecondFrame() {
    byte[] stream = stream(List.of(ping(ByteString.EMPTY), ping(SampleFrames.bytes(200))));
    FrameReader reader = new FrameReader(100);
    reader.feed(ByteBuffer.wrap(stream));
    assertEquals(ping(ByteString.EMPTY), reader.next());
    assertEquals(ErrorCode.FRAME_TOO_LARGE, refusal(reader::next));
  }

  @Test
  void brokenStreamStaysBroken() {
    FrameReader reader = new FrameReader(100);
    refusal(() -> reader.feed(length(101)));
    assertEquals(ErrorCode.FRAME_TOO_LARGE, refusal(() -> reader.feed(length(1))));
    assertEquals(ErrorCode.FRAME_TOO_LARGE, refusal(reader::next));
  }

  @Test
  void writerKeepsTheLimitOfTheReader() {
    Frame frame = ping(SampleFrames.bytes(50));
    int size = frame.getSerializedSize();
    assertEquals(size + 4, FrameCodec.write(frame, size).length);
    assertEquals(ErrorCode.FRAME_TOO_LARGE, refusal(() -> FrameCodec.write(frame, size - 1)));
  }

  @Test
  void frameOfAnUnknownKindSaysWhetherToSkipIt() {
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(
                60,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(SampleFrames.bytes(5_000))
                    .build())
            .build();
    Frame skippable = Frame.newBuilder().setSkippable(true).setUnknownFields(later).build();
    Frame needed = Frame.newBuilder().setUnknownFields(later).build();

    List<Frame> read = read(List.of(skippable, needed));

    assertEquals(Frame.BodyCase.BODY_NOT_SET, read.get(0).getBodyCase());
    assertTrue(read.get(0).getSkippable());
    assertEquals(Frame.BodyCase.BODY_NOT_SET, read.get(1).getBodyCase());
    assertFalse(read.get(1).getSkippable());
  }

  @Test
  void someUnknownBytesAreFineInAKnownFrame() {
    // Tag of one byte and length of two.
    Frame most = ping(SampleFrames.bytes(Limits.MAX_UNKNOWN_BYTES - 2));
    Frame tooMuch = ping(SampleFrames.bytes(Limits.MAX_UNKNOWN_BYTES - 1));
    assertEquals(List.of(most), read(List.of(most)));
    assertEquals(ErrorCode.MALFORMED, refusal(() -> FrameCodec.write(tooMuch)));
  }

  @Test
  void batchHoldsSoManyChanges() {
    ByteString change = SampleFrames.bytes(1);
    Frame most = batch(Collections.nCopies(Limits.MAX_CHANGES_PER_BATCH, change));
    Frame tooMany = batch(Collections.nCopies(Limits.MAX_CHANGES_PER_BATCH + 1, change));
    assertEquals(List.of(most), read(List.of(most)));
    assertRefusedBothWays(ErrorCode.MALFORMED, tooMany);
  }

  @Test
  void batchHoldsSoManyBytes() {
    ByteString quarter = SampleFrames.bytes(Limits.MAX_BATCH_BYTES / 4);
    Frame most = batch(List.of(quarter, quarter, quarter, quarter));
    Frame tooMuch = batch(List.of(quarter, quarter, quarter, quarter, SampleFrames.bytes(1)));
    assertEquals(List.of(most), read(List.of(most)));
    assertRefusedBothWays(ErrorCode.MALFORMED, tooMuch);
  }

  @Test
  void batchHoldsNoChangeBeyondItsLimit() {
    Frame most = batch(List.of(SampleFrames.bytes(Limits.MAX_CHANGE_BYTES)));
    Frame tooLarge = batch(List.of(SampleFrames.bytes(Limits.MAX_CHANGE_BYTES + 1)));
    assertEquals(List.of(most), read(List.of(most)));
    assertRefusedBothWays(ErrorCode.CHANGE_TOO_LARGE, tooLarge);
  }

  @Test
  void vectorHoldsSoManyEntries() {
    Frame most = vector(Limits.MAX_VECTOR_ENTRIES);
    assertEquals(List.of(most), read(List.of(most)));
    assertRefusedBothWays(ErrorCode.REPLICA_LIMIT, vector(Limits.MAX_VECTOR_ENTRIES + 1));
  }

  @Test
  void frameHoldsSoManyFields() {
    // The batch itself is one field of the frame.
    Frame most = batch(Collections.nCopies(Limits.MAX_FRAME_FIELDS - 1, ByteString.EMPTY));
    Frame tooMany = batch(Collections.nCopies(Limits.MAX_FRAME_FIELDS, ByteString.EMPTY));
    assertTrue(message(most).contains("changes"), message(most));
    assertTrue(message(tooMany).contains("fields"), message(tooMany));
  }

  private static String message(Frame frame) {
    return assertThrows(ProtocolException.class, () -> read(List.of(frame))).getMessage();
  }

  private static void assertRefusedBothWays(ErrorCode code, Frame frame) {
    assertEquals(code, refusal(() -> FrameCodec.write(frame)));
    assertEquals(code, refusal(() -> read(List.of(frame))));
  }

  private static ErrorCode refusal(Runnable action) {
    return assertThrows(ProtocolException.class, action::run).code();
  }

  private static Frame ping(ByteString unknown) {
    UnknownFieldSet fields =
        UnknownFieldSet.newBuilder()
            .addField(9, UnknownFieldSet.Field.newBuilder().addLengthDelimited(unknown).build())
            .build();
    Ping.Builder ping = Ping.newBuilder().setToken(7);
    return Frame.newBuilder()
        .setPing(unknown.isEmpty() ? ping : ping.setUnknownFields(fields))
        .build();
  }

  private static Frame batch(List<ByteString> changes) {
    return Frame.newBuilder().setBatch(Batch.newBuilder().addAllChange(changes)).build();
  }

  private static Frame vector(int entries) {
    VectorEntry entry = VectorEntry.newBuilder().setReplica(SampleFrames.bytes(16)).build();
    Vector vector = Vector.newBuilder().addAllEntry(Collections.nCopies(entries, entry)).build();
    return Frame.newBuilder().setSpaceOpen(SpaceOpen.newBuilder().setHave(vector)).build();
  }

  private static ByteBuffer length(int length) {
    return ByteBuffer.allocate(4).putInt(0, length);
  }

  private static List<Frame> read(List<Frame> frames) {
    FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
    List<Frame> read = new ArrayList<>();
    reader.feed(ByteBuffer.wrap(stream(frames)));
    drain(reader, read);
    return read;
  }

  private static void drain(FrameReader reader, List<Frame> into) {
    for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
      into.add(frame);
    }
  }

  /** The frames as a sender without limits would write them. */
  private static byte[] stream(List<Frame> frames) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      stream.writeBytes(ByteBuffer.allocate(4).putInt(frame.getSerializedSize()).array());
      stream.writeBytes(frame.toByteArray());
    }
    return stream.toByteArray();
  }
}
