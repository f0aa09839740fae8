package dev.rejoin.proto;

import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes the references of a body in order and keeps the position of each replica. */
final class References {
  /** Positions of more replicas are rare, so their memory is not kept. */
  private static final int KEPT = 256;

  private final ReadDictionary dictionary;
  private final Column replica;
  private final Column seq;
  private long[] positions = new long[4];
  private final boolean bundled;
  private int own;
  private int index;
  private int used;

  References(ReadDictionary dictionary, BodyColumns columns, boolean bundled) {
    this.dictionary = dictionary;
    this.bundled = bundled;
    this.replica = columns.refReplica;
    this.seq = columns.refSeq;
  }

  /** Begins other columns, whose dictionary is read. */
  void start() {
    if (positions.length < dictionary.size() || positions.length > KEPT) {
      positions = new long[dictionary.size()];
    }
    Arrays.fill(positions, 0);
  }

  /** Begins a change of the replica with this index. */
  void startChange(int replicaIndex) {
    own = replicaIndex;
    index = 0;
    used = 0;
  }

  void startRow(long first) {
    if (!bundled) {
      positions[0] = first - 1;
    }
  }

  /** After a run of text that ends here. */
  void inserted(long last) {
    if (bundled) {
      positions[own] = last;
    }
  }

  OpId next() {
    checkRoom(1);
    ReplicaId of = advance();
    OpId id = new OpId(of, positions[index] + seq.next());
    positions[index] = id.seq();
    return id;
  }

  private ReplicaId advance() {
    used++;
    int named = replica.nextCount("ref_replica");
    if (bundled) {
      seq.requireMore("ref_seq");
      named = named == 0 ? own : named - 1;
    }
    index = named;
    return dictionary.replica(index);
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
    ReplicaId of = advance();
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
