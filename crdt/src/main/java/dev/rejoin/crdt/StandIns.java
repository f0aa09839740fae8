package dev.rejoin.crdt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an op was that an undo has made anew: a value that came back is a put of its own, and
 * yet the author's next undo must know it as the one that was there before.
 */
final class StandIns {
  /** More undos and redos in a row of one entry, or more ops that replaced it, are not followed. */
  private static final int MOST_STEPS = 1_000;

  private final Function<OpId, @Nullable Change> changes;

  /**
   * @param changes the change that an op is in, or null if it is not known
   */
  StandIns(Function<OpId, @Nullable Change> changes) {
    this.changes = changes;
  }

  /** The puts with these ids, without those that are not known. */
  List<Candidate> puts(List<OpId> ids) {
    List<Candidate> puts = new ArrayList<>();
    for (OpId id : ids) {
      Change change = changes.apply(id);
      Value value = change == null ? null : value(opAt(change, id), change, id);
      if (change != null && value != null) {
        puts.add(new Candidate(id, change.lamport() + (id.seq() - change.from()), value));
      }
    }
    return puts;
  }

  /** Whether an op is one of others, or was made anew for one of them. */
  boolean isForAny(OpId op, List<OpId> originals) {
    OpId at = op;
    for (int i = 0; at != null && i < MOST_STEPS; i++) {
      if (originals.contains(at)) {
        return true;
      }
      at = originalOf(at);
    }
    return false;
  }

  /** Every id that ops replaced, and those that these replaced, and so on. */
  List<OpId> replacedBy(List<OpId> ops) {
    Deque<OpId> open = new ArrayDeque<>(ops);
    TreeSet<OpId> found = new TreeSet<>();
    while (!open.isEmpty() && found.size() < MOST_STEPS) {
      OpId id = open.remove();
      Change change = changes.apply(id);
      Op op = change == null ? null : opAt(change, id);
      for (OpId seen : op == null ? List.<OpId>of() : seen(op)) {
        if (found.add(seen)) {
          open.add(seen);
        }
      }
    }
    return List.copyOf(found);
  }

  /** What an op replaces. */
  static List<OpId> seen(Op op) {
    if (op instanceof Op.Put put) {
      return put.seen();
    }
    if (op instanceof Op.Remove remove) {
      return remove.seen();
    }
    if (op instanceof Op.Add add) {
      return add.seen();
    }
    if (op instanceof Op.ListSet set) {
      return set.seen();
    }
    return op instanceof Op.Discard discard ? discard.seen() : List.of();
  }

  /** What a dismissal covers; nothing if the op is none or is not known. */
  List<OpId> covered(OpId id) {
    Change change = changes.apply(id);
    Op op = change == null ? null : opAt(change, id);
    return op instanceof Op.Dismiss dismiss ? dismiss.seen() : List.of();
  }

  private @Nullable OpId originalOf(OpId id) {
    Change change = changes.apply(id);
    Op op = change == null ? null : opAt(change, id);
    if (op == null || !(change.ops().get(0) instanceof Op.Undoes undoes)) {
      return null;
    }
    List<Candidate> found = new ArrayList<>();
    for (OpId undone : undoes.changes()) {
      Change from = changes.apply(undone);
      if (from != null) {
        addReplaced(from, op, found);
      }
    }
    found.sort(Comparator.comparingLong(Candidate::lamport).thenComparing(Candidate::put));
    int which = before(change, op); // equal values come back in their order
    return which < found.size() ? found.get(which).put() : null;
  }

  /** How many ops of a change that come before one write the same value in the same place. */
  private static int before(Change change, Op op) {
    int count = 0;
    for (Op other : change.ops()) {
      if (other == op) {
        return count;
      }
      boolean same =
          op instanceof Op.Put put
                  && other instanceof Op.Put o
                  && o.key().equals(put.key())
                  && o.value().equals(put.value())
              || op instanceof Op.ListSet set
                  && other instanceof Op.ListSet l
                  && l.element().equals(set.element())
                  && l.value().equals(set.value());
      if (same && op.container() != null && op.container().equals(other.container())) {
        count++;
      }
    }
    return count;
  }

  /** Adds what a change replaced that looks like an op made when the change was taken back. */
  private void addReplaced(Change undone, Op op, List<Candidate> found) {
    for (Op of : undone.ops()) {
      for (OpId seen : isSamePlace(of, op) ? seen(of) : List.<OpId>of()) {
        Change change = changes.apply(seen);
        boolean elsewhere = !seen.replica().equals(undone.replica()) || seen.seq() < undone.from();
        if (change != null && elsewhere && isAlike(change, seen, op)) {
          long lamport = change.lamport() + (seen.seq() - change.from());
          Candidate candidate = new Candidate(seen, lamport, Value.of(true));
          if (!found.contains(candidate)) {
            found.add(candidate);
          }
        }
      }
    }
  }

  private static boolean isSamePlace(Op of, Op op) {
    if (op.container() == null || !op.container().equals(of.container())) {
      return false;
    }
    if (op instanceof Op.Put put) {
      return of instanceof Op.Put o && o.key().equals(put.key())
          || of instanceof Op.Remove r && r.key().equals(put.key());
    }
    if (op instanceof Op.ListSet set) {
      return of instanceof Op.ListSet o && o.element().equals(set.element());
    }
    if (op instanceof Op.Dismiss dismiss) {
      return dismiss.element() == null
          ? of instanceof Op.Put p && p.key().equals(dismiss.key())
              || of instanceof Op.Remove r && r.key().equals(dismiss.key())
          : of instanceof Op.ListSet o && o.element().equals(dismiss.element());
    }
    return op instanceof Op.Add add
        && (of instanceof Op.Discard o && o.element().equals(add.element())
            || of instanceof Op.Add a && a.element().equals(add.element()));
  }

  private boolean isAlike(Change change, OpId id, Op other) {
    Op op = opAt(change, id);
    if (other instanceof Op.Add) {
      return op instanceof Op.Add;
    }
    if (other instanceof Op.Dismiss dismiss) {
      return op instanceof Op.Dismiss was && stand(dismiss.seen(), was.seen());
    }
    Value value = value(op, change, id);
    return value != null
        && (other instanceof Op.Put put && put.value().equals(value)
            || other instanceof Op.ListSet set && set.value().equals(value));
  }

  /** Whether each of some puts is one of others, or was made anew for it. */
  private boolean stand(List<OpId> puts, List<OpId> originals) {
    return puts.stream().allMatch(put -> isForAny(put, originals));
  }

  /** The value that an op of a change puts under an id. */
  private static @Nullable Value value(@Nullable Op op, Change change, OpId id) {
    if (op instanceof Op.Put put) {
      return put.value();
    }
    if (op instanceof Op.ListSet set) {
      return set.value();
    }
    return op instanceof Op.ListInsert insert
        ? insert.values().get((int) (id.seq() - firstOf(op, change)))
        : null;
  }

  private static long firstOf(Op op, Change change) {
    long seq = change.from();
    for (Op at : change.ops()) {
      if (at == op) {
        return seq;
      }
      seq += at.atoms();
    }
    throw new IllegalStateException("an op that is not of the change");
  }

  /** The op that has taken an id. */
  private static @Nullable Op opAt(Change change, OpId id) {
    long seq = change.from();
    for (Op op : change.ops()) {
      if (id.seq() < seq + op.atoms()) {
        return op;
      }
      seq += op.atoms();
    }
    return null;
  }
}
