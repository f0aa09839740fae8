package dev.rejoin.proto;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replicas and containers that a body names by index. */
final class ReadDictionary {
  private final ReplicaId[] replicas;
  private final List<@Nullable ContainerId> containers = new ArrayList<>();

  /**
   * @throws IllegalArgumentException if a name breaks the rules of containers
   */
  ReadDictionary(ReplicaId own, Body body) {
    ByteString bytes = body.getReplicas();
    if (bytes.size() % ReplicaId.SIZE_BYTES != 0) {
      throw ProtocolException.malformed(
          bytes.size() + " bytes of replica ids, not a multiple of 16");
    }
    replicas = new ReplicaId[1 + bytes.size() / ReplicaId.SIZE_BYTES];
    replicas[0] = own;
    for (int i = 1; i < replicas.length; i++) {
      int end = i * ReplicaId.SIZE_BYTES;
      replicas[i] = ReplicaId.of(bytes.substring(end - ReplicaId.SIZE_BYTES, end).toByteArray());
    }
    for (Container entry : body.getContainersList()) {
      containers.add(read(entry));
    }
  }

  private @Nullable ContainerId read(Container entry) {
    Kind kind = kind(entry.getKind());
    List<OpId> generation =
        ids(entry.getGenerationReplicaList(), entry.getGenerationSeqList(), "generation");
    if (entry.getParent() == 0) {
      return kind == null ? null : new ContainerId.Root(entry.getName(), kind);
    }
    ContainerId parent = container(entry.getParent() - 1);
    if (kind == null || parent == null) {
      return null;
    }
    return new ContainerId.Child(parent, entry.getName(), kind, generation);
  }

  /** The kind with this number in a container or nested value; null for an unknown one. */
  static @Nullable Kind kind(int number) {
    return number == 0 ? Kind.TEXT : Kind.ofNumber(number);
  }

  /** The ids that two columns of equal length name. */
  List<OpId> ids(List<Integer> replica, List<Long> seq, String what) {
    if (replica.size() != seq.size()) {
      throw ProtocolException.malformed(
          what + " names " + replica.size() + " replicas and " + seq.size() + " numbers");
    }
    List<OpId> ids = new ArrayList<>(seq.size());
    for (int i = 0; i < seq.size(); i++) {
      ids.add(new OpId(replica(replica.get(i)), seq.get(i)));
    }
    return ids;
  }

  int size() {
    return replicas.length;
  }

  ReplicaId replica(long index) {
    if (index < 0 || index >= replicas.length) {
      throw ProtocolException.malformed(
          "replica " + index + " of a dictionary of " + replicas.length);
    }
    return replicas[(int) index];
  }

  /** The container at the index; null if its kind, or that of one above it, is unknown. */
  @Nullable ContainerId container(int index) {
    if (index < 0 || index >= containers.size()) {
      throw ProtocolException.malformed(
          "container " + index + " of a dictionary of " + containers.size());
    }
    return containers.get(index);
  }
}
