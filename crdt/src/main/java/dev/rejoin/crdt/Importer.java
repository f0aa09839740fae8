package dev.rejoin.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings received changes into a document in causal order, and holds what must wait.
 *
 * <p>Nothing that a change contains makes it fail: what breaks a rule takes its numbers and has no
 * effect, and the rules look at the change and its causal past only.
 */
final class Importer {
  /** From so many ops on, a new text is put in order at once and not op by op. */
  private static final int MANY_OPS = 64;

  private final Containers containers;
  private final ChangeLog log;
  private final OpValidator validator;
  private final Beyond beyond;
  private final CausalBuffer<Received> buffer = new CausalBuffer<>();

  /** The marks of the changes in the buffer, by their ends. */
  private final TreeMap<OpId, List<ChainMark>> waiting = new TreeMap<>();

  /** Parts of large transactions whose last part is not here. */
  private final TreeMap<ReplicaId, List<Received>> parts = new TreeMap<>();

  /** Own changes frozen since the last run. */
  private final List<OpId> frozen = new ArrayList<>();

  private final List<Change> applied = new ArrayList<>();
  private final List<Imported.Invalid> invalid = new ArrayList<>();

  /** What was freed in this run and is still to be looked at. */
  private final ArrayDeque<Received> freed = new ArrayDeque<>();

  private final UndoLog undo = new UndoLog();

  Importer(Containers containers, ChangeLog log, OpValidator validator, Beyond beyond) {
    this.beyond = beyond;
    this.containers = containers;
    this.log = log;
    this.validator = validator;
  }

  /** How many changes wait. */
  int held() {
    int held = buffer.size();
    for (List<Received> started : parts.values()) {
      held += started.size();
    }
    return held;
  }

  /** Notes that an own change is frozen: at the next run, what waits for it is looked at again. */
  void frozen(Change change) {
    if (buffer.size() > 0) {
      frozen.add(change.last());
    }
  }

  /** Takes in changes and whatever they free; {@link #applied} and {@link #invalid} tell. */
  void run(List<Received> changes) {
    applied.clear();
    invalid.clear();
    freed.clear();
    undo.clear();
    if (!frozen.isEmpty()) {
      frozen.forEach(this::release);
      frozen.clear();
    }
    containers.expectMany(isMany(changes));
    for (int i = 0; i < changes.size(); i++) {
      take(changes.get(i));
    }
    while (!freed.isEmpty()) {
      take(freed.remove());
    }
    containers.expectMany(false);
  }

  private static boolean isMany(List<Received> changes) {
    int ops = 0;
    for (int i = 0; i < changes.size() && ops < MANY_OPS; i++) {
      ops += changes.get(i).change().ops().size();
    }
    return ops >= MANY_OPS;
  }

  List<Change> applied() {
    return applied;
  }

  List<Imported.Invalid> invalid() {
    return invalid;
  }

  /** Where what was applied comes from, each once. */
  List<EventSource> sources() {
    TreeSet<EventSource> sources = new TreeSet<>();
    applied.forEach(change -> sources.add(EventSource.of(change)));
    return new ArrayList<>(sources);
  }

  private void take(Received received) {
    if (isKnown(received)) {
      return;
    }
    Change change = received.change();
    if (!isReady(change)) {
      hold(received);
      return;
    }
    List<Received> started = started(change.replica());
    if (change.continues()) {
      parts.computeIfAbsent(change.replica(), r -> new ArrayList<>()).add(received);
    } else if (started.isEmpty()) {
      applyGroup(List.of(received));
    } else {
      parts.remove(change.replica());
      started.add(received);
      applyGroup(started);
    }
    if (buffer.size() > 0) {
      release(change.last());
    }
  }

  private boolean isKnown(Received received) {
    Change change = received.change();
    if (change.to() <= log.end(change.replica())) {
      return true;
    }
    return !waiting.isEmpty()
            && waiting.getOrDefault(change.last(), List.of()).contains(received.mark())
        || !parts.isEmpty()
            && started(change.replica()).stream().anyMatch(p -> p.head().equals(received.head()));
  }

  private List<Received> started(ReplicaId replica) {
    return parts.isEmpty() ? List.of() : parts.getOrDefault(replica, List.of());
  }

  /** The end of the line of a replica, parts of large transactions included. */
  private long lineEnd(ReplicaId replica) {
    List<Received> started = started(replica);
    return started.isEmpty() ? log.end(replica) : started.get(started.size() - 1).change().to();
  }

