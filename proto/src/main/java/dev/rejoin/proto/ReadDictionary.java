package dev.rejoin.proto;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Container;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replicas and containers that a body names by index. Used again for the next body. */
final class ReadDictionary {
  private static final ReplicaId[] NONE = {};

  /** More names are rare, so their memory is not kept. */
  private static final int KEPT = 256;

  private ReplicaId[] replicas = NONE;
  private int size;
  private final List<@Nullable ContainerId> containers = new ArrayList<>();

  /** The root that was read last, and its entry: most changes are about the same one. */
  private @Nullable Container rootEntry;

  private @Nullable ContainerId root;

  /**
   * Begins another body, or a bundle.
   *
   * @param own the replica that has index 0 without being written; null in a bundle
   * @throws IllegalArgumentException if a name breaks the rules of containers
   */
  void start(@Nullable ReplicaId own, Slice bytes, List<Container> entries) {
    if (bytes.size() % ReplicaId.SIZE_BYTES != 0) {
      throw ProtocolException.malformed(
          bytes.size() + " bytes of replica ids, not a multiple of 16");
    }
    int first = own == null ? 0 : 1;
    size = first + bytes.size() / ReplicaId.SIZE_BYTES;
    if (replicas.length < size || replicas.length > KEPT) {
      replicas = new ReplicaId[size];
    }
    if (own != null) {
      replicas[0] = own;
    }
    for (int i = first; i < size; i++) {
      int at = (i - first) * ReplicaId.SIZE_BYTES;
      replicas[i] = replica(replicas[i], bytes.longAt(at), bytes.longAt(at + 8));
    }
    containers.clear();
    for (int i = 0; i < entries.size(); i++) {
      containers.add(read(entries.get(i)));
    }
  }

  /** The id with these halves, the object that is there where it fits. */
  private static ReplicaId replica(@Nullable ReplicaId there, long high, long low) {
    return there != null && there.high() == high && there.low() == low
        ? there
        : new ReplicaId(high, low);
  }

  private @Nullable ContainerId read(Container entry) {
    if (entry == rootEntry) {
      return root;
    }
    Kind kind = kind(entry.getKind());
    List<OpId> generation =
        ids(entry.getGenerationReplicaList(), entry.getGenerationSeqList(), "generation");
    if (entry.getParent() == 0) {
      ContainerId named = kind == null ? null : new ContainerId.Root(entry.getName(), kind);
      if (generation.isEmpty()) {
        rootEntry = entry;
        root = named;
      }
      return named;
    }
    ContainerId parent = container(entry.getParent() - 1);
    if (kind == null || parent == null) {
      return null;
    }
    if (parent.kind() == Kind.TEXT && entry.getName().isEmpty()) {
      return new ContainerId.Beside(parent, kind);
    }
    if (parent.kind().hasElements()) {
      OpId element = new OpId(replica(entry.getElementReplica()), entry.getElementSeq());
      return new ContainerId.Element(parent, element, kind);
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
    return size;
  }

  ReplicaId replica(long index) {
    if (index < 0 || index >= size) {
      throw ProtocolException.malformed("replica " + index + " of a dictionary of " + size);
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
