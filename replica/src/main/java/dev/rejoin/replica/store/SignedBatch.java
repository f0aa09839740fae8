package dev.rejoin.replica.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Batch;
import java.util.List;

/**
 * Consecutive frozen changes of one line with the signature over the last: the unit in which
 * changes travel and enter a journal. Treat the arrays as read-only.
 */
public record SignedBatch(ReplicaId replica, List<byte[]> changes, byte[] signature) {
  public SignedBatch {
    changes = List.copyOf(changes);
  }

  /** How many bytes the changes take. */
  public long bytes() {
    return changes.stream().mapToLong(change -> change.length).sum();
  }

  byte[] encode() {
    Batch.Builder batch = Batch.newBuilder();
    batch.setReplicaId(ByteString.copyFrom(replica.bytes()));
    changes.forEach(change -> batch.addChange(ByteString.copyFrom(change)));
    return batch.setSignature(ByteString.copyFrom(signature)).build().toByteArray();
  }

  static SignedBatch decode(byte[] bytes) throws InvalidProtocolBufferException {
    Batch batch = Batch.parseFrom(bytes);
    return new SignedBatch(
        ReplicaId.of(batch.getReplicaId().toByteArray()),
        batch.getChangeList().stream().map(ByteString::toByteArray).toList(),
        batch.getSignature().toByteArray());
  }
}