  /** Whether all causes are here, and it is those that the author had. */
  private boolean isReady(Change change) {
    if (change.previous() != lineEnd(change.replica()) || !isLineFrozen(change.replica())) {
      return false;
    }
    List<Head> deps = change.deps().list();
    for (int i = 0; i < deps.size(); i++) {
      if (!log.includes(deps.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a change ends where the line of a replica does. */
  private boolean isLineFrozen(ReplicaId replica) {
    return !started(replica).isEmpty() || log.end(replica) == log.frozenEnd(replica);
  }

  /** Whether a cause can never be included, since other bytes took its numbers. */
  private boolean isFork(Change change) {
    long end = lineEnd(change.replica());
    if (change.previous() < end || change.previous() == end && !isLineFrozen(change.replica())) {
      return true;
    }
    for (Head dep : change.deps().list()) {
      if (dep.id().seq() <= log.end(dep.id().replica()) && !log.includes(dep)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable OpId missing(Change change) {
    if (change.previous() > lineEnd(change.replica())) {
      return new OpId(change.replica(), change.previous());
    }
    for (Head dep : change.deps().list()) {
      if (!log.includesEnd(dep.id())) {
        return dep.id();
      }
    }
    return null;
  }

  private void hold(Received received) {
    Change change = received.change();
    buffer.offer(received, isFork(change) ? null : missing(change));
    waiting.computeIfAbsent(change.last(), id -> new ArrayList<>(1)).add(received.mark());
  }

  private void release(OpId included) {
    for (Received received : buffer.include(included)) {
      OpId last = received.change().last();
      List<ChainMark> marks = waiting.getOrDefault(last, List.of());
      marks.remove(received.mark());
      if (marks.isEmpty()) {
        waiting.remove(last);
      }
      freed.add(received);
    }
  }

  /** Lets the changes of one transaction take effect: all of them, or none if one is invalid. */
  private void applyGroup(List<Received> group) {
    Change first = group.get(0).change();
    long lamport = log.lamportOf(first.replica(), first.previous());
    String problem = null;
    for (int i = 0; i < group.size(); i++) {
      Change change = group.get(i).change();
      long start = log.nextLamport(lamport, change.deps());
      lamport = Math.min(start + (change.to() - change.from()), Limits.MAX_SEQ);
      Line line = log.include(group.get(i), lamport);
      if (problem == null) {
        problem = claimProblem(group.get(i));
        problem = problem != null ? problem : perform(change, start, line);
      }
    }
    if (problem != null) {
      undo.rollback();
    }
    undo.clear();
    for (int i = 0; i < group.size(); i++) {
      Change change = group.get(i).change();
      log.advanceHeads(change);
      if (problem == null) {
        applied.add(change);
        beyond.note(change);
      } else {
        log.addInvalid(change);
        invalid.add(new Imported.Invalid(change, problem));
      }
    }
  }

  /** What is wrong with what a change says of itself in the clear. */
  private static @Nullable String claimProblem(Received received) {
    Op other = received.comments() ? Comments.firstOther(received.change().ops()) : null;
    return other == null ? null : "claims to hold comments only and changes " + other.container();
  }

  /** Performs the ops of a change up to the first that is invalid, and says what is wrong. */
  private @Nullable String perform(Change change, long lamport, Line line) {
    if (change.lamport() != lamport) {
      return "Lamport time " + change.lamport() + " where its causes ask for " + lamport;
    }
    Before before = new Before(log, line, change.from());
    List<Op> ops = change.ops();
    for (int i = 0; i < ops.size(); i++) {
      Op op = ops.get(i);
      String problem = validator.problem(op, before);
      if (problem != null) {
        return problem;
      }
      OpId id = new OpId(line.replica(), before.seq);
      containers.perform(op, id, lamport + (before.seq - change.from()), undo);
      before.seq += op.atoms();
    }
    return null;
  }

  /** The atoms before an op of the newest change of a line: own ones by number, others by cause. */
  private static final class Before implements OpValidator.Past {
    private final ChangeLog log;
    private final Line line;
    private long seq;

    Before(ChangeLog log, Line line, long seq) {
      this.log = log;
      this.line = line;
      this.seq = seq;
    }

    @Override
    public boolean includes(ReplicaId replica, long other) {
      return line.isOf(replica) ? other < seq : log.isBefore(line, replica, other);
    }
  }
}
