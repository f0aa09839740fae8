package dev.rejoin.replica.store;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.trust.DeviceId;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import dev.rejoin.replica.trust.SpaceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/**
 * One directory on disk: the device key, the database and the journals of its spaces.
 *
 * <p>Shared by replica and relay. Safe for any thread; only one process at a time may open it.
 */
public final class Store implements AutoCloseable {
  private static final int FORMAT = 2;

  private final Path directory;
  private final StoreLock lock;
  private final DeviceKey key;
  private final Database db;
  private final Durability durability;
  private final Numbers spaceNumbers;
  private final Numbers replicaNumbers;
  private final Audit audit;

  /** Guarded by this. */
  private final Map<SpaceId, SpaceJournal> journals = new TreeMap<>();

  private final long epoch;
  private final byte[] salt;
  private final ReplicaId replica;
  private boolean closed;

  private Store(Path directory, StoreLock lock) {
    this.directory = directory;
    this.lock = lock;
    this.key = DeviceKey.loadOrCreate(directory.resolve("device.key"));
    this.db = Database.open(directory.resolve("db"));
    checkFormat();
    this.spaceNumbers = new Numbers(db, 's');
    this.replicaNumbers = new Numbers(db, 'r');
    this.audit = new Audit(db);
    this.salt = currentSalt(); // before the epoch: a copied store gets a new one of both
    this.epoch = ByteBuffer.wrap(metaOrNew("epoch", 8)).getLong();
    this.replica = Signing.replicaId(key.id(), salt);
    this.durability = Durability.start(db::sync);
    for (int number : spaceNumbers.all()) {
      SpaceId id = SpaceId.of(spaceNumbers.name(number));
      journals.put(id, new SpaceJournal(this, id, number));
    }
  }

