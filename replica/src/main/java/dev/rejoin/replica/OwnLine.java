package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Comments;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.Append;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.Signing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes.
 *
 * All of it happens under the space's commit lock: taking numbers, the one write batch of an edit,
 * freezing. A transaction guessed its first number when it began; if another document took that number
 * meanwhile, it is relocated here, in memory, before anything is written.
 *
 * Freezing needs no document lock, so that any thread can freeze any document's row: what a document
 * must learn of it (the hash of its own change) goes to it through a queue.
 */
/**
 * This replica's own line in one space: gives out numbers and turns transactions into changes.
 *
 * <p>Safe for any thread. Callers of {@link #commit} hold the lock of the document.
 */
final class OwnLine {
  /** A row is frozen at the latest this long after it was opened, counted when it is looked at. */
  static final long MAX_OPEN_MILLIS = 1_000;

  /** Hears of each frozen change with its arrival number, under the commit lock: only enqueues. */
  interface FrozenListener {
    void frozen(Received own, long n);

    /** An empty change was written that no transaction made. */
    void merged(Received own, long n);
  }

  private record Frozen(Received own, long n) {}

  /** What a commit gives back; extended if it joined a row that was open already. */
  record Committed(long from, long to, long write, boolean extended) {}

  private final Store store;
  private final SpaceJournal journal;
  private final Supplier<List<Head>> controlHeads;
  private final FrozenListener onFrozen;
  private final ReplicaId replica;

  /** Guarded by the commit lock. */
  private @Nullable OpenRow open;

  private List<Head> namedControlHeads = List.of();

  /** The next free number; written under the commit lock, read as a guess without it. */
  private volatile long next;

  /** The line as the store holds it; rows that a crash left open are frozen at once. */
  OwnLine(
      Store store,
      SpaceJournal journal,
      Supplier<List<Head>> controlHeads,
      FrozenListener onFrozen) {
    this.store = store;
    this.journal = journal;
    this.controlHeads = controlHeads;
    this.onFrozen = onFrozen;
    this.replica = store.replica();
    journal.lock();
    try {
      Line line = journal.line(replica);
      next = line == null ? 1 : line.to() + 1;
      var rows = journal.openRows();
      if (!rows.isEmpty()) {
        recover(rows);
      }
    } finally {
      journal.unlock();
    }
  }

  private void recover(java.util.SortedMap<Long, byte[]> rows) {
    if (rows.firstKey() != next) {
      throw new RejoinException(
          ErrorCode.STORE_DAMAGED,
          "open edits begin at number " + rows.firstKey() + " where the line goes on at " + next);
    }
    open = OpenRow.read(replica, rows);
    next = open.to() + 1;
    freezeLocked();
  }

  /** The number that a transaction beginning now will most likely get. */
  long guess() {
    return next;
  }

  /**
   * Writes a transaction and takes its numbers.
   *
   * @param previous the document's last own number before the transaction
   * @param heads reads the document's heads, up to date with what was frozen
   * @param schema what the change says about the schema
   */
  Committed commit(
      String document,
      Transaction tx,
      long previous,
      Supplier<Heads> heads,
      String author,
      String message,
      long nowMillis,
      SchemaNumbers schema) {
    journal.lock();
    try {
      OpenRow row = open;
      boolean extend =
          row != null && row.takes(document, author, message, schema, tx.lamport(), tx.ops());
      if (row != null && !extend) {
        freezeLocked();
      }
      if (tx.from() != next) {
        tx.relocate(next);
      }
      long from = next;
      long to = from + tx.atoms() - 1;
      long write;
      if (extend) {
        write = extend(row, from, tx.ops());
      } else {
        Heads deps = heads.get().without(replica);
        Change change =
            new Change(
                replica,
                from,
                to,
                document,
                previous,
                deps,
                tx.lamport(),
                nowMillis,
                author,
                message,
                false,
                tx.ops(),
                schema);
        write = Parts.fitsOne(tx.ops()) ? openRow(change) : appendParts(change);
      }
      next = to + 1;
      return new Committed(from, to, write, extend);
    } finally {
      journal.unlock();
    }
  }

  /**
   * Writes an empty change that joins heads, because a change names at most {@link Limits#MAX_DEPS}
   * of them.
   */
  Received merge(
      String document, long previous, Heads heads, long lamport, String author, long nowMillis) {
    journal.lock();
    try {
      freezeLocked(); // another document may have opened a row since this one was frozen
      return mergeLocked(document, previous, heads, lamport, author, nowMillis);
    } finally {
      journal.unlock();
    }
  }

