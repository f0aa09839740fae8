package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which changes a document includes, without their ops: version, heads, Lamport time, and for each
 * change what causality asks for.
 *
 * <p>Including a change costs O(its causes), about 32 bytes, and 16 for each cause it names;
 * version and heads become objects only when somebody asks.
 */
final class ChangeLog {
  private final Lines lines = new Lines();
  private final CausalPast past = new CausalPast(lines, CausalPast.MAX_ENTRIES);
  private final CurrentHeads heads = new CurrentHeads(lines);
  private @Nullable Version version = Version.empty();

  /** The changes that break a rule, by their ends. */
  private final TreeSet<OpId> invalid = new TreeSet<>();

  private int changes;
  private long lamport;

  Version version() {
    Version current = version;
    if (current == null) {
      TreeMap<ReplicaId, Long> seqs = new TreeMap<>();
      for (Line line : lines.sorted()) {
        seqs.put(line.replica(), line.end());
      }
      current = Version.owning(seqs);
      version = current;
    }
    return current;
  }

  Heads heads() {
    return heads.heads();
  }

  /** The heads of all other replicas. */
  Heads headsWithout(ReplicaId replica) {
    return heads.without(replica);
  }

  long lamport() {
    return lamport;
  }

  /** The highest included number of a replica's line. */
  long end(ReplicaId replica) {
    Line line = lines.find(replica);
    return line == null ? 0 : line.end();
  }

  /** The last frozen change of a replica, by its end; 0 where there is none. */
  long frozenEnd(ReplicaId replica) {
    Line line = lines.find(replica);
    return line == null ? 0 : line.frozenEnd();
  }

  /** Whether a frozen change that is included ends in this atom. */
  boolean includesEnd(OpId end) {
    Line line = lines.find(end.replica());
    return line != null && line.find(end.seq()) > 0;
  }

  /** Whether this very change is included, bytes and all. */
  boolean includes(Head head) {
    Line line = lines.find(head.id().replica());
    int ordinal = line == null ? 0 : line.find(head.id().seq());
    return ordinal > 0 && line.hasMark(ordinal, head.mark());
  }

  /** Takes the numbers of a local transaction, which is not frozen yet. */
  void advance(OpId last, long lastLamport) {
    advance(last.replica(), last.seq(), lastLamport);
  }

  /** Takes the numbers of a replica's line up to {@code seq}. */
  void advance(ReplicaId replica, long seq, long lastLamport) {
    advance(lines.of(replica), seq, lastLamport);
  }

  private void advance(Line line, long seq, long lastLamport) {
    line.advance(seq);
    version = null;
    lamport = Math.max(lamport, lastLamport);
  }

  /** Includes a change whose causes are included; heads stay. Returns its line. */
  Line include(Received received, long lastLamport) {
    Change change = received.change();
    Line line = lines.of(change.replica());
    line.append(change.to(), lastLamport, received.mark());
    changes++;
    List<Head> deps = change.deps().list();
    for (int i = 0; i < deps.size(); i++) {
      line.addCause(line.count(), included(deps.get(i).id()));
    }
    if (change.to() > line.end()) {
      advance(line, change.to(), lastLamport);
    }
    return line;
  }

  /** Lets heads follow a change that {@link #include} took in. */
  void advanceHeads(Change change) {
    Line line = lines.of(change.replica());
    heads.advance(line, line.find(change.to()));
  }

  /** Notes that an included change takes its numbers only. */
  void addInvalid(Change change) {
    invalid.add(change.last());
  }

  /** The changes that break a rule, by their ends. */
  TreeSet<OpId> invalid() {
    return invalid;
  }

  Lines lines() {
    return lines;
  }

  /** Whether an atom of another line comes before the newest change of this one. */
  boolean isBefore(Line line, ReplicaId replica, long seq) {
    return past.includes(line, replica, seq);
  }

  /** Lamport time of the change that ends in {@code end}; 0 for 0. */
  long lamportOf(ReplicaId replica, long end) {
    if (end == 0) {
      return 0;
    }
    Line line = lines.find(replica);
    return line != null && line.frozenEnd() == end
        ? line.lastLamport()
        : lamportOf(included(new OpId(replica, end)));
  }

  /** The first Lamport time after these causes and {@code previous}. */
  long nextLamport(long previous, Heads deps) {
    long highest = previous;
    List<Head> list = deps.list();
    for (int i = 0; i < list.size(); i++) {
      highest = Math.max(highest, lamportOf(included(list.get(i).id())));
    }
    return highest + 1;
  }

