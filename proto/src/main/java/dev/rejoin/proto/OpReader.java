package dev.rejoin.proto;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.v1.Annotate;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Dismiss;
import dev.rejoin.proto.v1.Mark;
import dev.rejoin.proto.v1.NodeOperand;
import dev.rejoin.proto.v1.Operand;
import dev.rejoin.proto.v1.Values;
import dev.rejoin.proto.v1.Withdraw;
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
  private final boolean bundled;
  private int operations;

  /** How many values the rows inserted into lists. */
  private long values;

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
    this.bundled = bundled;
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
    values = 0;
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
    boolean run =
        kind == Body.Row.INSERT || kind == Body.Row.DELETE_RUN || kind == Body.Row.LIST_INSERT;
    if (!run && takes != 1) {
      throw ProtocolException.malformed(
          "a row of kind " + kind + " takes one number, not " + takes);
    }
    switch (kind) {
      case CREATE_NODE, MOVE_NODE, DELETE_NODE, REKEY_NODE -> readNode(kind, of, payload);
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
      case LIST_INSERT -> readListInsert(of, takes, entry, payload);
      case LIST_MOVE -> {
        OpId element = references.next();
        OpId parent = parent(entry);
        add(of == null ? unknown(kind, 1) : new Op.ListMove(of, element, parent, side(entry)));
      }
      case LIST_SET -> {
        OpId element = references.next();
        readListSet(of, element, references.next(entry), payload);
      }
      case MARK -> {
        Mark mark = parse(Mark.parser(), payload, kind);
        Op op = of == null ? null : MarkOperands.mark(of, mark, dictionary);
        add(op == null ? unknown(kind, 1) : op);
      }
      case WITHDRAW -> {
        Withdraw withdraw = parse(Withdraw.parser(), payload, kind);
        add(of == null ? unknown(kind, 1) : MarkOperands.withdraw(of, withdraw, dictionary));
      }
      case ANNOTATE -> {
        Annotate annotate = parse(Annotate.parser(), payload, kind);
        add(of == null ? unknown(kind, 1) : MarkOperands.annotate(of, annotate, dictionary));
      }
      case DISMISS -> {
        Dismiss dismiss = parse(Dismiss.parser(), payload, kind);
        Op op = DismissOperands.read(of, dismiss, dictionary);
        add(op == null ? unknown(kind, 1) : op);
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
    OpId parent = parent(side);
    String run = text.substring(textUsed, end);
    textUsed = end;
    references.inserted(seq + takes - 1);
    add(of == null ? unknown(Body.Row.INSERT, takes) : new Op.Insert(of, parent, side(side), run));
  }

  /** What a run or slot hangs on, by the entry in the column of details. */
  private @Nullable OpId parent(int detail) {
    if (detail > OpWriter.START) {
      throw ProtocolException.malformed("side " + detail + " of an insertion");
    }
    return detail == OpWriter.START ? null : references.next();
  }

  private static Side side(int detail) {
    return detail == OpWriter.LEFT ? Side.LEFT : Side.RIGHT;
  }

  private void readListInsert(@Nullable ContainerId of, int takes, int side, int payload) {
    OpId parent = parent(side);
    int size = payloadUsed - payload;
    values += takes;
    if (size > Limits.MAX_BODY_BYTES || bundled && values > Limits.MAX_BUNDLE_VALUES) {
      throw ProtocolException.malformed("more values than the limit");
    }
    int start = input.payload.start() + payload;
    Values parsed = Parsing.parse(Values.parser(), input.payload.source(), start, size, "values");
    if (parsed.getValueCount() != takes) {
      throw ProtocolException.malformed(
          parsed.getValueCount() + " values in a row that takes " + takes + " numbers");
    }
    List<Value> read = new ArrayList<>(takes);
    for (Operand operand : parsed.getValueList()) {
      Value value = Operands.value(operand, dictionary);
      if (value != null) {
        read.add(value);
      }
    }
    references.inserted(seq + takes - 1);
    boolean known = of != null && read.size() == takes;
    add(
        known
            ? new Op.ListInsert(of, parent, side(side), read)
            : unknown(Body.Row.LIST_INSERT, takes));
  }

  private void readListSet(@Nullable ContainerId of, OpId element, List<OpId> seen, int payload) {
    Value value = Operands.value(parse(Operand.parser(), payload, Body.Row.LIST_SET), dictionary);
    boolean known = of != null && value != null;
    add(known ? new Op.ListSet(of, element, value, seen) : unknown(Body.Row.LIST_SET, 1));
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
    Operand operand = parse(Operand.parser(), payload, kind);
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

  private void readNode(Body.Row kind, @Nullable ContainerId of, int payload) {
    NodeOperand operand = parse(NodeOperand.parser(), payload, kind);
    add(of == null ? unknown(kind, 1) : NodeOperands.read(kind, of, operand, dictionary));
  }

  /** Reads the part of the payload that began there. */
  private <M extends MessageLite> M parse(Parser<M> parser, int payload, Body.Row kind) {
    int size = payloadUsed - payload;
    int start = input.payload.start() + payload;
    return Parsing.parse(parser, input.payload.source(), start, size, "operand of " + kind);
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
