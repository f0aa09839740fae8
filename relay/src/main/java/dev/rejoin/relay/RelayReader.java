package dev.rejoin.relay;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.replica.store.ChangeReader;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.Genesis;
import java.util.List;

/** What a relay reads of changes: nothing of content, and the records of control spaces. */
final class RelayReader implements ChangeReader {
  private static final Contents CONTENT = new Contents(null, List.of(), true);

  private final RelaySpaces spaces;

  RelayReader(RelaySpaces spaces) {
    this.spaces = spaces;
  }

  @Override
  public Contents read(
      SpaceJournal journal, ReplicaId replica, ChangeCodec.Header header, byte[] change) {
    if (spaces.isContent(journal.id())) {
      return CONTENT;
    }
    ChangeCodec.ControlBody body = ChangeCodec.decodeControl(replica, change);
    if (header.from() == 1 && journal.lines().isEmpty()) {
      checkGenesis(journal, header, body.record());
    }
    return new Contents(null, body.deps().list(), true);
  }

  private static void checkGenesis(SpaceJournal journal, ChangeCodec.Header header, byte[] record) {
    Genesis genesis = Genesis.parse(record);
    if (!genesis.space().control().equals(journal.id())) {
      throw new ProtocolException(
          ErrorCode.MALFORMED,
          "the genesis record founds another space, " + genesis.space().shortForm());
    }
    byte[] device = header.device();
    if (device == null || !genesis.creator().equals(DeviceId.of(device))) {
      throw new ProtocolException(
          ErrorCode.BAD_SIGNATURE, "the genesis record is not on the line of its creator");
    }
  }

  @Override
  public boolean keepsEarly() {
    return false;
  }
}
