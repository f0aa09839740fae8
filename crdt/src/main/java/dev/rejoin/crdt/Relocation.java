package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same edits under other numbers: moves every id of one replica from a number on by a distance.
 *
 * <p>A transaction guesses its first number when it begins; if another document of the space takes
 * those numbers meanwhile, everything that names its own atoms is rewritten.
 */
record Relocation(ReplicaId replica, long from, long distance) {
  /** Adds the moved op to {@code moved}; as two if it is a run that the border cuts. */
  void move(Op op, List<Op> moved) {
    if (op instanceof Op.DeleteRun run) {
      move(run, moved);
    } else {
      moved.add(op(op));
    }
  }

  private void move(Op.DeleteRun run, List<Op> moved) {
    ContainerId where = container(run.container());
    OpId first = run.first();
    int before = sameSide(first, run);
    moved.add(new Op.DeleteRun(where, id(first), before, run.step()));
    if (before < run.count()) {
      OpId next = run.target(before);
      moved.add(new Op.DeleteRun(where, id(next), run.count() - before, run.step()));
    }
  }

  /** How many targets from the first on lie on the same side of the border as the first. */
  private int sameSide(OpId first, Op.DeleteRun run) {
    long toBorder = run.step() > 0 ? from - first.seq() : first.seq() - from + 1;
    boolean cut = first.replica().equals(replica) && toBorder > 0 && toBorder < run.count();
    return cut ? (int) toBorder : run.count();
  }

  private Op op(Op op) {
    if (op instanceof Op.Insert o) {
      return new Op.Insert(container(o.container()), parent(o.parent()), o.side(), o.text());
    }
    if (op instanceof Op.Delete o) {
      return new Op.Delete(container(o.container()), ranges(o.targets()));
    }
    if (op instanceof Op.Revive o) {
      return new Op.Revive(container(o.container()), id(o.delete()));
    }
    if (op instanceof Op.ListInsert o) {
      List<Value> values = o.values().stream().map(this::value).toList();
      return new Op.ListInsert(container(o.container()), parent(o.parent()), o.side(), values);
    }
    if (op instanceof Op.ListMove o) {
      ContainerId where = container(o.container());
      return new Op.ListMove(where, id(o.element()), parent(o.parent()), o.side());
    }
    if (op instanceof Op.ListSet o) {
      ContainerId where = container(o.container());
      return new Op.ListSet(where, id(o.element()), value(o.value()), ids(o.seen()));
    }
    if (op instanceof Op.Mark o) {
      return new Op.Mark(
          container(o.container()),
          o.key(),
          o.value(),
          anchor(o.start()),
          anchor(o.end()),
          o.overlapping());
    }
    if (op instanceof Op.Annotate o) {
      return new Op.Annotate(
          container(o.container()),
          parent(o.annotation()),
          anchor(o.start()),
          anchor(o.end()),
          o.quote());
    }
    if (op instanceof Op.Withdraw o) {
      return new Op.Withdraw(container(o.container()), id(o.mark()));
    }
    if (op instanceof Op.Put o) {
      return new Op.Put(container(o.container()), o.key(), value(o.value()), ids(o.seen()));
    }
    if (op instanceof Op.Remove o) {
      return new Op.Remove(container(o.container()), o.key(), ids(o.seen()));
    }
    if (op instanceof Op.Dismiss o) {
      ContainerId where = container(o.container());
      return new Op.Dismiss(where, o.key(), parent(o.element()), ids(o.seen()), ids(o.recalled()));
    }
    if (op instanceof Op.Add o) {
      return new Op.Add(container(o.container()), o.element(), ids(o.seen()));
    }
    if (op instanceof Op.Discard o) {
      return new Op.Discard(container(o.container()), o.element(), ids(o.seen()));
    }
    if (op instanceof Op.Increment o) {
      return new Op.Increment(container(o.container()), o.amount());
    }
    return treeOp(op);
  }

  private Op treeOp(Op op) {
    if (op instanceof Op.CreateNode o) {
      return new Op.CreateNode(container(o.container()), parent(o.parent()), o.position());
    }
    if (op instanceof Op.MoveNode o) {
      return new Op.MoveNode(
          container(o.container()), id(o.node()), parent(o.parent()), o.position());
    }
    if (op instanceof Op.DeleteNode o) {
      return new Op.DeleteNode(container(o.container()), id(o.node()));
    }
    if (op instanceof Op.RekeyNode o) {
      return new Op.RekeyNode(container(o.container()), id(o.move()), o.position());
    }
    return op;
  }

  private @Nullable OpId parent(@Nullable OpId parent) {
    return parent == null ? null : id(parent);
  }

  private OpId id(OpId id) {
    return moves(id.replica(), id.seq()) ? id.plus(distance) : id;
  }

  private Anchor anchor(Anchor anchor) {
    OpId atom = anchor.atom();
    return atom == null ? anchor : new Anchor(id(atom), anchor.bias());
  }

  private boolean moves(ReplicaId of, long seq) {
    return seq >= from && of.equals(replica);
  }

  private List<OpId> ids(List<OpId> ids) {
    return ids.stream().map(this::id).toList();
  }

  private List<IdRange> ranges(List<IdRange> ranges) {
    List<IdRange> moved = new ArrayList<>();
    for (IdRange range : ranges) {
      if (!moves(range.replica(), range.to())) {
        moved.add(range);
        continue;
      }
      if (range.from() < from) {
        moved.add(new IdRange(replica, range.from(), from - 1));
      }
      long first = Math.max(range.from(), from);
      moved.add(new IdRange(replica, first + distance, range.to() + distance));
    }
    return moved;
  }

  private Value value(Value value) {
    return value instanceof Value.Nested nested
        ? new Value.Nested(nested.kind(), ids(nested.generation()))
        : value;
  }

  private ContainerId container(ContainerId id) {
    if (id instanceof ContainerId.Child child) {
      return new ContainerId.Child(
          container(child.parent()), child.key(), child.kind(), ids(child.generation()));
    }
    if (id instanceof ContainerId.Element holder) {
      return new ContainerId.Element(
          container(holder.parent()), id(holder.element()), holder.kind());
    }
    if (id instanceof ContainerId.Beside beside) {
      return new ContainerId.Beside(container(beside.parent()), beside.kind());
    }
    return id;
  }
}
