package dev.rejoin.crdt;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A tree in a snapshot: its whole log, oldest first.
 *
 * <p>For each op: kind (1 create, 2 move, 3 delete, 4 rekey), id, Lamport time minus that of the op
 * before, what it refers to, and the position as its length and bytes. Refers: a creation to the
 * parent, a move to node and parent, a delete to the node, a rekey to the move it is about. A
 * reference is how many ops before this one the named one is in the log; for a parent, 0 is the
 * top.
 */
final class TreeSnapshot {
  private static final int CREATE = 1;
  private static final int MOVE = 2;
  private static final int DELETE = 3;
  private static final int REKEY = 4;

  private TreeSnapshot() {}

  static void write(TreeState tree, SnapshotWriter out) {
    tree.refresh();
    TreeLog log = tree.log();
    int size = log.size();
    int[] ranks = new int[size];
    for (int at = 0; at < size; at++) {
      ranks[log.inOrder(at)] = at;
    }
    out.number(size);
    long lamport = 0;
    for (int at = 0; at < size; at++) {
      int op = log.inOrder(at);
      out.number(kind(log, op));
      out.id(log.id(op));
      out.number(log.lamport(op) - lamport);
      lamport = log.lamport(op);
      writeReferences(log, op, ranks, out);
      FractionalIndex position = log.positionOf(op);
      if (position != null) {
        out.bytes(position.bytes());
      }
    }
  }

  private static void writeReferences(TreeLog log, int op, int[] ranks, SnapshotWriter out) {
    int kind = kind(log, op);
    int parent = log.parentOf(op);
    if (kind == REKEY) {
      out.number(ranks[op] - ranks[log.rekeyedBy(op)]);
      return;
    }
    if (kind != CREATE) {
      out.number(ranks[op] - ranks[log.nodeOf(op)]);
    }
    if (kind != DELETE) {
      out.number(parent == TreeLog.TOP ? 0 : ranks[op] - ranks[parent]);
    }
  }

  private static int kind(TreeLog log, int op) {
    if (log.rekeyedBy(op) >= 0) {
      return REKEY;
    }
    if (log.nodeOf(op) == op) {
      return CREATE;
    }
    return log.parentOf(op) == TreeLog.TRASH ? DELETE : MOVE;
  }

  /** Reads what {@link #write} wrote. */
  static TreeState read(SnapshotReader in) {
    TreeState tree = new TreeState();
    TreeLog log = tree.log();
    TreeMap<ReplicaId, Long> ends = new TreeMap<>();
    int count = in.count();
    long lamport = 0;
    OpId last = null;
    for (int at = 0; at < count; at++) {
      int kind = in.choice(REKEY);
      OpId id = in.id();
      long more = in.number();
      in.check(more >= 0 && more <= Limits.MAX_SEQ - lamport, "a Lamport time beyond the highest");
      lamport += more;
      in.check(isAfter(id, more, last), "moves out of order");
      Long end = ends.put(id.replica(), id.seq());
      in.check(end == null || end < id.seq(), "a line out of order");
      last = id;
      readOp(kind, id, lamport, log, in);
    }
    tree.forgetTouched();
    return tree;
  }

  private static boolean isAfter(OpId id, long more, @Nullable OpId last) {
    return last == null ? more > 0 : more > 0 || last.compareTo(id) < 0;
  }

  private static void readOp(int kind, OpId id, long lamport, TreeLog log, SnapshotReader in) {
    int at = log.size();
    switch (kind) {
      case CREATE -> log.create(id, lamport, parent(log, at, in), position(in));
      case MOVE -> {
        int node = node(log, at, in);
        log.move(id, lamport, node, parent(log, at, in), position(in));
      }
      case DELETE -> log.move(id, lamport, node(log, at, in), TreeLog.TRASH, null);
      case REKEY -> {
        int move = at - in.choice(at);
        in.check(move < at && log.parentOf(move) != TreeLog.TRASH, "a rekey of no move");
        log.rekey(id, lamport, move, position(in));
      }
      default -> throw in.damaged("unknown kind " + kind + " of move");
    }
  }

  private static int node(TreeLog log, int at, SnapshotReader in) {
    int node = at - in.choice(at);
    in.check(node < at && log.nodeOf(node) == node, "a move of no node");
    return node;
  }

  private static int parent(TreeLog log, int at, SnapshotReader in) {
    int back = in.choice(at);
    if (back == 0) {
      return TreeLog.TOP;
    }
    in.check(log.nodeOf(at - back) == at - back, "a parent that is no node");
    return at - back;
  }

  private static FractionalIndex position(SnapshotReader in) {
    return FractionalIndex.of(in.bytes());
  }
}
