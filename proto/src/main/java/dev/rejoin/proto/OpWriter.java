package dev.rejoin.proto;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Values;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns ops into rows: joins what continues, and fills the columns. */
final class OpWriter {
  static final int RIGHT = 0;
  static final int LEFT = 1;
  static final int START = 2;
  static final int DOWN = 0;
  static final int UP = 1;

  /** Kinds below are in the specification; a reader that knows them not cannot write them. */
  static final int FIRST_NEW_KIND = 32;

  /** Positions of more replicas are rare, so their memory is not kept. */
  private static final int KEPT = 256;

  private final WriteDictionary dictionary;
  private final BodyWriter body;
  private final BodyColumns columns;

  /** Whether all changes of a bundle go into the same columns. */
  private final boolean bundled;

  private long[] positions = new long[4];
  private ReplicaId own = new ReplicaId(0, 0);
  private int container;
  private long seq;
  private long values;

  OpWriter(WriteDictionary dictionary, BodyWriter body, boolean bundled) {
    this.dictionary = dictionary;
    this.body = body;
    this.columns = body.columns;
    this.bundled = bundled;
  }

  /** Begins other columns; the dictionary is at its beginning. */
  void start() {
    container = 0;
    values = 0;
    positions = positions.length > KEPT ? new long[4] : positions;
    Arrays.fill(positions, 0);
  }

  /** Writes the rows of a change. */
  void write(ReplicaId replica, long from, List<Op> ops) {
    checkCount(ops);
    own = replica;
    seq = from;
    int before = columns.refSeq.size();
    for (int i = 0; i < ops.size(); ) {
      if (!bundled) {
        positions[0] = seq - 1;
      }
      i = writeRow(ops, i);
    }
    int references = columns.refSeq.size() - before;
    if (references > Limits.MAX_REFERENCES) {
      throw new RejoinException(
          ErrorCode.CHANGE_TOO_LARGE,
          "a change names at most " + Limits.MAX_REFERENCES + " ids, not " + references);
    }
  }

  /** Leaves away what readers add themselves. */
  void finish() {
    columns.atoms.trim();
    columns.container.trim();
    columns.refReplica.trim();
    columns.detail.trim();
    columns.payloadLength.trim();
    columns.number.trim();
    if (!bundled) {
      columns.refSeq.trim();
    }
  }

  private static void checkCount(List<Op> ops) {
    long operations = 0;
    for (Op op : ops) {
      operations += op.operations();
    }
    if (operations > dev.rejoin.crdt.Limits.MAX_OPS_PER_CHANGE) {
      throw new RejoinException(
          ErrorCode.CHANGE_TOO_LARGE,
          "a change has at most "
              + dev.rejoin.crdt.Limits.MAX_OPS_PER_CHANGE
              + " ops, not "
              + operations);
    }
  }

