package dev.rejoin.replica.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/*
 * Implementation notes.
 *
 * Batches are kept whole, because a signature vouches for the end of a batch only. Nothing expires: a
 * batch leaves when its cause is there. When the buffer is full it is emptied and every cursor is
 * forgotten, so that what was dropped is asked for again.
 *
 * Which cause a batch lacks is not stored: after a restart every batch is simply tried again.
 */
/**
 * The causal buffer of one space: batches that came before their causes.
 *
 * <p>Persistent and bounded. Safe for any thread.
 */
public final class Waiting {
  private final Store store;
  private final SpaceJournal journal;

  /** Guarded by this. */
  private final TreeMap<Slot, Entry> entries = new TreeMap<>();

  private long bytes;

  private record Entry(SignedBatch batch, OpId missing, long size) {}

  /**
   * A batch by its first number and its bytes: nobody can push out another's by the same number.
   */
  private record Slot(OpId first, long digest) implements Comparable<Slot> {
    @Override
    public int compareTo(Slot other) {
      int order = first.compareTo(other.first);
      return order != 0 ? order : Long.compare(digest, other.digest);
    }
  }

  Waiting(Store store, SpaceJournal journal) {
    this.store = store;
    this.journal = journal;
    byte[] prefix = Keys.of(journal.number());
    store
        .db()
        .scan(
            Family.WAITING,
            prefix,
            prefix,
            (key, value) -> {
              reload(key, value);
              return true;
            });
  }

  private void reload(byte[] key, byte[] value) {
    ReplicaId replica = ReplicaId.of(Arrays.copyOfRange(key, 4, 20));
    OpId first = new OpId(replica, ByteBuffer.wrap(key).getLong(20));
    Slot slot = new Slot(first, ByteBuffer.wrap(key).getLong(28));
    try {
      // Whatever it lacked, its own first number is certainly not there: retried by retryAll.
      entries.put(slot, new Entry(SignedBatch.decode(value), first, value.length));
      bytes += value.length;
    } catch (InvalidProtocolBufferException e) {
      store.audit().record("STORE_DAMAGED", "a waiting batch at " + first + " is not readable");
    }
  }

  private byte[] key(Slot slot) {
    ByteBuffer rest = ByteBuffer.allocate(32).put(slot.first().replica().bytes());
    rest.putLong(slot.first().seq()).putLong(slot.digest());
    return Keys.of(journal.number(), rest.array());
  }

  private static Slot slot(SignedBatch batch, byte[] value) {
    OpId first = new OpId(batch.replica(), ChangeCodec.header(batch.changes().get(0)).from());
    return new Slot(first, Digest.of(value));
  }

  /** How many batches wait. */
  public synchronized int size() {
    return entries.size();
  }

  /**
   * Keeps a batch until {@code missing} is in the journal; the commit lock is held.
   *
   * @return false if the buffer was full and has been emptied instead
   */
  synchronized boolean keep(Append append, SignedBatch batch, OpId missing) {
    byte[] value = batch.encode();
    if (entries.size() >= StoreLimits.MAX_WAITING_BATCHES
        || bytes + value.length > StoreLimits.MAX_WAITING_BYTES) {
      entries.keySet().forEach(slot -> append.deleteWaiting(key(slot)));
      entries.clear();
      bytes = 0;
      return false;
    }
    Slot slot = slot(batch, value);
    append.putWaiting(key(slot), value);
    Entry before = entries.put(slot, new Entry(batch, missing, value.length));
    bytes += value.length - (before == null ? 0 : before.size());
    return true;
  }

  /** Drops a batch that has entered the journal or never can; the commit lock is held. */
  synchronized void drop(Append append, SignedBatch batch) {
    if (entries.isEmpty()) {
      return;
    }
    Slot slot = slot(batch, batch.encode());
    Entry entry = entries.remove(slot);
    if (entry != null) {
      bytes -= entry.size();
      append.deleteWaiting(key(slot));
    }
  }

  /** The batches that lacked a number of this line up to {@code to}. */
  synchronized List<SignedBatch> freedBy(ReplicaId replica, long to) {
    List<SignedBatch> freed = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.missing().replica().equals(replica) && entry.missing().seq() <= to) {
        freed.add(entry.batch());
      }
    }
    return freed;
  }

  /** Every batch, in the order of ids; to try them all again. */
  synchronized List<SignedBatch> all() {
    return entries.values().stream().map(Entry::batch).toList();
  }

  /** The causes that batches lack, with how many lack each. */
  public synchronized Map<OpId, Integer> missing() {
    Map<OpId, Integer> missing = new TreeMap<>();
    entries.values().forEach(entry -> missing.merge(entry.missing(), 1, Integer::sum));
    return missing;
  }
}
