package dev.rejoin.replica.trust;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.v1.ControlRecord;
import dev.rejoin.proto.v1.GenesisRecord;

/**
 * The signed record that founds a space; its hash is the id of the space.
 *
 * <p>Immutable. It is the first record of the control space, on the line of the creator.
 */
public final class Genesis {
  /** Sequence rule of texts: Fugue. */
  public static final int FUGUE = 1;

  private static final byte[] SIGNED = Hashing.domain("rejoin/genesis-signature/1");

  private final SpaceId space;
  private final DeviceId creator;
  private final byte[] record;

  private Genesis(SpaceId space, DeviceId creator, byte[] record) {
    this.space = space;
    this.creator = creator;
    this.record = record;
  }

  /** Founds a space. */
  public static Genesis create(DeviceKey creator, byte[] salt, long nowMillis) {
    byte[] content =
        dev.rejoin.proto.v1.Genesis.newBuilder()
            .setVersion(1)
            .setCreator(ByteString.copyFrom(creator.id().bytes()))
            .setSalt(ByteString.copyFrom(salt))
            .setCreatedMillis(nowMillis)
            .setSeqAlgo(FUGUE)
            .build()
            .toByteArray();
    GenesisRecord signed =
        GenesisRecord.newBuilder()
            .setContent(ByteString.copyFrom(content))
            .setSignature(ByteString.copyFrom(creator.sign(signed(content))))
            .build();
    byte[] record = ControlRecord.newBuilder().setGenesis(signed).build().toByteArray();
    return new Genesis(SpaceId.ofGenesis(content), creator.id(), record);
  }

  /**
   * Reads and checks a genesis record.
   *
   * @throws ProtocolException if the bytes are not a genesis record or its signature is bad
   */
  public static Genesis parse(byte[] record) {
    try {
      ControlRecord parsed = ControlRecord.parseFrom(record);
      if (!parsed.hasGenesis()) {
        throw new ProtocolException(
            ErrorCode.MALFORMED, "a control space starts with its genesis record");
      }
      byte[] content = parsed.getGenesis().getContent().toByteArray();
      var genesis = dev.rejoin.proto.v1.Genesis.parseFrom(content);
      if (genesis.getCreator().size() != 32) {
        throw new ProtocolException(ErrorCode.MALFORMED, "a genesis record names its creator");
      }
      DeviceId creator = DeviceId.of(genesis.getCreator().toByteArray());
      byte[] signature = parsed.getGenesis().getSignature().toByteArray();
      if (!Ed25519.verify(creator, signed(content), signature)) {
        throw new ProtocolException(
            ErrorCode.BAD_SIGNATURE, "the genesis record is not signed by its creator");
      }
      if (genesis.getVersion() != 1 || genesis.getSeqAlgo() != FUGUE) {
        throw new ProtocolException(
            ErrorCode.VERSION_TOO_NEW,
            "the space was founded by a newer version (" + genesis.getVersion() + ")");
      }
      return new Genesis(SpaceId.ofGenesis(content), creator, record.clone());
    } catch (InvalidProtocolBufferException e) {
      throw new ProtocolException(ErrorCode.MALFORMED, "not a control record: " + e.getMessage());
    }
  }

  private static byte[] signed(byte[] content) {
    byte[] message = new byte[SIGNED.length + content.length];
    System.arraycopy(SIGNED, 0, message, 0, SIGNED.length);
    System.arraycopy(content, 0, message, SIGNED.length, content.length);
    return message;
  }

  public SpaceId space() {
    return space;
  }

  public DeviceId creator() {
    return creator;
  }

  /** The control record that holds the genesis, exact bytes. */
  public byte[] record() {
    return record.clone();
  }
}
