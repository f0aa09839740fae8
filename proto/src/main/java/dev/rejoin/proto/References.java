package dev.rejoin.proto;

import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.v1.Body;
import java.util.ArrayList;
import java.util.List;

/** Takes the references of a body in order and keeps the position of each replica. */
final class References {
  private final ReadDictionary dictionary;
  private final ColumnReader replica;
  private final ColumnReader seq;
  private final long[] positions;
  private int index;
  private int used;

  References(ReadDictionary dictionary, Body body) {
    this.dictionary = dictionary;
    this.replica = new ColumnReader(body.getRefReplicaCount(), body::getRefReplica);
    this.seq = new ColumnReader(body.getRefSeqCount(), body::getRefSeq);
    this.positions = new long[dictionary.size()];
  }

  void startRow(long first) {
    positions[0] = first - 1;
  }

  OpId next() {
    return range(0).first();
  }

  /** The ids of as many references; no more than the limit in all, as zeros cost no bytes. */
  List<OpId> next(int count) {
    checkRoom(count);
    List<OpId> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(next());
    }
    return ids;
  }

  /** A range from the next reference on, of {@code more} atoms besides the first. */
  IdRange range(long more) {
    checkRoom(1);
    used++;
    index = replica.nextCount("ref_replica");
    ReplicaId of = dictionary.replica(index);
    long first = positions[index] + seq.next();
    if (more < 0 || more > dev.rejoin.crdt.Limits.MAX_SEQ) {
      throw ProtocolException.malformed("a range with " + more + " atoms after its first");
    }
    IdRange range = new IdRange(of, first, first + more);
    positions[index] = range.to();
    return range;
  }

  /** Moves the position of the replica that was named last. */
  void moveTo(long last) {
    positions[index] = last;
  }

  void checkRoom(int count) {
    if (count > Limits.MAX_REFERENCES - used) {
      throw ProtocolException.malformed(
          "a change that names more than " + Limits.MAX_REFERENCES + " ids");
    }
  }

  void checkUsedUp() {
    replica.checkUsedUp("ref_replica");
    seq.checkUsedUp("ref_seq");
  }
}