  private Received mergeLocked(
      String document, long previous, Heads heads, long lamport, String author, long nowMillis) {
    try (Append append = journal.append()) {
      Change merge =
          new Change(
              replica,
              next,
              next,
              document,
              previous,
              heads,
              lamport,
              nowMillis,
              author,
              "",
              false,
              List.of(new Op.Unknown(Op.Unknown.MERGE, 1)));
      Frozen frozen = add(append, merge);
      append.commit();
      next++;
      namedControlHeads = controlHeads.get();
      onFrozen.merged(frozen.own(), frozen.n());
      return frozen.own();
    }
  }

  private long extend(OpenRow row, long from, List<Op> ops) {
    try (Append append = journal.append()) {
      append.putOpen(from, OpenRow.moreBytes(replica, from, ops));
      long write = append.commit();
      row.extend(from, ops);
      return write;
    }
  }

  private long openRow(Change change) {
    try (Append append = journal.append()) {
      append.putOpen(change.from(), OpenRow.firstBytes(change));
      long write = append.commit();
      open = OpenRow.open(change, System.nanoTime() / 1_000_000);
      return write;
    }
  }

  /** A transaction too large for one change goes to the journal at once, as several. */
  private long appendParts(Change whole) {
    List<Frozen> frozen = new ArrayList<>();
    long write;
    try (Append append = journal.append()) {
      for (Change part : Parts.split(whole)) {
        frozen.add(add(append, part));
      }
      write = append.commit();
    }
    namedControlHeads = controlHeads.get();
    frozen.forEach(part -> onFrozen.frozen(part.own(), part.n()));
    return write;
  }

  /** Freezes the open row, if there is one. */
  void freeze() {
    journal.lock();
    try {
      freezeLocked();
    } finally {
      journal.unlock();
    }
  }

  /** Freezes the open row if it belongs to a document: something else is about to come into it. */
  void freeze(String document) {
    journal.lock();
    try {
      if (open != null && open.document().equals(document)) {
        freezeLocked();
      }
    } finally {
      journal.unlock();
    }
  }

  /**
   * Freezes the open row if it is as old as {@link #MAX_OPEN_MILLIS}; says how long to wait else.
   */
  long freezeIfOld(long nowMillis) {
    journal.lock();
    try {
      if (open == null) {
        return 0;
      }
      long left = open.openedAtMillis() + MAX_OPEN_MILLIS - nowMillis;
      if (left <= 0) {
        freezeLocked();
      }
      return Math.max(left, 0);
    } finally {
      journal.unlock();
    }
  }

  boolean hasOpenRow() {
    journal.lock();
    try {
      return open != null;
    } finally {
      journal.unlock();
    }
  }

  private void freezeLocked() {
    OpenRow row = open;
    if (row == null) {
      return;
    }
    List<Head> control = controlHeads.get();
    Frozen frozen;
    try (Append append = journal.append()) {
      frozen = add(append, row.freeze());
      append.deleteOpen(row.keys());
      append.commit();
    }
    open = null;
    namedControlHeads = control;
    onFrozen.frozen(frozen.own(), frozen.n());
  }

  private Frozen add(Append append, Change change) {
    Line line = append.line(replica);
    List<Head> control = controlHeads.get();
    boolean first = line == null;
    ChangeCodec.Header header =
        new ChangeCodec.Header(
            change.from(),
            change.to(),
            0,
            Comments.only(change.ops()) ? ChangeCodec.COMMENT : ChangeCodec.ANY,
            control.equals(namedControlHeads) ? List.of() : control,
            first ? store.device().bytes() : null,
            first ? store.salt() : null);
    byte[] bytes = ChangeCodec.encode(change, header);
    ChainHash before = first ? ChainHash.start(journal.id(), replica) : line.hash();
    ChainHash hash = before.next(bytes);
    byte[] signature = store.key().sign(Signing.head(journal.id(), replica, change.to(), hash));
    long n =
        append.add(
            replica,
            store.device(),
            change.from(),
            change.to(),
            bytes,
            hash,
            signature,
            journal.documents().number(change.document()),
            System.currentTimeMillis());
    return new Frozen(new Received(change, hash.mark()), n);
  }
}
