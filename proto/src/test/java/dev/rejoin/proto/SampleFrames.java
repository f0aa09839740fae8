package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.BatchAck;
import dev.rejoin.proto.v1.CaughtUp;
import dev.rejoin.proto.v1.Challenge;
import dev.rejoin.proto.v1.Cursor;
import dev.rejoin.proto.v1.ErrorFrame;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Goodbye;
import dev.rejoin.proto.v1.Hello;
import dev.rejoin.proto.v1.Ping;
import dev.rejoin.proto.v1.Pong;
import dev.rejoin.proto.v1.Presence;
import dev.rejoin.proto.v1.PresenceGone;
import dev.rejoin.proto.v1.Proof;
import dev.rejoin.proto.v1.Receipt;
import dev.rejoin.proto.v1.Refuse;
import dev.rejoin.proto.v1.SpaceOpen;
import dev.rejoin.proto.v1.SpaceOpened;
import dev.rejoin.proto.v1.Vector;
import dev.rejoin.proto.v1.VectorEntry;
import dev.rejoin.proto.v1.Welcome;
import java.util.LinkedHashMap;
import java.util.Map;

/** One frame of each kind. */
final class SampleFrames {
  private static final Cursor CURSOR =
      Cursor.newBuilder().setEpoch(bytes(8)).setN(1_000).setHash(bytes(16)).build();

  private SampleFrames() {}

  /** The bytes of each frame by the name of its kind, in the order of the specification. */
  static Map<String, byte[]> all() {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    messages().forEach((name, frame) -> bytes.put(name, FrameCodec.write(frame)));
    return bytes;
  }

  static Map<String, Frame> messages() {
    Map<String, Frame> frames = new LinkedHashMap<>();
    addHandshake(frames);
    addSpaces(frames);
    add(
        frames,
        Frame.newBuilder()
            .setGoodbye(Goodbye.newBuilder().setCode(1901).setRetryAfterMillis(5_000)));
    add(frames, Frame.newBuilder().setPing(Ping.newBuilder().setToken(7)).setSkippable(true));
    add(frames, Frame.newBuilder().setPong(Pong.newBuilder().setToken(7)));
    add(
        frames,
        Frame.newBuilder()
            .setError(ErrorFrame.newBuilder().setCode(1003).setDetail("why").setFatal(true)));
    return frames;
  }

  private static void addHandshake(Map<String, Frame> frames) {
    add(
        frames,
        Frame.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setProtocolMin(1)
                    .setProtocolMax(1)
                    .setCapabilities(2)
                    .setDevice(bytes(32))
                    .setNonce(bytes(32))
                    .setSoftware("rejoin 0.1.0")));
    add(
        frames,
        Frame.newBuilder()
            .setChallenge(Challenge.newBuilder().setDevice(bytes(32)).setNonce(bytes(32))));
    add(frames, Frame.newBuilder().setProof(Proof.newBuilder().setSignature(bytes(64))));
    add(
        frames,
        Frame.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setProtocol(1)
                    .setCapabilities(3)
                    .setSignature(bytes(64))
                    .setSoftware("rejoin 0.1.0")
                    .setMaxFrameBytes(Limits.MAX_FRAME_BYTES)));
    add(
        frames,
        Frame.newBuilder()
            .setRefuse(
                Refuse.newBuilder()
                    .setCode(1004)
                    .setDetail("protocol 2..3")
                    .setRetryAfterMillis(60_000)));
  }

  private static void addSpaces(Map<String, Frame> frames) {
    VectorEntry entry =
        VectorEntry.newBuilder().setReplica(bytes(16)).setSeq(20_000).setMark(bytes(16)).build();
    add(
        frames,
        Frame.newBuilder()
            .setSpaceOpen(
                SpaceOpen.newBuilder()
                    .setSpace(bytes(32))
                    .setNumber(3)
                    .setControl(true)
                    .setAfter(CURSOR)
                    .setHave(Vector.newBuilder().addEntry(entry))
                    .setEmpty(true)));
    add(
        frames,
        Frame.newBuilder()
            .setSpaceOpened(
                SpaceOpened.newBuilder()
                    .setNumber(3)
                    .setMode(SpaceOpened.Mode.DENIED)
                    .setCode(1201)
                    .setEstimateChanges(12)
                    .setHead(1_012)
                    .setEpoch(bytes(8))));
    add(
        frames,
        Frame.newBuilder()
            .setBatch(
                Batch.newBuilder()
                    .setNumber(3)
                    .setReplica(1)
                    .setReplicaId(bytes(16))
                    .addChange(change())
                    .setSignature(bytes(64))
                    .setN(1_001)
                    .setCursor(CURSOR)));
    add(
        frames,
        Frame.newBuilder()
            .setBatchAck(
                BatchAck.newBuilder()
                    .setNumber(3)
                    .setN(1_001)
                    .setTier(BatchAck.Tier.RELAYED)
                    .setCopies(1)
                    .setStoredN(99)
                    .setCode(1302)
                    .setDetail("expected 17")
                    .setExpected(17)));
    add(
        frames,
        Frame.newBuilder()
            .setCaughtUp(
                CaughtUp.newBuilder().setNumber(3).setCursor(CURSOR).setVersionHash(1L << 63)));
    add(
        frames,
        Frame.newBuilder()
            .setReceipt(Receipt.newBuilder().setNumber(3).setDevice(bytes(32)).setN(1_001)));
    addPresence(frames);
  }

  private static void addPresence(Map<String, Frame> frames) {
    add(
        frames,
        Frame.newBuilder()
            .setSkippable(true)
            .setPresence(
                Presence.newBuilder()
                    .setNumber(3)
                    .setDevice(bytes(32))
                    .setKey(bytes(16))
                    .setN(1_795_000_000_000L)
                    .setBody(bytes(9))
                    .setSignature(bytes(64))
                    .setAgeMillis(1_500)));
    add(
        frames,
        Frame.newBuilder()
            .setSkippable(true)
            .setPresenceGone(
                PresenceGone.newBuilder()
                    .setNumber(3)
                    .setDevice(bytes(32))
                    .setKey(bytes(16))
                    .setN(1_795_000_000_000L)));
  }

  private static void add(Map<String, Frame> frames, Frame.Builder frame) {
    frames.put(frame.getBodyCase().name().toLowerCase(java.util.Locale.ROOT), frame.build());
  }

  private static ByteString change() {
    return ByteString.copyFrom(
        ChangeCodec.encode(Samples.keystroke(), Samples.header(Samples.keystroke())));
  }

  static ByteString bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i + size);
    }
    return ByteString.copyFrom(bytes);
  }
}
