package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.replica.store.ChangeReader;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.Genesis;
import dev.rejoin.replica.trust.SpaceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a replica reads of a change before it takes it in: its document and its causes. */
final class ReplicaReader implements ChangeReader {
  private final Store store;

  /** Control space to content space, for the spaces that this replica takes part in. */
  private final Map<SpaceId, SpaceId> contentByControl = new ConcurrentHashMap<>();

  ReplicaReader(Store store) {
    this.store = store;
  }

  void add(SpaceId content) {
    contentByControl.put(content.control(), content);
  }

  @Override
  public Contents read(
      SpaceJournal journal, ReplicaId replica, ChangeCodec.Header header, byte[] change) {
    SpaceId content = contentByControl.get(journal.id());
    return content != null
        ? readControl(journal, content, replica, header, change)
        : readContent(journal, replica, header, change);
  }

  private static Contents readControl(
      SpaceJournal journal,
      SpaceId content,
      ReplicaId replica,
      ChangeCodec.Header header,
      byte[] change) {
    var body = ChangeCodec.decodeControl(replica, change);
    if (journal.lines().isEmpty() && header.from() == 1) {
      requireGenesis(content, header.device(), body.record());
    }
    return new Contents(null, body.deps().list(), true);
  }

  private static void requireGenesis(SpaceId content, byte @Nullable [] device, byte[] record) {
    Genesis genesis = Genesis.parse(record);
    boolean byCreator = device != null && DeviceId.of(device).equals(genesis.creator());
    if (!genesis.space().equals(content) || !byCreator) {
      throw new ProtocolException(
          ErrorCode.BAD_SIGNATURE,
          "the genesis record is not that of space " + content.shortForm());
    }
  }

  private Contents readContent(
      SpaceJournal journal, ReplicaId replica, ChangeCodec.Header header, byte[] change) {
    SpaceJournal control = store.find(journal.id().control());
    boolean ready = control != null && control.head() > 0;
    for (Head head : header.controlHeads()) {
      ready = ready && control.cause(head) == SpaceJournal.Cause.HELD;
    }
    Change decoded = ChangeCodec.decode(replica, change);
    return new Contents(decoded.document(), decoded.deps().list(), ready);
  }

  @Override
  public boolean keepsEarly() {
    return true;
  }
}
