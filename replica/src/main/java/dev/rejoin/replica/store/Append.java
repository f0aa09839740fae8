package dev.rejoin.replica.store;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/**
 * One logical event on its way into a journal: all of it is written in one batch, or none.
 *
 * <p>Used under the commit lock by one thread. Nothing in memory changes before the batch is
 * written.
 */
public final class Append implements AutoCloseable {
  private final SpaceJournal journal;
  private final WriteBatch batch = new WriteBatch();
  private final Map<ReplicaId, Line> changed = new TreeMap<>();
  private final Map<Integer, DocumentRow> documents = new TreeMap<>();
  private final Map<DeviceId, Target> targets = new TreeMap<>();
  private Cursor head;

  Append(SpaceJournal journal, Cursor head) {
    this.journal = journal;
    this.head = head;
  }

  /** The line of a replica as it will be, or null if it has none yet. */
  public @Nullable Line line(ReplicaId replica) {
    Line line = changed.get(replica);
    return line != null ? line : journal.line(replica);
  }

  /**
   * Adds the next change of a line.
   *
   * @param hash chain hash after this change
   * @param signature over the head that this change makes, or null if a later change has it
   * @param document local number of its document, or 0 where that is not known
   * @return its arrival number
   */
  public long add(
      ReplicaId replica,
      DeviceId device,
      long from,
      long to,
      byte[] change,
      ChainHash hash,
      byte @Nullable [] signature,
      int document,
      long nowMillis) {
    Line before = line(replica);
    if (from != (before == null ? 1 : before.to() + 1)) {
      throw new IllegalStateException("line " + replica + " cannot go on at " + from);
    }
    int replicaNumber =
        before == null ? journal.store().replicaNumbers().of(replica.bytes()) : before.number();
    Line line = new Line(replica, replicaNumber, device, to, hash);
    long n = head.n() + 1;
    head = new Cursor(head.epoch(), n, Arrival.after(head.hash(), line.head()));
    Database db = journal.store().db();
    int space = journal.number();
    Row row = new Row(n, replica, from, to, hash.mark(), signature, change);
    db.put(batch, Family.JOURNAL, Keys.of(space, replicaNumber, from), row.encode());
    Arrival arrival = new Arrival(n, replicaNumber, from, head.hash(), nowMillis);
    db.put(batch, Family.ARRIVAL, Keys.of(space, n), arrival.encode());
    db.put(batch, Family.VERSION, Keys.of(space, replicaNumber), line.encode());
    if (document != 0) {
      ByteBuffer name = ByteBuffer.allocate(2 * Varint.MAX_BYTES);
      Varint.put(name, replicaNumber);
      Varint.put(name, from);
      db.put(batch, Family.BY_DOCUMENT, Keys.of(space, document, n), Varint.written(name));
      documents.merge(
          document,
          journal.documents().row(document).plus(n, change.length),
          (old, fresh) -> old.plus(n, change.length));
    }
    changed.put(replica, line);
    return n;
  }

  /** Keeps a transaction that is not frozen yet. */
  public void putOpen(long seq, byte[] row) {
    journal.store().db().put(batch, Family.OPEN, Keys.of(journal.number(), seq), row);
  }

  /** Drops the open rows that were frozen. */
  public void deleteOpen(List<Long> seqs) {
    for (long seq : seqs) {
      journal.store().db().delete(batch, Family.OPEN, Keys.of(journal.number(), seq));
    }
  }

  /** Moves what is known of a peer together with the data. */
  public void putTarget(DeviceId device, Target target) {
    targets.put(device, target);
  }

  void putWaiting(byte[] key, byte[] value) {
    journal.store().db().put(batch, Family.WAITING, key, value);
  }

  void deleteWaiting(byte[] key) {
    journal.store().db().delete(batch, Family.WAITING, key);
  }

  /** Writes everything; returns the number of the write, which is durable once it is synced. */
  public long commit() {
    journal.requireLock();
    Database db = journal.store().db();
    int space = journal.number();
    documents.forEach(
        (number, row) -> db.put(batch, Family.DOCUMENTS, Keys.of(space, number), row.encode()));
    targets.forEach(
        (device, target) ->
            db.put(batch, Family.TARGETS, Keys.of(space, device.bytes()), target.encode()));
    db.write(batch);
    journal.publish(head, changed.values());
    documents.forEach(journal.documents()::publish);
    targets.forEach(journal.targets()::publish);
    return journal.store().durability().wrote(List.of(journal));
  }

  @Override
  public void close() {
    batch.close();
  }
}
