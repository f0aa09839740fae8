package dev.rejoin.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings received changes into a document in causal order, and holds what must wait.
 *
 * <p>Nothing that a change contains makes it fail: what breaks a rule takes its numbers and has no
 * effect, and the rules look at the change and its causal past only.
 */
final class Importer {
  private final Containers containers;
  private final ChangeLog log;
  private final OpValidator validator;
  private final CausalBuffer<Received> buffer = new CausalBuffer<>();

  /** The marks of the changes in the buffer, by their ends. */
  private final TreeMap<OpId, List<ChainMark>> waiting = new TreeMap<>();

  /** Parts of large transactions whose last part is not here. */
  private final TreeMap<ReplicaId, List<Received>> parts = new TreeMap<>();

  /** Own changes frozen since the last run. */
  private final List<OpId> frozen = new ArrayList<>();

  private final List<Change> applied = new ArrayList<>();
  private final List<Imported.Invalid> invalid = new ArrayList<>();

  Importer(Containers containers, ChangeLog log, OpValidator validator) {
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
  void frozen(OpId end) {
    if (buffer.size() > 0) {
      frozen.add(end);
    }
  }

  /** Takes in changes and whatever they free; {@link #applied} and {@link #invalid} tell. */
  void run(List<Received> changes) {
    applied.clear();
    invalid.clear();
    ArrayDeque<Received> queue = new ArrayDeque<>(changes);
    for (OpId end : frozen) {
      release(end, queue);
    }
    frozen.clear();
    while (!queue.isEmpty()) {
      Received received = queue.remove();
      if (isKnown(received)) {
        continue;
      }
      Change change = received.change();
      if (isHeld(received)) {
        hold(received);
        continue;
      }
      List<Received> group = parts.computeIfAbsent(change.replica(), r -> new ArrayList<>());
      group.add(received);
      if (!change.continues()) {
        parts.remove(change.replica());
        applyGroup(group);
      }
      release(change.last(), queue);
    }
  }

  List<Change> applied() {
    return applied;
  }

  List<Imported.Invalid> invalid() {
    return invalid;
  }

  private boolean isKnown(Received received) {
    Change change = received.change();
    OpId last = change.last();
    return change.to() <= log.end(change.replica())
        || waiting.getOrDefault(last, List.of()).contains(received.mark())
        || started(change.replica()).stream().anyMatch(p -> p.head().equals(received.head()));
  }

  private List<Received> started(ReplicaId replica) {
    return parts.getOrDefault(replica, List.of());
  }

  /** The end of the line of a replica, parts of large transactions included. */
  private long lineEnd(ReplicaId replica) {
    List<Received> started = started(replica);
    return started.isEmpty() ? log.end(replica) : started.get(started.size() - 1).change().to();
  }

  private boolean isHeld(Received received) {
    return isFork(received.change()) || missing(received.change()) != null;
  }

  /** Whether a cause can never be included, since other bytes took its numbers. */
  private boolean isFork(Change change) {
    long end = lineEnd(change.replica());
    boolean ownEndIsFrozen =
        end == log.frozenEnd(change.replica()) || end != log.end(change.replica());
    if (change.previous() < end || change.previous() == end && !ownEndIsFrozen) {
      return true;
    }
    for (Head dep : change.deps().list()) {
      ChangeLog.Included cause = log.find(dep.id());
      boolean taken = dep.id().seq() <= log.end(dep.id().replica());
      if (taken && (cause == null || !cause.mark().equals(dep.mark()))) {
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
      if (log.find(dep.id()) == null) {
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

  private void release(OpId included, ArrayDeque<Received> queue) {
    for (Received freed : buffer.include(included)) {
      OpId last = freed.change().last();
      List<ChainMark> marks = waiting.getOrDefault(last, List.of());
      marks.remove(freed.mark());
      if (marks.isEmpty()) {
        waiting.remove(last);
      }
      queue.add(freed);
    }
  }

  /** Lets the changes of one transaction take effect: all of them, or none if one is invalid. */
  private void applyGroup(List<Received> group) {
    Change first = group.get(0).change();
    long lamport = log.lamportOf(first.replica(), first.previous());
    List<OpId> causes = new ArrayList<>();
    if (first.previous() > 0) {
      causes.add(new OpId(first.replica(), first.previous()));
    }
    UndoLog undo = new UndoLog();
    String problem = null;
    for (Received part : group) {
      Change change = part.change();
      List<OpId> deps = change.deps().list().stream().map(Head::id).toList();
      causes.addAll(deps);
      Version past = log.past(causes);
      long start = log.nextLamport(lamport, deps);
      lamport = Math.min(start + (change.to() - change.from()), Limits.MAX_SEQ);
      log.include(part, lamport, past);
      if (problem == null) {
        problem = perform(change, start, past, undo);
      }
    }
    if (problem != null) {
      undo.rollback(0);
    }
    for (Received part : group) {
      log.advanceHeads(part);
      if (problem == null) {
        applied.add(part.change());
      } else {
        invalid.add(new Imported.Invalid(part.change(), problem));
      }
    }
  }

  /** Performs the ops of a change up to the first that is invalid, and says what is wrong. */
  private @Nullable String perform(Change change, long lamport, Version past, UndoLog undo) {
    if (change.lamport() != lamport) {
      return "Lamport time " + change.lamport() + " where its causes ask for " + lamport;
    }
    long seq = change.from();
    for (Op op : change.ops()) {
      long at = seq;
      ReplicaId author = change.replica();
      String problem =
          validator.problem(
              op, (replica, s) -> replica.equals(author) ? s < at : s <= past.get(replica));
      if (problem != null) {
        return problem;
      }
      containers.perform(op, new OpId(author, at), lamport + (at - change.from()), undo);
      seq += op.atoms();
    }
    return null;
  }
}
