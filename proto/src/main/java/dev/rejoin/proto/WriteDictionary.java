package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the replicas and containers of a change their indexes, in the order of first use. */
final class WriteDictionary {
  private final Map<ReplicaId, Integer> replicas = new HashMap<>();
  private final Map<ContainerId, Integer> containers = new HashMap<>();
  private final ByteArrayOutputStream replicaBytes = new ByteArrayOutputStream();
  private final Body.Builder body;
  private int nextReplica = 1;

  /**
   * @param own the replica that has index 0 without being written
   */
  WriteDictionary(@Nullable ReplicaId own, Body.Builder body) {
    if (own != null) {
      replicas.put(own, 0);
    }
    this.body = body;
  }

  int index(ReplicaId replica) {
    Integer known = replicas.get(replica);
    if (known != null) {
      return known;
    }
    int index = nextReplica++;
    replicas.put(replica, index);
    replicaBytes.writeBytes(replica.bytes());
    return index;
  }

  int index(ContainerId container) {
    Integer known = containers.get(container);
    if (known != null) {
      return known;
    }
    Container.Builder entry = Container.newBuilder().setKind(number(container.kind()));
    if (container instanceof ContainerId.Child child) {
      entry.setParent(index(child.parent()) + 1).setName(child.key());
      for (OpId remove : child.generation()) {
        entry.addGenerationReplica(index(remove.replica())).addGenerationSeq(remove.seq());
      }
    } else if (container instanceof ContainerId.Root root) {
      entry.setName(root.name());
    }
    int index = containers.size();
    containers.put(container, index);
    body.addContainers(entry);
    return index;
  }

  /** Text is the commonest kind and costs nothing. */
  static int number(Kind kind) {
    return kind == Kind.TEXT ? 0 : kind.number();
  }

  /** Writes the replicas, once all indexes are given. */
  void finish() {
    body.setReplicas(ByteString.copyFrom(replicaBytes.toByteArray()));
  }
}
