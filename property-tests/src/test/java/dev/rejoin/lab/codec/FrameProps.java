package dev.rejoin.lab.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.FrameCodec;
import dev.rejoin.proto.FrameReader;
import dev.rejoin.proto.Limits;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.Cursor;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Hello;
import dev.rejoin.proto.v1.Ping;
import dev.rejoin.proto.v1.SpaceOpen;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Frames come out of any stream that is cut anyhow, and damage is refused. */
final class FrameProps {
  @Property
  void framesComeOutHoweverTheStreamIsCut(
      @ForAll("frames") List<Frame> frames,
      @ForAll List<@IntRange(min = 1, max = 50) Integer> cuts) {
    byte[] stream = stream(frames);
    FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES);
    List<Frame> read = new ArrayList<>();
    int at = 0;
    for (int cut : cuts) {
      int end = Math.min(stream.length, at + cut);
      feed(reader, stream, at, end, read);
      at = end;
    }
    feed(reader, stream, at, stream.length, read);
    assertEquals(frames, read);
  }

  @Property
  void damagedStreamsAreRefusedOrRead(
      @ForAll("frames") List<Frame> frames,
      @ForAll @IntRange(max = 999) int place,
      @ForAll byte damage) {
    byte[] stream = stream(frames);
    if (stream.length > 0) {
      stream[place * stream.length / 1_000] ^= damage;
    }
    survives(stream);
  }

  @Property
  void noiseIsRefusedOrRead(@ForAll @Size(max = 300) byte[] noise) {
    survives(noise);
    byte[] framed = ByteBuffer.allocate(4 + noise.length).putInt(noise.length).put(noise).array();
    survives(framed);
  }

  @Provide
  Arbitrary<List<Frame>> frames() {
    Arbitrary<ByteString> bytes =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(ByteString::copyFrom);
    Arbitrary<Frame> ping =
        Arbitraries.longs()
            .map(token -> Frame.newBuilder().setPing(Ping.newBuilder().setToken(token)).build());
    Arbitrary<Frame> hello =
        Combinators.combine(bytes, bytes, Ops.text())
            .as(
                (device, nonce, software) ->
                    Frame.newBuilder()
                        .setHello(
                            Hello.newBuilder()
                                .setDevice(device)
                                .setNonce(nonce)
                                .setSoftware(software))
                        .build());
    Arbitrary<Frame> open =
        Combinators.combine(bytes, Arbitraries.longs())
            .as(
                (space, n) ->
                    Frame.newBuilder()
                        .setSpaceOpen(
                            SpaceOpen.newBuilder()
                                .setSpace(space)
                                .setAfter(Cursor.newBuilder().setN(n)))
                        .build());
    Arbitrary<Frame> batch =
        Combinators.combine(bytes.list().ofMaxSize(8), bytes)
            .as(
                (changes, signature) ->
                    Frame.newBuilder()
                        .setSkippable(changes.isEmpty())
                        .setBatch(Batch.newBuilder().addAllChange(changes).setSignature(signature))
                        .build());
    return Arbitraries.oneOf(ping, hello, open, batch).list().ofMaxSize(6);
  }

  private static void feed(FrameReader reader, byte[] stream, int from, int to, List<Frame> read) {
    reader.feed(ByteBuffer.wrap(stream, from, to - from));
    for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
      read.add(frame);
    }
  }

  private static void survives(byte[] stream) {
    FrameReader reader = new FrameReader(Limits.MAX_FRAME_BYTES_BEFORE_AUTH);
    try {
      feed(reader, stream, 0, stream.length, new ArrayList<>());
    } catch (ProtocolException e) {
      assertTrue(e.code() != ErrorCode.UNKNOWN, e::getMessage);
    }
  }

  private static byte[] stream(List<Frame> frames) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    frames.forEach(frame -> stream.writeBytes(FrameCodec.write(frame)));
    return stream.toByteArray();
  }
}
