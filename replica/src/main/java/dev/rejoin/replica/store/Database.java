package dev.rejoin.replica.store;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/*
 * Implementation notes.
 *
 * RocksDB is native code: a call after close does not throw, it ends the process. So every call holds
 * the read side of a lock whose write side close takes; a call that comes too late gets an exception.
 */
/**
 * RocksDB with the column families of a store, speaking in Rejoin's errors. Safe for any thread.
 *
 * <p>Every write goes through {@link #write}, which is atomic over all families because they share
 * one write-ahead log.
 */
final class Database implements AutoCloseable {
  private final RocksDB db;
  private final Map<Family, ColumnFamilyHandle> handles;
  private final List<AutoCloseable> owned;
  private final WriteOptions write = new WriteOptions().setSync(false);

  /** Read lock: the database is in use. Write lock: it is being closed. */
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

  /** Guarded by use. */
  private boolean closed;

  private Database(RocksDB db, Map<Family, ColumnFamilyHandle> handles, List<AutoCloseable> owned) {
    this.db = db;
    this.handles = handles;
    this.owned = owned;
  }

  static Database open(Path directory) {
    NativeLibrary.load();
    List<AutoCloseable> owned = new ArrayList<>();
    try {
      Files.createDirectories(directory);
      ColumnFamilyOptions columns =
          new ColumnFamilyOptions()
              .setCompressionType(CompressionType.LZ4_COMPRESSION)
              .setWriteBufferSize(8L * 1_024 * 1_024);
      DBOptions options =
          new DBOptions()
              .setCreateIfMissing(true)
              .setCreateMissingColumnFamilies(true)
              .setAtomicFlush(true)
              .setParanoidChecks(true)
              .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
              .setMaxTotalWalSize(StoreLimits.MAX_WAL_BYTES)
              .setKeepLogFileNum(3);
      owned.add(columns);
      owned.add(options);
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, columns));
      for (Family family : Family.values()) {
        descriptors.add(new ColumnFamilyDescriptor(family.familyName(), columns));
      }
      List<ColumnFamilyHandle> opened = new ArrayList<>();
      RocksDB db = RocksDB.open(options, directory.toString(), descriptors, opened);
      Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
      for (Family family : Family.values()) {
        handles.put(family, opened.get(family.ordinal() + 1));
      }
      owned.addAll(0, opened);
      return new Database(db, handles, owned);
    } catch (RocksDBException | IOException e) {
      closeAll(owned);
      throw new RejoinException(
          ErrorCode.STORE_DAMAGED, "cannot open the store " + directory + ": " + e.getMessage(), e);
    }
  }

  void put(WriteBatch batch, Family family, byte[] key, byte[] value) {
    enter();
    try {
      batch.put(handle(family), key, value);
    } catch (RocksDBException e) {
      throw failed("prepare a write", e);
    } finally {
      leave();
    }
  }

  void delete(WriteBatch batch, Family family, byte[] key) {
    enter();
    try {
      batch.delete(handle(family), key);
    } catch (RocksDBException e) {
      throw failed("prepare a write", e);
    } finally {
      leave();
    }
  }

  void write(WriteBatch batch) {
    enter();
    try {
      db.write(write, batch);
    } catch (RocksDBException e) {
      throw failed("write", e);
    } finally {
      leave();
    }
  }

  void sync() throws RocksDBException {
    enter();
    try {
      db.syncWal();
    } finally {
      leave();
    }
  }

  private void enter() {
    use.readLock().lock();
    if (closed) {
      use.readLock().unlock();
      throw new IllegalStateException("the store is closed");
    }
  }

  private void leave() {
    use.readLock().unlock();
  }

  byte @Nullable [] get(Family family, byte[] key) {
    enter();
    try {
      return db.get(handle(family), key);
    } catch (RocksDBException e) {
      throw failed("read", e);
    } finally {
      leave();
    }
  }

  /**
   * Visits the entries of a prefix from {@code from} on, in key order, until the visitor says no.
   */
  void scan(Family family, byte[] prefix, byte[] from, BiPredicate<byte[], byte[]> visitor) {
    enter();
    try (ReadOptions read = new ReadOptions();
        RocksIterator iterator = db.newIterator(handle(family), read)) {
      for (iterator.seek(from); iterator.isValid(); iterator.next()) {
        byte[] key = iterator.key();
        if (!Keys.startsWith(key, prefix) || !visitor.test(key, iterator.value())) {
          return;
        }
      }
      iterator.status();
    } catch (RocksDBException e) {
      throw failed("read", e);
    } finally {
      leave();
    }
  }

  /** Visits all entries of a family from the last one back, until the visitor says no. */
  void scanBack(Family family, BiPredicate<byte[], byte[]> visitor) {
    scanBack(family, new byte[0], null, visitor);
  }

  /**
   * The same for keys with a prefix, from the last one not above {@code upTo}, or from the very
   * last where that is null.
   */
  void scanBack(
      Family family, byte[] prefix, byte @Nullable [] upTo, BiPredicate<byte[], byte[]> visitor) {
    enter();
    try (ReadOptions read = new ReadOptions();
        RocksIterator iterator = db.newIterator(handle(family), read)) {
      if (upTo == null) {
        iterator.seekToLast();
      } else {
        iterator.seekForPrev(upTo);
      }
      for (; iterator.isValid(); iterator.prev()) {
        byte[] key = iterator.key();
        if (!Keys.startsWith(key, prefix) || !visitor.test(key, iterator.value())) {
          return;
        }
      }
      iterator.status();
    } catch (RocksDBException e) {
      throw failed("read", e);
    } finally {
      leave();
    }
  }

  /** The last entry of a prefix with a key up to {@code upTo}, or null. */
  byte @Nullable [][] floor(Family family, byte[] prefix, byte[] upTo) {
    enter();
    try (ReadOptions read = new ReadOptions();
        RocksIterator iterator = db.newIterator(handle(family), read)) {
      iterator.seekForPrev(upTo);
      if (iterator.isValid() && Keys.startsWith(iterator.key(), prefix)) {
        return new byte[][] {iterator.key(), iterator.value()};
      }
      iterator.status();
      return null;
    } catch (RocksDBException e) {
      throw failed("read", e);
    } finally {
      leave();
    }
  }

  private ColumnFamilyHandle handle(Family family) {
    ColumnFamilyHandle handle = handles.get(family);
    if (handle == null) {
      throw new IllegalStateException("no column family " + family);
    }
    return handle;
  }

  private static RejoinException failed(String what, RocksDBException e) {
    Status status = e.getStatus();
    boolean full = status != null && status.getSubCode() == Status.SubCode.NoSpace;
    return new RejoinException(
        full ? ErrorCode.DISK_FULL : ErrorCode.STORE_DAMAGED,
        "the store cannot " + what + ": " + e.getMessage(),
        e);
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        release();
      }
    } finally {
      use.writeLock().unlock();
    }
  }

  private void release() {
    write.close();
    List<AutoCloseable> handlesFirst = new ArrayList<>(owned);
    handlesFirst.removeIf(o -> !(o instanceof ColumnFamilyHandle));
    closeAll(handlesFirst);
    db.close();
    List<AutoCloseable> rest = new ArrayList<>(owned);
    rest.removeIf(o -> o instanceof ColumnFamilyHandle);
    closeAll(rest);
  }

  private static void closeAll(List<AutoCloseable> closeables) {
    for (AutoCloseable closeable : closeables) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("cannot release " + closeable, e);
      }
    }
  }
}
