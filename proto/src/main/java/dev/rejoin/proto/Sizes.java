package dev.rejoin.proto;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FractionalIndex;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Quote;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bounds of encoded sizes from above, without encoding; every varint counts at its longest. */
final class Sizes {
  /** Kind, atoms, container, detail and length of payload. */
  private static final int ROW = 1 + 3 + 3 + 3 + 3;

  /** An unknown kind and its atoms may be five digits each. */
  private static final int UNKNOWN_ROW = ROW + 4 + 2;

  /** Index and difference. */
  private static final int REFERENCE = 3 + 7;

  private static final int NUMBER = 10;

  /** Tag and length of a field. */
  private static final int FIELD = 1 + 3;

  private final Set<ReplicaId> replicas = new HashSet<>();
  private final Set<ContainerId> containers = new HashSet<>();
  private long bytes;

  private Sizes() {}

  static int estimate(List<Op> ops) {
    Sizes sizes = new Sizes();
    for (Op op : ops) {
      sizes.add(op);
    }
    return (int) Math.min(sizes.bytes, Integer.MAX_VALUE);
  }

  private void add(Op op) {
    bytes += op instanceof Op.Unknown ? UNKNOWN_ROW : ROW;
    ContainerId container = op.container();
    if (container != null) {
      add(container);
    }
    if (op instanceof Op.Insert insert) {
      bytes += Texts.utf8Length(insert.text());
      parent(insert.parent());
    } else if (op instanceof Op.Delete delete) {
      for (IdRange range : delete.targets()) {
        reference(range.replica(), NUMBER);
      }
    } else if (op instanceof Op.DeleteRun run) {
      // A run of one is a plain delete when written.
      reference(run.first().replica(), run.count() == 1 ? NUMBER : 0);
    } else if (op instanceof Op.Revive revive) {
      reference(revive.delete().replica(), 0);
    } else if (op instanceof Op.Undoes undoes) {
      undoes.changes().forEach(change -> reference(change.replica(), 0));
    } else if (op instanceof Op.Increment) {
      bytes += NUMBER;
    } else if (op instanceof Op.ListInsert insert) {
      parent(insert.parent());
      insert.values().forEach(value -> operand("", value, List.of()));
    } else if (op instanceof Op.ListMove move) {
      reference(move.element().replica(), 0);
      parent(move.parent());
    } else if (op instanceof Op.ListSet set) {
      reference(set.element().replica(), 0);
      operand("", set.value(), set.seen());
    } else if (op instanceof Op.Mark mark) {
      mark(mark);
    } else if (op instanceof Op.Annotate annotate) {
      annotate(annotate);
    } else if (op instanceof Op.Withdraw withdraw) {
      reference(withdraw.mark().replica(), FIELD);
    } else if (op instanceof Op.Put put) {
      operand(put.key(), put.value(), put.seen());
    } else if (op instanceof Op.Remove remove) {
      operand(remove.key(), null, remove.seen());
    } else if (op instanceof Op.Dismiss dismiss) {
      dismiss(dismiss);
    } else if (op instanceof Op.Add add) {
      operand("", add.element(), add.seen());
    } else if (op instanceof Op.Discard discard) {
      operand("", discard.element(), discard.seen());
    } else {
      node(op);
    }
  }

  private void node(Op op) {
    FractionalIndex position = NodeOperands.position(op);
    bytes += position == null ? 0 : FIELD + position.size();
    for (OpId id : NodeOperands.ids(op)) {
      bytes += FIELD;
      reference(id.replica(), 0);
    }
  }

  private void parent(@Nullable OpId parent) {
    if (parent != null) {
      reference(parent.replica(), 0);
    }
  }

  private void mark(Op.Mark mark) {
    bytes += 5 * FIELD;
    operand(mark.key(), mark.value(), List.of());
    anchor(mark.start());
    anchor(mark.end());
  }

  private void annotate(Op.Annotate annotate) {
    bytes += 6 * FIELD;
    Quote quote = annotate.quote();
    bytes += Texts.utf8Length(quote.exact());
    bytes += Texts.utf8Length(quote.prefix()) + Texts.utf8Length(quote.suffix());
    anchor(annotate.start());
    anchor(annotate.end());
    if (annotate.annotation() != null) {
      reference(annotate.annotation().replica(), FIELD);
    }
  }

  private void dismiss(Op.Dismiss dismiss) {
    bytes += 6 * FIELD + Texts.utf8Length(dismiss.key());
    OpId element = dismiss.element();
    if (element != null) {
      reference(element.replica(), FIELD);
    }
    dismiss.seen().forEach(id -> reference(id.replica(), 0));
    dismiss.recalled().forEach(id -> reference(id.replica(), 0));
  }

  private void anchor(Anchor anchor) {
    bytes += 2;
    if (anchor.atom() != null) {
      reference(anchor.atom().replica(), FIELD);
    }
  }

  private void operand(String key, @Nullable Value value, List<OpId> seen) {
    bytes += FIELD + Texts.utf8Length(key);
    for (OpId id : seen) {
      reference(id.replica(), 0);
    }
    bytes += FIELD;
    if (value instanceof Value.Str str) {
      bytes += Texts.utf8Length(str.text());
    } else if (value instanceof Value.Bytes content) {
      bytes += content.content().length;
    } else if (value instanceof Value.Nested nested) {
      generation(nested.generation());
    } else {
      bytes += NUMBER;
    }
  }

  private void add(ContainerId container) {
    if (!containers.add(container)) {
      return;
    }
    bytes += FIELD + FIELD + 2;
    if (container instanceof ContainerId.Root root) {
      bytes += Texts.utf8Length(root.name());
    } else if (container instanceof ContainerId.Child child) {
      bytes += FIELD + Texts.utf8Length(child.key());
      generation(child.generation());
      add(child.parent());
    } else if (container instanceof ContainerId.Element holder) {
      bytes += 2;
      reference(holder.element().replica(), 0);
      add(holder.parent());
    } else if (container instanceof ContainerId.Beside beside) {
      add(beside.parent());
    }
  }

  private void generation(List<OpId> removes) {
    bytes += 2 * FIELD + 2;
    for (OpId remove : removes) {
      reference(remove.replica(), 0);
    }
  }

  private void reference(ReplicaId replica, int more) {
    bytes += REFERENCE + more;
    if (replicas.add(replica)) {
      bytes += ReplicaId.SIZE_BYTES;
    }
  }
}