  /** Writes the row that begins with op number {@code i}; returns the first op after it. */
  private int writeRow(List<Op> ops, int i) {
    Op op = ops.get(i);
    if (op instanceof Op.Insert insert) {
      return writeInsert(insert, ops, i);
    }
    DeleteJoin run = DeleteJoin.of(op);
    if (run != null) {
      return writeDeletes(run, ops, i);
    }
    if (op instanceof Op.Delete delete) {
      writeDelete(delete);
    } else if (op instanceof Op.Revive revive) {
      row(Body.Row.REVIVE, 1, revive.container(), 0);
      reference(revive.delete());
    } else if (op instanceof Op.ListInsert insert) {
      writeListInsert(insert);
    } else if (op instanceof Op.ListMove move) {
      row(Body.Row.LIST_MOVE, 1, move.container(), side(move.parent(), move.side()));
      reference(move.element());
      referenceParent(move.parent());
    } else if (op instanceof Op.ListSet set) {
      writeListSet(set);
    } else if (op instanceof Op.Put put) {
      writeOperand(Body.Row.PUT, put.container(), put.key(), put.value(), put.seen());
    } else if (op instanceof Op.Remove remove) {
      writeOperand(Body.Row.REMOVE, remove.container(), remove.key(), null, remove.seen());
    } else if (op instanceof Op.Add add) {
      writeOperand(Body.Row.ADD, add.container(), "", add.element(), add.seen());
    } else if (op instanceof Op.Discard discard) {
      writeOperand(Body.Row.DISCARD, discard.container(), "", discard.element(), discard.seen());
    } else if (op instanceof Op.Increment increment) {
      row(Body.Row.INCREMENT, 1, increment.container(), 0);
      columns.number.add(Fields.zigZag(increment.amount()));
    } else if (op instanceof Op.Undoes undoes) {
      int more = undoes.changes().size() - 1;
      row(Body.Row.UNDOES.getNumber(), 1, container, more, Fields.NO_BYTES);
      undoes.changes().forEach(this::reference);
    } else if (op instanceof Op.Mark mark) {
      row(Body.Row.MARK, mark.container(), MarkOperands.write(mark, dictionary));
    } else if (op instanceof Op.Withdraw withdraw) {
      row(Body.Row.WITHDRAW, withdraw.container(), MarkOperands.write(withdraw, dictionary));
    } else if (op instanceof Op.Annotate annotate) {
      row(Body.Row.ANNOTATE, annotate.container(), MarkOperands.write(annotate, dictionary));
    } else if (op instanceof Op.Dismiss dismiss) {
      row(Body.Row.DISMISS, dismiss.container(), DismissOperands.write(dismiss, dictionary));
    } else if (op instanceof Op.Unknown unknown) {
      writeUnknown(unknown);
    } else {
      writeNode(op);
    }
    return i + 1;
  }

  private int writeInsert(Op.Insert first, List<Op> ops, int i) {
    body.text.addText(first.text(), 0);
    int length = first.text().length();
    int next = i + 1;
    while (next < ops.size()
        && ops.get(next) instanceof Op.Insert more
        && continues(first, more, seq + length - 1)
        && length + more.text().length() <= dev.rejoin.crdt.Limits.MAX_RUN_LENGTH) {
      body.text.addText(more.text(), length);
      length += more.text().length();
      next++;
    }
    body.text.endText(length);
    OpId parent = first.parent();
    row(Body.Row.INSERT, length, first.container(), side(parent, first.side()));
    referenceParent(parent);
    if (bundled) {
      moveTo(own, seq - 1);
    }
    return next;
  }

  private static int side(@Nullable OpId parent, Side side) {
    return parent == null ? START : side == Side.LEFT ? LEFT : RIGHT;
  }

  private void referenceParent(@Nullable OpId parent) {
    if (parent != null) {
      reference(parent);
    }
  }

  private void writeListInsert(Op.ListInsert insert) {
    Values.Builder all = Values.newBuilder();
    for (Value value : insert.values()) {
      all.addValue(Operands.operand("", value, dictionary));
    }
    values += insert.atoms();
    byte[] payload = all.build().toByteArray();
    int side = side(insert.parent(), insert.side());
    int where = dictionary.index(insert.container());
    row(Body.Row.LIST_INSERT.getNumber(), insert.atoms(), where, side, payload);
    referenceParent(insert.parent());
    if (bundled) {
      moveTo(own, seq - 1);
    }
  }

  private void writeListSet(Op.ListSet set) {
    byte[] operand = Operands.write("", set.value(), dictionary);
    int where = dictionary.index(set.container());
    row(Body.Row.LIST_SET.getNumber(), 1, where, set.seen().size(), operand);
    reference(set.element());
    set.seen().forEach(this::reference);
  }

  /** How many values were inserted into lists since the columns began. */
  long values() {
    return values;
  }

