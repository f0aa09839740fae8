package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the ops of consecutive transactions of one replica, and joins those that continue each
 * other: typing becomes one insert, backspacing one run of deletes.
 *
 * <p>The joined ops take the same numbers and have the same effect. Single-threaded; adding is O(1)
 * apart from copying the text.
 */
public final class OpRuns {
  private final ReplicaId replica;
  private final List<Op> done = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Op.@Nullable Insert insert;
  private @Nullable ContainerId deleteFrom;
  private @Nullable OpId target;
  private int deletes;
  private int step;

  /** The number that the next op must have to continue the last one. */
  private long next;

  public OpRuns(ReplicaId replica) {
    this.replica = replica;
  }

  /** Adds an op whose first atom has this number of the replica's line. */
  public void add(long from, Op op) {
    boolean goesOn = from == next;
    next = from + op.atoms();
    if (op instanceof Op.Insert more) {
      if (!goesOn || !continuesInsert(from, more)) {
        flush();
        insert = more;
      }
      text.append(more.text());
    } else if (op instanceof Op.Delete delete && isSingle(delete)) {
      IdRange only = delete.targets().get(0);
      addDelete(goesOn, delete.container(), only.replica(), only.from());
    } else {
      flush();
      done.add(op);
    }
  }

  /** The ops so far, in order; a copy. */
  public List<Op> ops() {
    flush();
    return List.copyOf(done);
  }

  /** How many ops {@link #ops} has at most. */
  public int size() {
    return done.size() + 1;
  }

  /** Forgets everything. */
  public void clear() {
    flush();
    done.clear();
  }

  private boolean continuesInsert(long from, Op.Insert more) {
    Op.Insert first = insert;
    OpId parent = more.parent();
    return first != null
        && parent != null
        && more.side() == Side.RIGHT
        && parent.seq() == from - 1
        && isOwn(parent)
        && isSame(first.container(), more.container())
        && text.length() + more.text().length() <= Limits.MAX_RUN_LENGTH;
  }

  private boolean isOwn(OpId id) {
    return id.replica() == replica || id.replica().equals(replica);
  }

  private static boolean isSame(ContainerId one, ContainerId other) {
    return one == other || one.equals(other);
  }

  private static boolean isSingle(Op.Delete delete) {
    return delete.targets().size() == 1 && delete.targets().get(0).size() == 1;
  }

  private void addDelete(boolean goesOn, ContainerId container, ReplicaId of, long seq) {
    OpId first = target;
    ContainerId where = deleteFrom;
    if (goesOn
        && first != null
        && where != null
        && isSame(where, container)
        && first.replica().equals(of)
        && deletes < Limits.MAX_OPS_PER_CHANGE) {
      long moved =
          deletes == 1 ? seq - first.seq() : seq - first.seq() - (long) step * (deletes - 1);
      if ((moved == 1 || moved == -1) && (deletes == 1 || moved == step)) {
        step = (int) moved;
        deletes++;
        return;
      }
    }
    flush();
    deleteFrom = container;
    target = new OpId(of, seq);
    deletes = 1;
    step = -1;
  }

  private void flush() {
    Op.Insert first = insert;
    if (first != null) {
      boolean whole = first.text().length() == text.length();
      done.add(
          whole
              ? first
              : new Op.Insert(first.container(), first.parent(), first.side(), text.toString()));
      insert = null;
      text.setLength(0);
    }
    OpId deleted = target;
    ContainerId where = deleteFrom;
    if (deleted != null && where != null) {
      done.add(
          deletes > 1
              ? new Op.DeleteRun(where, deleted, deletes, step)
              : new Op.Delete(where, List.of(IdRange.of(deleted))));
      target = null;
      deleteFrom = null;
    }
  }
}
