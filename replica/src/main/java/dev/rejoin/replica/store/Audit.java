package dev.rejoin.replica.store;

import dev.rejoin.proto.RejoinException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
      db.write(batch);
    } catch (RejoinException e) {
      LOG.error("the store cannot note it", e); // what is reported matters more than the note
    }
  }

  /** The newest lines, oldest of them first. */
  public List<Entry> latest(int count) {
    Deque<Entry> found = new ArrayDeque<>();
    db.scan(
        Family.AUDIT,
        new byte[0],
        new byte[0],
        (key, value) -> {
          String[] parts = new String(value, StandardCharsets.UTF_8).split("\n", 2);
          Instant time = Instant.ofEpochMilli(ByteBuffer.wrap(key).getLong());
          found.addLast(new Entry(time, parts[0], parts.length > 1 ? parts[1] : ""));
          if (found.size() > count) {
            found.removeFirst();
          }
          return true;
        });
    return new ArrayList<>(found);
  }
}