  /**
   * Opens the store in a directory, making a fresh one where there is none.
   *
   * @throws RejoinException REPLICA_LOCKED, STORE_DAMAGED, KEY_FILE_EXPOSED, NEWER_FORMAT or
   *     OLDER_FORMAT
   */
  public static Store open(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.NO_REPLICA,
          "cannot make the directory " + directory + ": " + e.getMessage(),
          e);
    }
    StoreLock lock = StoreLock.take(directory);
    try {
      return new Store(directory, lock);
    } catch (RuntimeException e) {
      closeQuietly(lock, e);
      throw e;
    }
  }

  /** Whether a directory holds a store. */
  public static boolean exists(Path directory) {
    return Files.exists(directory.resolve("device.key"));
  }

  private static void closeQuietly(StoreLock lock, RuntimeException cause) {
    try {
      lock.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void checkFormat() {
    byte[] format = meta("format");
    if (format == null) {
      putMeta("format", ByteBuffer.allocate(4).putInt(FORMAT).array());
      return;
    }
    int found = ByteBuffer.wrap(format).getInt();
    if (found != FORMAT) {
      db.close();
      throw found > FORMAT
          ? new RejoinException(
              ErrorCode.NEWER_FORMAT, directory + " was written by a newer version of Rejoin")
          : new RejoinException(
              ErrorCode.OLDER_FORMAT, directory + " was written by a trial version of Rejoin");
    }
  }

  /** The salt of this incarnation: a new one if the directory is fresh, copied or restored. */
  private byte[] currentSalt() {
    try {
      byte[] seen =
          Incarnation.observe(directory, DeviceKey.randomBytes(16))
              .getBytes(StandardCharsets.UTF_8);
      byte[] known = meta("salt");
      if (known != null && Arrays.equals(seen, meta("incarnation"))) {
        return known;
      }
      byte[] fresh = DeviceKey.randomBytes(16);
      try (WriteBatch batch = new WriteBatch()) {
        db.put(batch, Family.META, name("salt"), fresh);
        db.put(batch, Family.META, name("incarnation"), seen);
        db.put(batch, Family.META, name("epoch"), DeviceKey.randomBytes(8));
        setAsideOpenRows(batch);
        db.write(batch);
      }
      if (known != null) {
        audit.record(
            "ROLLBACK_DETECTED", "the store was copied or restored; it has a new replica id");
      }
      return fresh;
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.STORE_DAMAGED, "cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Open rows have numbers of the old line, which the original may have gone on with: left where
   * they are, they would mix with those of the new line.
   */
  private void setAsideOpenRows(WriteBatch batch) {
    byte[] label = DeviceKey.randomBytes(8);
    db.scan(
        Family.OPEN,
        new byte[0],
        new byte[0],
        (key, value) -> {
          byte[] aside = ByteBuffer.allocate(label.length + key.length).put(label).put(key).array();
          db.put(batch, Family.QUARANTINE, aside, value);
          db.delete(batch, Family.OPEN, key);
          return true;
        });
  }

  public Path directory() {
    return directory;
  }

  public DeviceKey key() {
    return key;
  }

  public DeviceId device() {
    return key.id();
  }

  /** The replica id of this incarnation of the store. */
  public ReplicaId replica() {
    return replica;
  }

  /** The random bytes that the replica id is derived from. */
  public byte[] salt() {
    return salt.clone();
  }

  /** Names the arrival order of this store. */
  public long epoch() {
    return epoch;
  }

  public Audit audit() {
    return audit;
  }

  /** The journal of a space, or null if this store does not hold it. */
  public synchronized @Nullable SpaceJournal find(SpaceId id) {
    return journals.get(id);
  }

  /** The journal of a space, made if this store does not hold it. */
  public synchronized SpaceJournal journal(SpaceId id) {
    SpaceJournal known = journals.get(id);
    if (known != null) {
      return known;
    }
    SpaceJournal fresh = new SpaceJournal(this, id, spaceNumbers.of(id.bytes()));
    journals.put(id, fresh);
    return fresh;
  }

  /** All journals, in the order of space ids. */
  public synchronized List<SpaceJournal> journals() {
    return new ArrayList<>(journals.values());
  }

  /** A single fact kept under a name, or null. */
  public byte @Nullable [] meta(String name) {
    return db.get(Family.META, name(name));
  }

  public void putMeta(String name, byte[] value) {
    try (WriteBatch batch = new WriteBatch()) {
      db.put(batch, Family.META, name(name), value);
      db.write(batch);
    }
  }

  /** Forgets a single fact; without effect where there is none. */
  public void removeMeta(String name) {
    try (WriteBatch batch = new WriteBatch()) {
      db.delete(batch, Family.META, name(name));
      db.write(batch);
    }
  }

  /** All facts whose name starts with a prefix, by the rest of their name. */
  public Map<String, byte[]> metas(String prefix) {
    Map<String, byte[]> found = new TreeMap<>();
    byte[] start = name(prefix);
    db.scan(
        Family.META,
        start,
        start,
        (k, value) -> {
          found.put(
              new String(k, start.length, k.length - start.length, StandardCharsets.UTF_8), value);
          return true;
        });
    return found;
  }

  private byte[] metaOrNew(String name, int length) {
    byte[] known = meta(name);
    if (known == null) {
      known = DeviceKey.randomBytes(length);
      putMeta(name, known);
    }
    return known;
  }

  private static byte[] name(String name) {
    return ("=" + name).getBytes(StandardCharsets.UTF_8);
  }

  /** Waits until everything written so far survives a power cut. */
  public void awaitDurable() {
    durability.await();
  }

  /** The number of the newest write; it is durable once {@link #synced} has reached it. */
  public long written() {
    return durability.written();
  }

  /** The number of the newest write that survives a power cut. */
  public long synced() {
    return durability.synced();
  }

  /** Runs {@code listener} on the fsync thread after each group; it must be quick. */
  public void onSynced(Runnable listener) {
    durability.onSynced(listener);
  }

  public void removeOnSynced(Runnable listener) {
    durability.removeListener(listener);
  }

  /** How many groups have been fsynced. */
  public long syncGroups() {
    return durability.groups();
  }

  Database db() {
    return db;
  }

  Durability durability() {
    return durability;
  }

  Numbers replicaNumbers() {
    return replicaNumbers;
  }

  /** Bytes that the store takes on disk. */
  public long sizeBytes() {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return -1; // files come and go while RocksDB works; the size is only for people
    }
  }

  /** Fsyncs what is left and releases the directory; idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    durability.close();
    db.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new RejoinException(
          ErrorCode.STORE_DAMAGED, "cannot release " + directory + ": " + e.getMessage(), e);
    }
  }
}
