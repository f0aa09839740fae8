package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
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
   * @param past the atoms of other replicas that come before it; shared between changes
   */
  record Included(ChainMark mark, long lastLamport, List<OpId> deps, Version past) {}

  private final TreeMap<OpId, Included> changes = new TreeMap<>();
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
    changes.put(change.last(), new Included(received.mark(), lastLamport, deps, past));
    if (change.to() > end(change.replica())) {
      advance(change.last(), lastLamport);
    }
  }

  /** Lets heads follow a change that {@link #include} took in. */
  void advanceHeads(Received received) {
    Change change = received.change();
    heads = heads.advance(change.deps(), change.previous(), received.head());
  }

  /** The atoms of other replicas before a change with these causes. */
  Version past(Version before, List<OpId> deps) {
    Version past = before;
    for (OpId dep : deps) {
      Included cause = included(dep);
      past = union(past, cause.past).with(dep.replica(), dep.seq());
    }
    return past;
  }

  /** The past of the change that ends in {@code end}; nothing for 0. */
  Version pastOf(ReplicaId replica, long end) {
    return end == 0 ? Version.empty() : included(new OpId(replica, end)).past;
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
      Included change = new Included(mark, lastLamport, in.ids(), Version.empty());
      in.check(changes.put(end, change) == null, "a change twice");
      ends.add(end);
    }
    ends.sort(Comparator.comparingLong((OpId end) -> changes.get(end).lastLamport));
    for (OpId end : ends) {
      fillPast(end, in);
    }
  }

  /** Computes the past of a change whose causes have theirs: they have lower Lamport times. */
  private void fillPast(OpId end, SnapshotReader in) {
    Included change = changes.get(end);
    OpId before = changes.lowerKey(end);
    boolean hasPrevious = before != null && before.replica().equals(end.replica());
    long previous = hasPrevious ? before.seq() : 0;
    in.check(
        lamportOf(end.replica(), previous) < change.lastLamport, "a change before its own line");
    for (OpId dep : change.deps) {
      Included cause = changes.get(dep);
      in.check(cause != null && cause.lastLamport < change.lastLamport, "a change without a cause");
    }
    Version past = past(pastOf(end.replica(), previous), change.deps);
    changes.put(end, new Included(change.mark, change.lastLamport, change.deps, past));
  }

  private Included included(OpId end) {
    Included change = changes.get(end);
    if (change == null) {
      throw new IllegalStateException("no included change ends in " + end);
    }
    return change;
  }

  /** The join of two versions, without a copy where one covers the other. */
  private static Version union(Version a, Version b) {
    if (a.covers(b)) {
      return a;
    }
    return b.covers(a) ? b : a.join(b);
  }
}
