package dev.rejoin.proto;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes of one atom each that continue each other, joined into one run while ops come. */
final class DeleteJoin {
  private final ContainerId container;
  private final OpId first;
  private int count;

  /** 0 while one atom leaves both directions open. */
  private int step;

  private DeleteJoin(ContainerId container, OpId first, int count, int step) {
    this.container = container;
    this.first = first;
    this.count = count;
    this.step = count == 1 ? 0 : step;
  }

  /** The run that begins with this op, or null if it is no delete of single atoms. */
  static @Nullable DeleteJoin of(Op op) {
    if (op instanceof Op.DeleteRun run) {
      return new DeleteJoin(run.container(), run.first(), run.count(), run.step());
    }
    if (op instanceof Op.Delete delete) {
      List<IdRange> targets = delete.targets();
      if (targets.size() == 1 && targets.get(0).size() == 1) {
        return new DeleteJoin(delete.container(), targets.get(0).first(), 1, 0);
      }
    }
    return null;
  }

  /** Takes the op in if it goes on where the run ends, in the same direction. */
  boolean join(Op op) {
    DeleteJoin more = of(op);
    if (more == null || !more.container.equals(container)) {
      return false;
    }
    long moved = more.first.seq() - last();
    boolean continues =
        more.first.replica().equals(first.replica())
            && (moved == 1 || moved == -1)
            && (step == 0 || step == moved)
            && (more.step == 0 || more.step == moved);
    if (continues) {
      count += more.count;
      step = (int) moved;
    }
    return continues;
  }

  ContainerId container() {
    return container;
  }

  OpId first() {
    return first;
  }

  int count() {
    return count;
  }

  /** -1 or 1, or 0 for a single atom. */
  int step() {
    return step;
  }

  /** The number of the last target. */
  long last() {
    return first.seq() + (long) step * (count - 1);
  }
}
