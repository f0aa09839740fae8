package dev.rejoin.replica.sync;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.Limits;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.v1.Challenge;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Hello;
import dev.rejoin.proto.v1.Proof;
import dev.rejoin.proto.v1.Welcome;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.Ed25519;
import dev.rejoin.replica.trust.Signing;
import org.jspecify.annotations.Nullable;

/**
 * The first four frames of a link: both sides agree on a protocol and prove their device keys.
 *
 * <p>Each side signs the other's fresh nonce, so a recorded handshake is worth nothing later.
 */
final class Handshake {
  /** Bit 0: stores for others. Bit 1: understands receipts. Bit 2: presence. */
  private static final long RELAY = 1;

  private static final long RECEIPTS = 2;

  private static final long PRESENCE = 4;

  private final boolean initiator;
  private final SyncStore store;
  private final byte[] nonce;
  private byte[] peerNonce = new byte[0];
  private @Nullable DeviceId peer;
  private long peerCapabilities;
  private String peerSoftware = "";
  private int step;

  Handshake(boolean initiator, SyncStore store, byte[] nonce) {
    this.initiator = initiator;
    this.store = store;
    this.nonce = nonce.clone();
  }

  Frame hello() {
    Hello hello =
        Hello.newBuilder()
            .setProtocolMin(SyncLimits.PROTOCOL_MIN)
            .setProtocolMax(SyncLimits.PROTOCOL_MAX)
            .setCapabilities(capabilities())
            .setDevice(ByteString.copyFrom(store.device().bytes()))
            .setNonce(ByteString.copyFrom(nonce))
            .setSoftware(store.software())
            .build();
    return Frame.newBuilder().setHello(hello).build();
  }

  private long capabilities() {
    return RECEIPTS | PRESENCE | (store.relay() ? RELAY : 0);
  }

  boolean done() {
    return step == 2;
  }

  DeviceId peer() {
    if (peer == null) {
      throw new IllegalStateException("the peer has not said who it is");
    }
    return peer;
  }

  boolean peerIsRelay() {
    return (peerCapabilities & RELAY) != 0;
  }

  boolean peerTakesReceipts() {
    return (peerCapabilities & RECEIPTS) != 0;
  }

  boolean peerTakesPresence() {
    return (peerCapabilities & PRESENCE) != 0;
  }

  String peerSoftware() {
    return peerSoftware;
  }

  /** The answer to a frame of the handshake, or null if there is none to send. */
  @Nullable Frame receive(Frame frame) {
    if (!initiator && step == 0 && frame.hasHello()) {
      return onHello(frame.getHello());
    }
    if (initiator && step == 0 && frame.hasChallenge()) {
      return onChallenge(frame.getChallenge());
    }
    if (!initiator && step == 1 && frame.hasProof()) {
      return onProof(frame.getProof());
    }
    if (initiator && step == 1 && frame.hasWelcome()) {
      onWelcome(frame.getWelcome());
      return null;
    }
    throw new ProtocolException(
        ErrorCode.PROTOCOL_ORDER, "a " + frame.getBodyCase() + " frame during the handshake");
  }

  private Frame onHello(Hello hello) {
    if (hello.getProtocolMin() > SyncLimits.PROTOCOL_MAX) {
      throw new ProtocolException(
          ErrorCode.VERSION_TOO_NEW,
          "the peer speaks protocol "
              + hello.getProtocolMin()
              + " or newer, we speak "
              + SyncLimits.PROTOCOL_MAX);
    }
    if (hello.getProtocolMax() < SyncLimits.PROTOCOL_MIN) {
      throw new ProtocolException(
          ErrorCode.VERSION_TOO_OLD,
          "the peer speaks protocol "
              + hello.getProtocolMax()
              + " at most, we speak "
              + SyncLimits.PROTOCOL_MIN
              + " or newer");
    }
    peer = device(hello.getDevice());
    peerNonce = nonce(hello.getNonce());
    peerCapabilities = hello.getCapabilities();
    peerSoftware = SafeText.of(hello.getSoftware());
    step = 1;
    Challenge challenge =
        Challenge.newBuilder()
            .setDevice(ByteString.copyFrom(store.device().bytes()))
            .setNonce(ByteString.copyFrom(nonce))
            .build();
    return Frame.newBuilder().setChallenge(challenge).build();
  }

  private Frame onChallenge(Challenge challenge) {
    peer = device(challenge.getDevice());
    peerNonce = nonce(challenge.getNonce());
    step = 1;
    byte[] signature = store.sign(Signing.hello(true, peerNonce, store.device(), peer()));
    Proof proof = Proof.newBuilder().setSignature(ByteString.copyFrom(signature)).build();
    return Frame.newBuilder().setProof(proof).build();
  }

  private Frame onProof(Proof proof) {
    byte[] signed = Signing.hello(true, nonce, peer(), store.device());
    verify(signed, proof.getSignature());
    step = 2;
    byte[] signature = store.sign(Signing.hello(false, peerNonce, peer(), store.device()));
    Welcome welcome =
        Welcome.newBuilder()
            .setProtocol(SyncLimits.PROTOCOL_MAX)
            .setCapabilities(capabilities())
            .setSignature(ByteString.copyFrom(signature))
            .setSoftware(store.software())
            .setMaxFrameBytes(Limits.MAX_FRAME_BYTES)
            .build();
    return Frame.newBuilder().setWelcome(welcome).build();
  }

  private void onWelcome(Welcome welcome) {
    verify(Signing.hello(false, nonce, store.device(), peer()), welcome.getSignature());
    if (welcome.getProtocol() < SyncLimits.PROTOCOL_MIN
        || welcome.getProtocol() > SyncLimits.PROTOCOL_MAX) {
      throw new ProtocolException(
          ErrorCode.VERSION_TOO_NEW, "the peer chose protocol " + welcome.getProtocol());
    }
    peerCapabilities = welcome.getCapabilities();
    peerSoftware = SafeText.of(welcome.getSoftware());
    step = 2;
  }

  private void verify(byte[] signed, ByteString signature) {
    if (!Ed25519.verify(peer(), signed, signature.toByteArray())) {
      throw new ProtocolException(ErrorCode.BAD_PROOF, "the peer does not hold the key it names");
    }
  }

  private static DeviceId device(ByteString bytes) {
    if (!Ed25519.isGoodKey(bytes.toByteArray())) {
      throw new ProtocolException(ErrorCode.BAD_PROOF, "the peer's device id is not a good key");
    }
    return DeviceId.of(bytes.toByteArray());
  }

  private static byte[] nonce(ByteString bytes) {
    if (bytes.size() != 32) {
      throw new ProtocolException(ErrorCode.MALFORMED, "a nonce has 32 bytes, not " + bytes.size());
    }
    return bytes.toByteArray();
  }
}
