package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Comments;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.proto.ChangeCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/*
 * Implementation notes.
 *
 * On disk the first transaction of a row is a change of its own (it holds document, causes, author),
 * and every further one adds only its ops, under its own first number. Both are read back after a
 * crash and frozen before anything else happens.
 */
/**
 * Consecutive transactions of one author on one document that are not frozen yet.
 *
 * <p>Used under the commit lock only. At most one per space, because the numbers of a line are
 * given out in order.
 */
final class OpenRow {
  private static final byte FIRST = 0;
  private static final byte MORE = 1;

  private final Change first;
  private final List<Op> ops;
  private final List<Long> keys = new ArrayList<>();
  private final long openedAtMillis;
  private long atoms;
  private long operations;
  private long bytes;

  /** Whether it holds comments only; nothing else joins then, so that everybody can see it. */
  private final boolean comments;

  private OpenRow(Change first, long openedAtMillis) {
    this.first = first;
    this.ops = new ArrayList<>(first.ops());
    this.keys.add(first.from());
    this.openedAtMillis = openedAtMillis;
    this.comments = Comments.only(first.ops());
    this.atoms = first.to() - first.from() + 1;
    this.operations = Parts.operations(first.ops());
    this.bytes = ChangeCodec.estimateBytes(first.ops());
  }

  /** Opens a row with the ops of one transaction. */
  static OpenRow open(Change first, long openedAtMillis) {
    return new OpenRow(first, openedAtMillis);
  }

  /** The row that a crash left, from its rows on disk. */
  static OpenRow read(ReplicaId replica, Map<Long, byte[]> rows) {
    OpenRow row = null;
    for (Map.Entry<Long, byte[]> entry : rows.entrySet()) {
      byte[] rest = Arrays.copyOfRange(entry.getValue(), 1, entry.getValue().length);
      if (entry.getValue()[0] == FIRST) {
        row = open(ChangeCodec.decode(replica, rest), 0);
      } else if (row != null) {
        row.extend(entry.getKey(), ChangeCodec.decodeOps(replica, entry.getKey(), rest));
      }
    }
    if (row == null) {
      throw new IllegalStateException("open rows without a first one: " + rows.keySet());
    }
    return row;
  }

  static byte[] firstBytes(Change first) {
    byte[] change = ChangeCodec.encode(first, ChangeCodec.Header.of(first.from(), first.to()));
    return ByteBuffer.allocate(1 + change.length).put(FIRST).put(change).array();
  }

  static byte[] moreBytes(ReplicaId replica, long from, List<Op> ops) {
    byte[] rows = ChangeCodec.encodeOps(replica, from, ops);
    return ByteBuffer.allocate(1 + rows.length).put(MORE).put(rows).array();
  }

  /** Whether a transaction may still join. */
  boolean takes(
      String document,
      String author,
      String message,
      SchemaNumbers schema,
      long lamport,
      List<Op> more) {
    return first.document().equals(document)
        && first.author().equals(author)
        && first.message().equals(message)
        && first.schema().equals(schema)
        && first.lamport() + atoms == lamport
        && comments == Comments.only(more)
        && operations + Parts.operations(more) <= Limits.MAX_OPS_PER_CHANGE
        && bytes + ChangeCodec.estimateBytes(more) <= dev.rejoin.proto.Limits.FREEZE_BYTES;
  }

  void extend(long from, List<Op> more) {
    ops.addAll(more);
    keys.add(from);
    operations += Parts.operations(more);
    bytes += ChangeCodec.estimateBytes(more);
    more.forEach(op -> atoms += op.atoms());
  }

  /** The row as one change; dependencies and Lamport time were fixed when it was opened. */
  Change freeze() {
    return new Change(
        first.replica(),
        first.from(),
        first.from() + atoms - 1,
        first.document(),
        first.previous(),
        first.deps(),
        first.lamport(),
        first.timeMillis(),
        first.author(),
        first.message(),
        false,
        ops,
        first.schema());
  }

  String document() {
    return first.document();
  }

  Heads deps() {
    return first.deps();
  }

  /** The last number that the row has taken. */
  long to() {
    return first.from() + atoms - 1;
  }

  long openedAtMillis() {
    return openedAtMillis;
  }

  List<Long> keys() {
    return keys;
  }
}
