package dev.rejoin.replica.sync;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short numbers for the replicas whose changes this side sends. */
final class ReplicaNumbers {
  private final Map<ReplicaId, Integer> numbers = new TreeMap<>();
  private final List<ReplicaId> replicas = new ArrayList<>();

  /** Names a replica in a batch, with its id at first use. */
  void name(ReplicaId replica, Batch.Builder batch) {
    Integer known = numbers.get(replica);
    if (known == null) {
      known = replicas.size() + 1;
      numbers.put(replica, known);
      replicas.add(replica);
      batch.setReplicaId(ByteString.copyFrom(replica.bytes()));
    }
    batch.setReplica(known);
  }

  ReplicaId replica(int number) {
    return replicas.get(number - 1);
  }
}
