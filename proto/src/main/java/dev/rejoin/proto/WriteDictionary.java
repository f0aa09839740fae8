package dev.rejoin.proto;

import com.google.protobuf.WireFormat;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import org.jspecify.annotations.Nullable;

/** Gives the replicas and containers of a change their indexes, in the order of first use. */
final class WriteDictionary {
  private static final int ENTRY_TAG =
      Body.CONTAINERS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final BodyWriter body;
  private final Indexes<ReplicaId> replicas = new Indexes<>();
  private final Indexes<ContainerId> containers = new Indexes<>();

  /** The root that was written last, and its bytes: most changes are about the same one. */
  private ContainerId.@Nullable Root root;

  private byte[] rootEntry = Fields.NO_BYTES;

  WriteDictionary(BodyWriter body) {
    this.body = body;
  }

  /**
   * Begins another body.
   *
   * @param own the replica that has index 0 without being written
   */
  void start(@Nullable ReplicaId own) {
    start();
    replicas.add(own);
  }

  /** Begins a bundle, in which no replica has an index of its own. */
  void start() {
    replicas.clear();
    containers.clear();
  }

  int index(ReplicaId replica) {
    int known = replicas.find(replica);
    if (known >= 0) {
      return known;
    }
    body.replicas.addLong(replica.high());
    body.replicas.addLong(replica.low());
    return replicas.add(replica);
  }

  int index(ContainerId container) {
    int known = containers.find(container);
    if (known >= 0) {
      return known;
    }
    byte[] entry = Fields.NO_BYTES;
    if (container instanceof ContainerId.Child child) {
      entry = entry(child);
    } else if (container instanceof ContainerId.Element holder) {
      entry = entry(holder);
    } else if (container instanceof ContainerId.Beside beside) {
      entry = entry(beside);
    } else if (container instanceof ContainerId.Root named) {
      entry = entry(named);
    }
    body.containers.addVarint(ENTRY_TAG);
    body.containers.addVarint(entry.length);
    body.containers.add(entry);
    return containers.add(container);
  }

  private byte[] entry(ContainerId.Root named) {
    if (!named.equals(root)) {
      rootEntry =
          Container.newBuilder()
              .setKind(number(named.kind()))
              .setName(named.name())
              .build()
              .toByteArray();
      root = named;
    }
    return rootEntry;
  }

  private byte[] entry(ContainerId.Child child) {
    Container.Builder entry = Container.newBuilder().setKind(number(child.kind()));
    entry.setParent(index(child.parent()) + 1).setName(child.key());
    for (OpId remove : child.generation()) {
      entry.addGenerationReplica(index(remove.replica())).addGenerationSeq(remove.seq());
    }
    return entry.build().toByteArray();
  }

  private byte[] entry(ContainerId.Element holder) {
    Container.Builder entry = Container.newBuilder().setKind(number(holder.kind()));
    entry.setParent(index(holder.parent()) + 1);
    OpId element = holder.element();
    entry.setElementReplica(index(element.replica())).setElementSeq(element.seq());
    return entry.build().toByteArray();
  }

  private byte[] entry(ContainerId.Beside beside) {
    int parent = index(beside.parent()) + 1;
    Container.Builder entry = Container.newBuilder().setKind(number(beside.kind()));
    return entry.setParent(parent).build().toByteArray();
  }

  /** Text is the commonest kind and costs nothing. */
  static int number(Kind kind) {
    return kind == Kind.TEXT ? 0 : kind.number();
  }
}
