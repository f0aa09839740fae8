package dev.rejoin.replica.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/**
 * The documents of one space as far as the store knows them: numbers, sizes and snapshots.
 *
 * <p>Safe for any thread. A relay, which cannot read changes, has none.
 */
public final class Documents {
  /** A snapshot and the arrival number up to which it holds the journal. */
  public record Snapshot(long n, byte[] bytes) {}

  private final Database db;
  private final int space;

  /** Guarded by this. */
  private final Map<String, Integer> numbers = new TreeMap<>();

  private final Map<Integer, DocumentRow> rows = new ConcurrentHashMap<>();

  Documents(Database db, int space) {
    this.db = db;
    this.space = space;
    byte[] prefix = Keys.of(space);
    byte[] names = namePrefix();
    db.scan(
        Family.META,
        names,
        names,
        (key, value) -> {
          String name =
              new String(key, names.length, key.length - names.length, StandardCharsets.UTF_8);
          numbers.put(name, ByteBuffer.wrap(value).getInt());
          return true;
        });
    db.scan(
        Family.DOCUMENTS,
        prefix,
        prefix,
        (key, value) -> {
          rows.put(ByteBuffer.wrap(key).getInt(4), DocumentRow.decode(value));
          return true;
        });
  }

  private byte[] namePrefix() {
    return ByteBuffer.allocate(6).put((byte) '#').put((byte) 'd').putInt(space).array();
  }

  /** The local number of a document, given out at first sight. */
  public synchronized int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    int fresh = numbers.size() + 1;
    byte[] rest = name.getBytes(StandardCharsets.UTF_8);
    byte[] key = ByteBuffer.allocate(6 + rest.length).put(namePrefix()).put(rest).array();
    try (WriteBatch batch = new WriteBatch()) {
      db.put(batch, Family.META, key, ByteBuffer.allocate(4).putInt(fresh).array());
      db.write(batch);
    }
    numbers.put(name, fresh);
    return fresh;
  }

  /** The names of the documents that have at least one change, sorted. */
  public synchronized List<String> names() {
    List<String> names = new ArrayList<>();
    numbers.forEach(
        (name, number) -> {
          if (rows.containsKey(number)) {
            names.add(name);
          }
        });
    return names;
  }

  public DocumentRow row(int number) {
    return rows.getOrDefault(number, DocumentRow.NONE);
  }

  void publish(int number, DocumentRow row) {
    rows.put(number, row);
  }

  /*
   * A snapshot is cut into parts. Part 0 starts with n, length and checksum of the whole, so a
   * damaged or half-replaced snapshot is noticed and the document is read from the journal instead.
   */
  private static final int HEADER = 8 + 4 + 4;

  /** Replaces the snapshot of a document. */
  public void saveSnapshot(int number, Snapshot snapshot) {
    byte[] bytes = snapshot.bytes();
    ByteBuffer all = ByteBuffer.allocate(HEADER + bytes.length);
    all.putLong(snapshot.n()).putInt(bytes.length).putInt(crc(bytes)).put(bytes);
    byte[] whole = all.array();
    try (WriteBatch batch = new WriteBatch()) {
      byte[] prefix = Keys.of(space, number);
      db.scan(
          Family.STATE,
          prefix,
          prefix,
          (key, value) -> {
            db.delete(batch, Family.STATE, key);
            return true;
          });
      for (int part = 0, at = 0; at < whole.length; part++, at += StoreLimits.STATE_PART_BYTES) {
        int end = Math.min(whole.length, at + StoreLimits.STATE_PART_BYTES);
        byte[] piece = java.util.Arrays.copyOfRange(whole, at, end);
        db.put(batch, Family.STATE, Keys.of(space, number, part), piece);
      }
      db.write(batch);
    }
  }

  /** The snapshot of a document, or null if there is none that can be trusted. */
  public @Nullable Snapshot loadSnapshot(int number) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    byte[] prefix = Keys.of(space, number);
    db.scan(
        Family.STATE,
        prefix,
        prefix,
        (key, value) -> {
          all.writeBytes(value);
          return true;
        });
    if (all.size() < HEADER) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(all.toByteArray());
    long n = buffer.getLong();
    int length = buffer.getInt();
    int crc = buffer.getInt();
    if (length != buffer.remaining()) {
      return null;
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return crc == crc(bytes) ? new Snapshot(n, bytes) : null;
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