  private boolean continues(Op.Insert first, Op.Insert more, long last) {
    OpId parent = more.parent();
    return more.side() == Side.RIGHT
        && parent != null
        && parent.seq() == last
        && parent.replica().equals(own)
        && more.container().equals(first.container());
  }

  private void writeDelete(Op.Delete delete) {
    row(Body.Row.DELETE, 1, delete.container(), delete.targets().size() - 1L);
    for (IdRange range : delete.targets()) {
      reference(range.first());
      columns.number.add(Fields.zigZag(range.size() - 1));
      moveTo(range.replica(), range.to());
    }
  }

  /** Writes deletes of one atom each that continue each other; returns the first op after them. */
  private int writeDeletes(DeleteJoin run, List<Op> ops, int i) {
    int next = i + 1;
    while (next < ops.size() && run.join(ops.get(next))) {
      next++;
    }
    OpId first = run.first();
    if (run.count() == 1) {
      row(Body.Row.DELETE, 1, run.container(), 0);
      reference(first);
      columns.number.add(0);
    } else {
      row(Body.Row.DELETE_RUN, run.count(), run.container(), run.step() > 0 ? UP : DOWN);
      reference(first);
      moveTo(first.replica(), run.last());
    }
    return next;
  }

  private void writeOperand(
      Body.Row kind, ContainerId container, String key, @Nullable Value value, List<OpId> seen) {
    Texts.checkField(key, 0, dev.rejoin.crdt.Limits.MAX_KEY_BYTES, "a key");
    byte[] operand = Operands.write(key, value, dictionary);
    row(kind.getNumber(), 1, dictionary.index(container), seen.size(), operand);
    seen.forEach(this::reference);
  }

  private void writeNode(Op op) {
    Body.Row kind = NodeOperands.kind(op);
    ContainerId where = op.container();
    if (kind == null || where == null) {
      throw new IllegalArgumentException("no row for an op " + op);
    }
    byte[] operand = NodeOperands.write(op, dictionary);
    row(kind.getNumber(), 1, dictionary.index(where), 0, operand);
  }

  private void writeUnknown(Op.Unknown unknown) {
    if (unknown.kind() < FIRST_NEW_KIND || Body.Row.forNumber(unknown.kind()) != null) {
      throw new IllegalArgumentException(
          "an op of the unknown kind "
              + unknown.kind()
              + " lost its operands when it was read;"
              + " relay the bytes instead");
    }
    row(unknown.kind(), unknown.atoms(), container, 0, Fields.NO_BYTES);
  }

  private void row(Body.Row kind, int takes, ContainerId of, long detailEntry) {
    row(kind.getNumber(), takes, dictionary.index(of), detailEntry, Fields.NO_BYTES);
  }

  private void row(Body.Row kind, ContainerId of, byte[] operand) {
    row(kind.getNumber(), 1, dictionary.index(of), 0, operand);
  }

  private void row(int kind, int takes, int containerIndex, long detailEntry, byte[] operand) {
    columns.kind.add(kind);
    columns.atoms.add(takes - 1L);
    columns.container.add(containerIndex == container ? 0 : containerIndex + 1L);
    container = containerIndex;
    columns.detail.add(detailEntry);
    columns.payloadLength.add(operand.length);
    body.payload.add(operand);
    seq += takes;
  }

  private void reference(OpId id) {
    int index = position(id.replica());
    int named = id.replica().equals(own) ? 0 : index + 1;
    columns.refReplica.add(bundled ? named : index);
    columns.refSeq.add(Fields.zigZag(id.seq() - positions[index]));
    positions[index] = id.seq();
  }

  private void moveTo(ReplicaId replica, long last) {
    int index = position(replica);
    positions[index] = last;
  }

  /** The index of the position of a replica. */
  private int position(ReplicaId replica) {
    int index = dictionary.index(replica);
    if (index >= positions.length) {
      positions = Arrays.copyOf(positions, Math.max(index + 1, 2 * positions.length));
    }
    return index;
  }
}
