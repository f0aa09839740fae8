package dev.rejoin.proto;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Operand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into ops.
 *
 * <p>What the records of the data types refuse surfaces as IllegalArgumentException; the caller
 * turns it into the exception of the format.
 */
final class OpReader {
  private static final int MAX_OPS = dev.rejoin.crdt.Limits.MAX_OPS_PER_CHANGE;

  private final RowInput input;
  private final BodyColumns columns;
  private final ReadDictionary dictionary;
  private final References references;
  private final List<Op> ops = new ArrayList<>();
  private int operations;
  private int textUsed;
  private int payloadUsed;
  private int container;
  private long seq;

  /**
   * @param bundled whether the input holds the rows of many changes
   */
  OpReader(ReadDictionary dictionary, RowInput input, boolean bundled) {
    this.input = input;
    this.columns = input.columns;
    this.dictionary = dictionary;
    this.references = new References(dictionary, columns, bundled);
  }

  /** Reads all rows of a body that is parsed and whose dictionary is read. */
  List<Op> readAll(long from) {
    start();
    List<Op> all = read(0, from, columns.kind.size());
    checkUsedUp();
    return all;
  }

  /** Begins another input, whose dictionary is read. */
  void start() {
    references.start();
    textUsed = 0;
    payloadUsed = 0;
    container = 0;
  }

  /** Reads the next rows, which are one change of the replica with this index. */
  List<Op> read(int replica, long first, int rows) {
    if (rows > MAX_OPS) {
      throw ProtocolException.malformed("a change has at most " + MAX_OPS + " rows, not " + rows);
    }
    references.startChange(replica);
    ops.clear();
    operations = 0;
    seq = first;
    for (int row = 0; row < rows; row++) {
      long takes = columns.atoms.nextCount("atoms") + 1L;
      if (seq - first + takes > Limits.MAX_ATOMS_PER_CHANGE) {
        throw ProtocolException.malformed(
            "a change takes at most " + Limits.MAX_ATOMS_PER_CHANGE + " numbers");
      }
      readRow((int) columns.kind.next(), (int) takes);
      seq += takes;
    }
    return ops.size() == 1 ? List.of(ops.get(0)) : List.copyOf(ops);
  }

  private void readRow(int kindNumber, int takes) {
    references.startRow(seq);
    int named = columns.container.nextCount("container");
    container = named == 0 ? container : named - 1;
    int entry = columns.detail.nextCount("detail");
    int payload = payload(columns.payloadLength.nextCount("payload_len"));
    Body.Row kind = Body.Row.forNumber(kindNumber);
    if (kind == null || kind == Body.Row.ROW_UNSPECIFIED) {
      add(new Op.Unknown(kindNumber, takes));
      return;
    }
    if (kind == Body.Row.UNDOES && takes == 1) {
      references.checkRoom(entry);
      add(new Op.Undoes(references.next(entry + 1)));
      return;
    }
    ContainerId of = dictionary.container(container);
    if (kind != Body.Row.INSERT && kind != Body.Row.DELETE_RUN && takes != 1) {
      throw ProtocolException.malformed(
          "a row of kind " + kind + " takes one number, not " + takes);
    }
    switch (kind) {
      case INSERT -> readInsert(of, takes, entry);
      case DELETE -> readDelete(of, entry);
      case DELETE_RUN -> readDeleteRun(of, takes, entry);
      case REVIVE -> {
        OpId delete = references.next();
        add(of == null ? unknown(kind, 1) : new Op.Revive(of, delete));
      }
      case INCREMENT -> {
        long amount = columns.number.next();
        add(of == null ? unknown(kind, 1) : new Op.Increment(of, amount));
      }
      default -> readOperand(kind, of, references.next(entry), payload);
    }
  }

  private void readInsert(@Nullable ContainerId of, int takes, int side) {
    String text = input.text;
    int end = textUsed + takes;
    if (end > text.length()) {
      throw ProtocolException.malformed("less text than the rows need");
    }
    if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
      throw ProtocolException.malformed("a row that ends inside a surrogate pair");
    }
    if (side > OpWriter.START) {
      throw ProtocolException.malformed("side " + side + " of an insertion");
    }
    OpId parent = side == OpWriter.START ? null : references.next();
    Side hangs = side == OpWriter.LEFT ? Side.LEFT : Side.RIGHT;
    String run = text.substring(textUsed, end);
    textUsed = end;
    references.inserted(seq + takes - 1);
    add(of == null ? unknown(Body.Row.INSERT, takes) : new Op.Insert(of, parent, hangs, run));
  }

  private void readDelete(@Nullable ContainerId of, int more) {
    references.checkRoom(more);
    List<IdRange> targets = new ArrayList<>(more + 1);
    for (int i = 0; i <= more; i++) {
      targets.add(references.range(columns.number.next()));
    }
    add(of == null ? unknown(Body.Row.DELETE, 1) : new Op.Delete(of, targets));
  }

  private void readDeleteRun(@Nullable ContainerId of, int takes, int direction) {
    if (direction > OpWriter.UP) {
      throw ProtocolException.malformed("direction " + direction + " of a run of deletes");
    }
    OpId first = references.next();
    int step = direction == OpWriter.UP ? 1 : -1;
    checkRoom(takes);
    operations += takes - 1;
    references.moveTo(first.plus((long) step * (takes - 1)).seq());
    add(
        of == null
            ? unknown(Body.Row.DELETE_RUN, takes)
            : new Op.DeleteRun(of, first, takes, step));
  }

  private void readOperand(Body.Row kind, @Nullable ContainerId of, List<OpId> seen, int payload) {
    int size = payloadUsed - payload;
    int start = input.payload.start() + payload;
    Operand operand =
        Parsing.parse(Operand.parser(), input.payload.source(), start, size, "operand of " + kind);
    String key = Operands.key(operand);
    Value value = Operands.value(operand, dictionary);
    if (of == null || (value == null && kind != Body.Row.REMOVE)) {
      add(unknown(kind, 1));
    } else if (kind == Body.Row.REMOVE) {
      add(new Op.Remove(of, key, seen));
    } else if (kind == Body.Row.PUT) {
      add(new Op.Put(of, key, value, seen));
    } else if (kind == Body.Row.ADD) {
      add(new Op.Add(of, value, seen));
    } else {
      add(new Op.Discard(of, value, seen));
    }
  }

  private static Op unknown(Body.Row kind, int takes) {
    return new Op.Unknown(kind.getNumber(), takes);
  }

  /** Where in the payload the next part begins. */
  private int payload(int length) {
    if (length > input.payload.size() - payloadUsed) {
      throw ProtocolException.malformed("less payload than the rows need");
    }
    int start = payloadUsed;
    payloadUsed += length;
    return start;
  }

  private void add(Op op) {
    checkRoom(1);
    operations++;
    ops.add(op);
  }

  private void checkRoom(int more) {
    if (more > MAX_OPS - operations) {
      throw ProtocolException.malformed("rows that stand for more than " + MAX_OPS + " ops");
    }
  }

  /** Refuses input of which something is left over. */
  void checkUsedUp() {
    columns.atoms.checkUsedUp("atoms");
    columns.container.checkUsedUp("container");
    columns.detail.checkUsedUp("detail");
    columns.payloadLength.checkUsedUp("payload_len");
    columns.number.checkUsedUp("number");
    references.checkUsedUp();
    if (textUsed < input.text.length() || payloadUsed < input.payload.size()) {
      throw ProtocolException.malformed("text or payload that no row uses");
    }
  }
}
