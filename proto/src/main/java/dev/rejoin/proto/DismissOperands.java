package dev.rejoin.proto;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Dismiss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dismissals of candidates as the payload of a row. */
final class DismissOperands {
  private DismissOperands() {}

  static byte[] write(Op.Dismiss op, WriteDictionary dictionary) {
    Texts.checkField(op.key(), 0, dev.rejoin.crdt.Limits.MAX_KEY_BYTES, "a key");
    Dismiss.Builder dismiss = Dismiss.newBuilder().setKey(op.key());
    OpId element = op.element();
    if (element != null) {
      dismiss.setElementReplica(dictionary.index(element.replica())).setElementSeq(element.seq());
    }
    for (OpId id : op.seen()) {
      dismiss.addSeenReplica(dictionary.index(id.replica())).addSeenSeq(id.seq());
    }
    for (OpId id : op.recalled()) {
      dismiss.addRecalledReplica(dictionary.index(id.replica())).addRecalledSeq(id.seq());
    }
    return dismiss.build().toByteArray();
  }

  /** The op, or null if its container is of a kind that this version does not know. */
  static @Nullable Op read(@Nullable ContainerId of, Dismiss dismiss, ReadDictionary dictionary) {
    if (dismiss.getKeyBytes().size() > dev.rejoin.crdt.Limits.MAX_KEY_BYTES) {
      throw ProtocolException.malformed(
          "a key has at most " + dev.rejoin.crdt.Limits.MAX_KEY_BYTES + " bytes");
    }
    List<OpId> seen =
        dictionary.ids(dismiss.getSeenReplicaList(), dismiss.getSeenSeqList(), "candidates");
    List<OpId> recalled =
        dictionary.ids(
            dismiss.getRecalledReplicaList(), dismiss.getRecalledSeqList(), "dismissals");
    if (seen.isEmpty() && recalled.isEmpty()) {
      throw ProtocolException.malformed("a dismissal that names nothing");
    }
    OpId element = null;
    if (dismiss.getElementSeq() != 0) {
      ReplicaId replica = dictionary.replica(Integer.toUnsignedLong(dismiss.getElementReplica()));
      element = new OpId(replica, dismiss.getElementSeq());
    }
    return of == null ? null : new Op.Dismiss(of, dismiss.getKey(), element, seen, recalled);
  }
}
