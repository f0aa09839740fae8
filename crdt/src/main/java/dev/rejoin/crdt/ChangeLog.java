package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a document includes, without their ops: version, heads, Lamport time, and for each
 * change what causality asks for.
 */
final class ChangeLog {
  /**
   * A frozen change that is included.
   *
   * @param lastLamport Lamport time of its last atom by the rule, whatever an invalid change claims
   * @param deps the ends of the changes that it names as causes
   */
  record Included(ChainMark mark, long lastLamport, List<OpId> deps) {}

  private final TreeMap<OpId, Included> changes = new TreeMap<>();
  private final CausalPast pasts = new CausalPast(this);
  private final TreeMap<ReplicaId, Long> seqs = new TreeMap<>();
  private @Nullable Version version;
  private Heads heads = Heads.none();
  private long lamport;

  Version version() {
    if (version == null) {
      version = Version.of(seqs);
    }
    return version;
  }

  Heads heads() {
    return heads;
  }

  long lamport() {
    return lamport;
  }

  /** The highest included number of a replica's line. */
  long end(ReplicaId replica) {
    return seqs.getOrDefault(replica, 0L);
  }

  /** The last frozen change of a replica, by its end; 0 where there is none. */
  long frozenEnd(ReplicaId replica) {
    OpId last = changes.floorKey(new OpId(replica, Limits.MAX_SEQ));
    return last != null && last.replica().equals(replica) ? last.seq() : 0;
  }

  /** The frozen change that ends in this atom, or null if none that is included does. */
  @Nullable Included find(OpId end) {
    return changes.get(end);
  }

  /** Takes the numbers of a local transaction, which is not frozen yet. */
  void advance(OpId last, long lastLamport) {
    seqs.put(last.replica(), last.seq());
    version = null;
    lamport = Math.max(lamport, lastLamport);
  }

  /** Includes a change whose causes are included; heads stay. */
  void include(Received received, long lastLamport, Version past) {
    Change change = received.change();
    List<OpId> deps = change.deps().list().stream().map(Head::id).toList();
    changes.put(change.last(), new Included(received.mark(), lastLamport, deps));
    pasts.remember(change.last(), past);
    if (change.to() > end(change.replica())) {
      advance(change.last(), lastLamport);
    }
  }

  /** Lets heads follow a change that {@link #include} took in. */
  void advanceHeads(Received received) {
    Change change = received.change();
    heads = heads.advance(change.deps(), change.previous(), received.head());
  }

  /** The frozen atoms up to these ends of changes, and everything before them. */
  Version past(List<OpId> causes) {
    return pasts.of(causes);
  }

  /** The change before this one on its line, or null for the first. */
  @Nullable OpId previous(OpId end) {
    OpId before = changes.lowerKey(end);
    return before != null && before.replica().equals(end.replica()) ? before : null;
  }

  /** Lamport time of the change that ends in {@code end}; 0 for 0. */
  long lamportOf(ReplicaId replica, long end) {
    return end == 0 ? 0 : included(new OpId(replica, end)).lastLamport;
  }

  /** The first Lamport time after these causes and {@code previous}. */
  long nextLamport(long previous, List<OpId> deps) {
    long highest = previous;
    for (OpId dep : deps) {
      highest = Math.max(highest, included(dep).lastLamport);
    }
    return highest + 1;
  }

  void write(SnapshotWriter out) {
    out.number(lamport);
    out.number(seqs.size());
    for (Map.Entry<ReplicaId, Long> line : seqs.entrySet()) {
      out.replica(line.getKey());
      out.number(line.getValue());
    }
    out.number(changes.size());
    for (Map.Entry<OpId, Included> change : changes.entrySet()) {
      out.id(change.getKey());
      out.raw(change.getValue().mark.bytes());
      out.number(change.getValue().lastLamport);
      out.ids(change.getValue().deps);
    }
    out.ids(heads.list().stream().map(Head::id).toList());
  }

  void read(SnapshotReader in) {
    lamport = in.number();
    in.check(lamport >= 0 && lamport <= Limits.MAX_SEQ, "Lamport time " + lamport);
    int lines = in.count();
    for (int i = 0; i < lines; i++) {
      ReplicaId replica = in.replica();
      long end = in.number();
      in.check(end >= 1 && end <= Limits.MAX_SEQ, "a line that ends in " + end);
      in.check(seqs.put(replica, end) == null, "a line twice");
    }
    in.expectWithin(version());
    readChanges(in);
    List<Head> list = new ArrayList<>();
    for (OpId id : in.ids()) {
      Included head = changes.get(id);
      in.check(head != null, "a head that is no change");
      list.add(new Head(id, head.mark));
    }
    heads = new Heads(list);
  }

  private void readChanges(SnapshotReader in) {
    int count = in.count();
    List<OpId> ends = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OpId end = in.id();
      ChainMark mark = ChainMark.of(in.raw(ChainMark.SIZE_BYTES));
      long lastLamport = in.number();
      in.check(lastLamport >= 1 && lastLamport <= lamport, "a change after the Lamport time");
      Included change = new Included(mark, lastLamport, in.ids());
      in.check(changes.put(end, change) == null, "a change twice");
      ends.add(end);
    }
    for (OpId end : ends) {
      checkCauses(end, in);
    }
  }

  /** Lamport times rise along causes, so that nobody can be their own cause. */
  private void checkCauses(OpId end, SnapshotReader in) {
    Included change = included(end);
    OpId previous = previous(end);
    long before = previous == null ? 0 : included(previous).lastLamport;
    in.check(before < change.lastLamport, "a change before its own line");
    for (OpId dep : change.deps) {
      Included cause = changes.get(dep);
      in.check(cause != null && cause.lastLamport < change.lastLamport, "a change without a cause");
    }
  }

  /** The included change that ends in {@code end}. */
  Included included(OpId end) {
    Included change = changes.get(end);
    if (change == null) {
      throw new IllegalStateException("no included change ends in " + end);
    }
    return change;
  }
}