  private long lamportOf(long cause) {
    return lines.at(Line.lineOf(cause)).lamportOf(Line.ordinalOf(cause));
  }

  /** The included change that ends in {@code end}, as a cause. */
  private long included(OpId end) {
    Line line = lines.find(end.replica());
    int ordinal = line == null ? 0 : line.find(end.seq());
    if (line == null || ordinal == 0) {
      throw new IllegalStateException("no included change ends in " + end);
    }
    return Line.cause(line, ordinal);
  }

  void write(SnapshotWriter out) {
    out.number(lamport);
    out.number(lines.size());
    for (Line line : lines.sorted()) {
      out.replica(line.replica());
      out.number(line.end());
    }
    out.number(changes);
    for (Line line : lines.sorted()) {
      for (int ordinal = 1; ordinal <= line.count(); ordinal++) {
        out.id(new OpId(line.replica(), line.endOf(ordinal)));
        out.raw(line.markOf(ordinal).bytes());
        out.number(line.lamportOf(ordinal));
        out.ids(causes(line, ordinal));
      }
    }
    out.ids(heads().list().stream().map(Head::id).toList());
    out.ids(List.copyOf(invalid));
  }

  private List<OpId> causes(Line line, int ordinal) {
    int first = line.causesFrom(ordinal);
    int end = line.causesFrom(ordinal + 1);
    if (first == end) {
      return List.of();
    }
    List<OpId> causes = new ArrayList<>();
    for (int place = first; place < end; place++) {
      long cause = line.cause(place);
      Line other = lines.at(Line.lineOf(cause));
      causes.add(new OpId(other.replica(), other.endOf(Line.ordinalOf(cause))));
    }
    return causes;
  }

  void read(SnapshotReader in) {
    lamport = in.number();
    in.check(lamport >= 0 && lamport <= Limits.MAX_SEQ, "Lamport time " + lamport);
    int count = in.count();
    for (int i = 0; i < count; i++) {
      ReplicaId replica = in.replica();
      long end = in.number();
      in.check(end >= 1 && end <= Limits.MAX_SEQ, "a line that ends in " + end);
      in.check(lines.find(replica) == null, "a line twice");
      lines.of(replica).advance(end);
    }
    version = null;
    in.expectWithin(version());
    readChanges(in);
    for (OpId id : in.ids()) {
      Line line = lines.of(id.replica());
      int ordinal = line.find(id.seq());
      in.check(ordinal > 0, "a head that is no change");
      in.check(line.head == 0, "two heads of one replica");
      heads.set(line, ordinal);
    }
    for (OpId id : in.ids()) {
      in.check(includesEnd(id), "an invalid change that is none");
      in.check(invalid.add(id), "an invalid change twice");
    }
  }

  private void readChanges(SnapshotReader in) {
    changes = in.count();
    List<OpId> owners = new ArrayList<>();
    List<List<OpId>> causes = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      OpId end = in.id();
      ChainMark mark = ChainMark.of(in.raw(ChainMark.SIZE_BYTES));
      long lastLamport = in.number();
      in.check(lastLamport >= 1 && lastLamport <= lamport, "a change after the Lamport time");
      List<OpId> deps = in.ids();
      Line line = lines.of(end.replica());
      in.check(end.seq() != line.frozenEnd(), "a change twice");
      in.check(end.seq() > line.frozenEnd(), "a change after a later one of its line");
      in.check(lastLamport > line.lastLamport(), "a change before its own line");
      line.append(end.seq(), lastLamport, mark);
      if (!deps.isEmpty()) {
        owners.add(end);
        causes.add(deps);
      }
    }
    for (int i = 0; i < owners.size(); i++) {
      readCauses(owners.get(i), causes.get(i), in);
    }
  }

  /** Lamport times rise along causes, so that nobody can be their own cause. */
  private void readCauses(OpId owner, List<OpId> causes, SnapshotReader in) {
    Line line = lines.of(owner.replica());
    int ordinal = line.find(owner.seq());
    for (OpId id : causes) {
      in.check(includesEnd(id), "a change without a cause");
      long cause = included(id);
      in.check(lamportOf(cause) < line.lamportOf(ordinal), "a change without a cause");
      line.addCause(ordinal, cause);
    }
  }
}
