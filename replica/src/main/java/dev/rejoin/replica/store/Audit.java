package dev.rejoin.replica.store;

import dev.rejoin.proto.RejoinException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of refusals, damage and repairs, oldest first; changes themselves are not in it, the
 * journal is their record. Safe for any thread.
 */
public final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.audit");

  /** One line of the list. */
  public record Entry(Instant time, String what, String detail) {}

  private static final int TRIM_EVERY = 500;

  private final Database db;
  private int number;

  Audit(Database db) {
    this.db = db;
  }

  /** Adds a line; {@code what} is the name of an error code. */
  public synchronized void record(String what, String detail) {
    LOG.warn("{}: {}", what, detail);
    byte[] key =
        ByteBuffer.allocate(12).putLong(System.currentTimeMillis()).putInt(number++).array();
    try (WriteBatch batch = new WriteBatch()) {
      db.put(batch, Family.AUDIT, key, (what + "\n" + detail).getBytes(StandardCharsets.UTF_8));
      if (number % TRIM_EVERY == 0) {
        trim(batch);
      }
      db.write(batch);
    } catch (RejoinException e) {
      LOG.error("the store cannot note it", e); // what is reported matters more than the note
    }
  }

  /** Drops what is older than the newest {@link StoreLimits#MAX_AUDIT_ENTRIES} lines. */
  private void trim(WriteBatch batch) {
    List<byte[]> keys = new ArrayList<>();
    db.scan(
        Family.AUDIT,
        new byte[0],
        new byte[0],
        (key, value) -> {
          keys.add(key);
          return true;
        });
    int surplus = Math.max(0, keys.size() - StoreLimits.MAX_AUDIT_ENTRIES);
    keys.subList(0, surplus).forEach(key -> db.delete(batch, Family.AUDIT, key));
  }

  /** The newest lines, oldest of them first. */
  public List<Entry> latest(int count) {
    List<Entry> found = new ArrayList<>();
    db.scanBack(
        Family.AUDIT,
        (key, value) -> {
          String[] parts = new String(value, StandardCharsets.UTF_8).split("\n", 2);
          Instant time = Instant.ofEpochMilli(ByteBuffer.wrap(key).getLong());
          found.add(0, new Entry(time, parts[0], parts.length > 1 ? parts[1] : ""));
          return found.size() < count;
        });
    return found;
  }
}
