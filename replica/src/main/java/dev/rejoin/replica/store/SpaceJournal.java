package dev.rejoin.replica.store;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Version;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log of one space: all lines, in the order in which they arrived here.
 *
 * <p>Concurrency rule: whatever takes a number of a line or an arrival number holds the commit lock
 * ({@link #lock}) from reading the last one until its write is done, so numbers have no gaps and
 * the journal grows in arrival order. Reading needs no lock. The commit lock is always the last
 * lock taken: nothing that can block for long, and no document lock, is taken under it.
 */
public final class SpaceJournal implements SpaceSource {
  /** What the journal knows of a change that another one names as its cause. */
  public enum Cause {
    HELD,
    MISSING,
    /** The journal holds other bytes under these numbers. */
    FORKED
  }

  private final Store store;
  private final SpaceId id;
  private final int number;
  private final ReentrantLock commitLock = new ReentrantLock();
  private final Documents documents;
  private final Targets targets;
  private final Waiting waiting;

  /** Written under the commit lock, read by anyone. */
  private final ConcurrentSkipListMap<ReplicaId, Line> lines = new ConcurrentSkipListMap<>();

  /** The newest arrival; written under the commit lock. */
  private volatile Cursor head;

  /** Invariant: durable <= head.n(). */
  private volatile long durable;

  private final CopyOnWriteArrayList<Runnable> durableListeners = new CopyOnWriteArrayList<>();

  SpaceJournal(Store store, SpaceId id, int number) {
    this.store = store;
    this.id = id;
    this.number = number;
    this.head = new Cursor(store.epoch(), 0, new ChainMark(0, 0));
    loadLines();
    loadHead();
    this.durable = head.n();
    this.documents = new Documents(store.db(), number);
    this.targets = new Targets(store.db(), number);
    this.waiting = new Waiting(store, this);
  }

  private void loadLines() {
    byte[] prefix = Keys.of(number);
    store
        .db()
        .scan(
            Family.VERSION,
            prefix,
            prefix,
            (key, value) -> {
              int replicaNumber = ByteBuffer.wrap(key).getInt(4);
              ReplicaId replica = ReplicaId.of(store.replicaNumbers().name(replicaNumber));
              lines.put(replica, Line.decode(replica, replicaNumber, value));
              return true;
            });
  }

  private void loadHead() {
    byte[][] last =
        store.db().floor(Family.ARRIVAL, Keys.of(number), Keys.of(number, Long.MAX_VALUE));
    if (last != null) {
      Arrival arrival = Arrival.decode(last[0], last[1]);
      head = new Cursor(store.epoch(), arrival.n(), arrival.runningHash());
    }
  }

  @Override
  public SpaceId id() {
    return id;
  }

  int number() {
    return number;
  }

  Store store() {
    return store;
  }

  /** Takes the commit lock of the space. */
  public void lock() {
    commitLock.lock();
  }

  public void unlock() {
    commitLock.unlock();
  }

  void requireLock() {
    if (!commitLock.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "the commit lock of space " + id.shortForm() + " is not held");
    }
  }

  public Documents documents() {
    return documents;
  }

  public Targets targets() {
    return targets;
  }

  @Override
  public Target target(DeviceId device) {
    return targets.get(device);
  }

  public Waiting waiting() {
    return waiting;
  }

  /** The newest arrival number, fsynced or not. */
  public long head() {
    return head.n();
  }

  /** The newest arrival number that survives a power cut; only up to here may changes leave. */
  @Override
  public long durable() {
    return durable;
  }

  void publishDurable(long n) {
    durable = n;
    durableListeners.forEach(Runnable::run);
  }

  /** Runs {@code listener} on the fsync thread whenever {@link #durable} has grown. */
  public void onDurable(Runnable listener) {
    durableListeners.add(listener);
  }

  public void removeOnDurable(Runnable listener) {
    durableListeners.remove(listener);
  }

  /** The place of an arrival number, which must not be above {@link #head}. */
  @Override
  public Cursor cursorAt(long n) {
    Cursor newest = head;
    if (n == newest.n()) {
      return newest;
    }
    if (n == 0) {
      return new Cursor(store.epoch(), 0, new ChainMark(0, 0));
    }
    byte[] key = Keys.of(number, n);
    byte[] value = store.db().get(Family.ARRIVAL, key);
    if (value == null) {
      throw new IllegalStateException("arrival " + n + " is above the head " + newest.n());
    }
    return new Cursor(store.epoch(), n, Arrival.decode(key, value).runningHash());
  }

  /** Whether somebody else's cursor means a place in this journal. */
  @Override
  public boolean fits(Cursor cursor) {
    return cursor.epoch() == store.epoch()
        && cursor.n() >= 0
        && cursor.n() <= head.n()
        && cursorAt(cursor.n()).equals(cursor);
  }

  /** How far a replica's line is held, or null if nothing of it is. */
  public @Nullable Line line(ReplicaId replica) {
    return lines.get(replica);
  }

  /** All lines, in the order of replica ids. */
  @Override
  public List<Line> lines() {
    return new ArrayList<>(lines.values());
  }

  public Version version() {
    Map<ReplicaId, Long> seqs = new TreeMap<>();
    lines.forEach((replica, line) -> seqs.put(replica, line.to()));
    return Version.of(seqs);
  }

  /** 64 bits that are equal for two journals with the same lines, and otherwise hardly ever. */
  @Override
  public long versionHash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(id.bytes());
      for (Line line : lines.values()) {
        digest.update(line.replica().bytes());
        digest.update(ByteBuffer.allocate(8).putLong(line.to()).flip());
        digest.update(line.hash().bytes());
      }
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public Cause cause(Head cause) {
    ReplicaId replica = cause.id().replica();
    Line line = lines.get(replica);
    if (line == null || line.to() < cause.id().seq()) {
      return Cause.MISSING;
    }
    if (line.to() == cause.id().seq()) {
      return line.hash().mark().equals(cause.mark()) ? Cause.HELD : Cause.FORKED;
    }
    try {
      Row row = rowAt(line, cause.id().seq());
      return row.to() == cause.id().seq() && row.mark().equals(cause.mark())
          ? Cause.HELD
          : Cause.FORKED;
    } catch (RejoinException e) {
      return Cause.HELD; // our copy is damaged, which is reported where it is read; sync goes on
    }
  }

  /** The change that holds number {@code seq} of a line; the line must reach that far. */
  public Row rowAt(Line line, long seq) {
    byte[] prefix = Keys.of(number, line.number());
    byte[][] entry = store.db().floor(Family.JOURNAL, prefix, Keys.of(number, line.number(), seq));
    if (entry == null) {
      return Row.decode(0, line.replica(), seq, null);
    }
    return Row.decode(0, line.replica(), Keys.countAfterTwo(entry[0]), entry[1]);
  }

  /**
   * Changes in arrival order, those above {@code afterN} and not above {@code upToN}, as many as
   * fit in {@code maxBytes} but at least one.
   *
   * @throws RejoinException DAMAGED_CHANGE if a stored change is not what was written
   */
  @Override
  public List<Row> read(long afterN, long upToN, long maxBytes) {
    List<Row> rows = new ArrayList<>();
    long[] bytes = {0};
    store
        .db()
        .scan(
            Family.ARRIVAL,
            Keys.of(number),
            Keys.of(number, afterN + 1),
            (key, value) -> {
              Arrival arrival = Arrival.decode(key, value);
              if (arrival.n() > upToN || (bytes[0] >= maxBytes && !rows.isEmpty())) {
                return false;
              }
              Row row = row(arrival.n(), arrival.replicaNumber(), arrival.from());
              rows.add(row);
              bytes[0] += row.change().length;
              return true;
            });
    return rows;
  }

  /**
   * The changes of one document above an arrival number, in arrival order; those whose stored bytes
   * are not what was written are left out and reported to {@code damage}.
   */
  public List<Row> readDocument(int document, long afterN, Consumer<RejoinException> damage) {
    List<Row> rows = new ArrayList<>();
    store
        .db()
        .scan(
            Family.BY_DOCUMENT,
            Keys.of(number, document),
            Keys.of(number, document, afterN + 1),
            (key, value) -> {
              try {
                rows.add(row(Keys.countAfterTwo(key), ByteBuffer.wrap(value)));
              } catch (RejoinException e) {
                damage.accept(e);
              }
              return true;
            });
    return rows;
  }

  /**
   * Visits the changes of one document, the newest arrival first, until the visitor says no.
   *
   * @throws RejoinException DAMAGED_CHANGE if a stored change is not what was written
   */
  public void readDocumentBack(int document, Predicate<Row> visitor) {
    store
        .db()
        .scanBack(
            Family.BY_DOCUMENT,
            Keys.of(number, document),
            Keys.of(number, document, Long.MAX_VALUE),
            (key, value) -> visitor.test(row(Keys.countAfterTwo(key), ByteBuffer.wrap(value))));
  }

  private Row row(long n, ByteBuffer name) {
    int replicaNumber = (int) Varint.get(name);
    return row(n, replicaNumber, Varint.get(name));
  }

  private Row row(long n, int replicaNumber, long from) {
    ReplicaId replica = ReplicaId.of(store.replicaNumbers().name(replicaNumber));
    byte[] key = Keys.of(number, replicaNumber, from);
    return Row.decode(n, replica, from, store.db().get(Family.JOURNAL, key));
  }

  /** Hears of one arrival. */
  public interface ArrivalVisitor {
    void visit(ReplicaId replica, long from, long n);
  }

  /** Visits the arrivals of one device's lines, in arrival order. O(arrivals). */
  public void arrivals(DeviceId device, ArrivalVisitor visitor) {
    Map<Integer, ReplicaId> wanted = new TreeMap<>();
    for (Line line : lines.values()) {
      if (line.device().equals(device)) {
        wanted.put(line.number(), line.replica());
      }
    }
    byte[] prefix = Keys.of(number);
    store
        .db()
        .scan(
            Family.ARRIVAL,
            prefix,
            prefix,
            (key, value) -> {
              Arrival arrival = Arrival.decode(key, value);
              ReplicaId replica = wanted.get(arrival.replicaNumber());
              if (replica != null) {
                visitor.visit(replica, arrival.from(), arrival.n());
              }
              return true;
            });
  }

  /** Whether a line is held up to a number. */
  public boolean holds(ReplicaId replica, long seq) {
    Line line = lines.get(replica);
    return line != null && line.to() >= seq;
  }

  /** When a change arrived here, milliseconds since 1970. */
  public long arrivedMillis(long n) {
    byte[] key = Keys.of(number, n);
    byte[] value = store.db().get(Family.ARRIVAL, key);
    return value == null ? 0 : Arrival.decode(key, value).receivedMillis();
  }

  /** Open rows: transactions that survive a crash but are not frozen, by their first number. */
  public TreeMap<Long, byte[]> openRows() {
    TreeMap<Long, byte[]> rows = new TreeMap<>();
    store
        .db()
        .scan(
            Family.OPEN,
            Keys.of(number),
            Keys.of(number),
            (key, value) -> {
              rows.put(Keys.countAfterOne(key), value);
              return true;
            });
    return rows;
  }

  /** Begins a write; the commit lock must be held until it is committed. */
  public Append append() {
    requireLock();
    return new Append(this, head);
  }

  void publish(Cursor newHead, Iterable<Line> changed) {
    changed.forEach(line -> lines.put(line.replica(), line));
    head = newHead;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id.bytes());
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public String toString() {
    return "journal of " + id.shortForm();
  }
}
