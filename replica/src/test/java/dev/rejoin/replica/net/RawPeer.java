package dev.rejoin.replica.net;

import com.google.protobuf.ByteString;
import dev.rejoin.proto.FrameCodec;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.proto.v1.Frame;
import dev.rejoin.proto.v1.Hello;
import dev.rejoin.proto.v1.Proof;
import dev.rejoin.proto.v1.SpaceOpen;
import dev.rejoin.proto.v1.SpaceOpened;
import dev.rejoin.proto.v1.Vector;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import dev.rejoin.replica.trust.SpaceId;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Predicate;

/** A peer that says frame by frame what a test wants, true or not. */
public final class RawPeer implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;

  private final DeviceKey key;
  private final byte[] nonce = DeviceKey.randomBytes(32);
  private final Socket socket;
  private final DataInputStream in;
  private long capabilities;

  public RawPeer(int port) throws IOException {
    this(port, DeviceKey.generate());
  }

  private RawPeer(int port, DeviceKey key) throws IOException {
    this.key = key;
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(LIMIT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  /** A second connection that says it is the same device. */
  public RawPeer again(int port) throws IOException {
    return new RawPeer(port, key);
  }

  /** Announces these capabilities; without this it is a peer that knows none. */
  public RawPeer capable(long bits) {
    capabilities = bits;
    return this;
  }

  public DeviceKey key() {
    return key;
  }

  public RawPeer send(Frame.Builder frame) throws IOException {
    return sendBytes(FrameCodec.write(frame.build()));
  }

  public RawPeer sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** The next frame; its body is not set when the other side has ended the connection. */
  public Frame next() throws IOException {
    try {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return Frame.parseFrom(bytes);
    } catch (EOFException e) {
      return Frame.getDefaultInstance();
    }
  }

  /** The next frame of a kind; others are passed over. */
  public Frame next(Predicate<Frame> kind) throws IOException {
    while (true) {
      Frame frame = next();
      if (kind.test(frame)) {
        return frame;
      }
      if (frame.getBodyCase() == Frame.BodyCase.BODY_NOT_SET) {
        throw new AssertionError("the connection ended before the frame came");
      }
    }
  }

  /** Whether the other side ends the connection, whatever it says before. */
  public boolean isEnded() throws IOException {
    try {
      while (next().getBodyCase() != Frame.BodyCase.BODY_NOT_SET) {
        // what it still says does not matter
      }
      return true;
    } catch (SocketException e) {
      return true;
    }
  }

  public RawPeer hello(int protocolMin, int protocolMax) throws IOException {
    return send(
        Frame.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setProtocolMin(protocolMin)
                    .setProtocolMax(protocolMax)
                    .setCapabilities(capabilities)
                    .setDevice(ByteString.copyFrom(key.id().bytes()))
                    .setNonce(ByteString.copyFrom(nonce))));
  }

  /** The proof for a challenge. */
  public Frame.Builder proof(Frame challenge) {
    byte[] theirs = challenge.getChallenge().getNonce().toByteArray();
    DeviceId acceptor = DeviceId.of(challenge.getChallenge().getDevice().toByteArray());
    byte[] signature = key.sign(Signing.hello(true, theirs, key.id(), acceptor));
    return Frame.newBuilder()
        .setProof(Proof.newBuilder().setSignature(ByteString.copyFrom(signature)));
  }

  /** The whole handshake. */
  public RawPeer authenticate() throws IOException {
    hello(1, 1).send(proof(next()));
    next(Frame::hasWelcome);
    return this;
  }

  /** Opens a space without a version; with {@code empty} false this side could bring it. */
  public RawPeer open(SpaceId space, int number, boolean control, boolean empty)
      throws IOException {
    return send(
        Frame.newBuilder()
            .setSpaceOpen(
                SpaceOpen.newBuilder()
                    .setSpace(ByteString.copyFrom(space.bytes()))
                    .setNumber(number)
                    .setControl(control)
                    .setEmpty(empty)
                    .setHave(Vector.getDefaultInstance())));
  }

  /** Answers the other side's opening: its number. */
  public RawPeer opened(int theirNumber) throws IOException {
    return send(
        Frame.newBuilder()
            .setSpaceOpened(
                SpaceOpened.newBuilder()
                    .setNumber(theirNumber)
                    .setMode(SpaceOpened.Mode.VECTOR)
                    .setEpoch(ByteString.copyFrom(new byte[8]))));
  }

  /** A batch of one change as a host's journal has it. */
  public RawPeer batch(int number, Row row) throws IOException {
    byte[] signature = row.signature() == null ? new byte[0] : row.signature();
    return send(
        Frame.newBuilder()
            .setBatch(
                Batch.newBuilder()
                    .setNumber(number)
                    .setReplica(1)
                    .setReplicaId(ByteString.copyFrom(row.replica().bytes()))
                    .addChange(ByteString.copyFrom(row.change()))
                    .setSignature(ByteString.copyFrom(signature))
                    .setN(row.n())));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
