package dev.rejoin.replica.store;

import dev.rejoin.replica.trust.DeviceId;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.WriteBatch;

/**
 * What peers and relays have acknowledged of one space, and how far their order has been read.
 *
 * <p>Safe for any thread; what reads and then writes holds the lock of this. The outbox is own
 * changes above what a target has acknowledged: one number, not a table.
 */
public final class Targets {
  private final Database db;
  private final int space;
  private final ConcurrentSkipListMap<DeviceId, Target> targets = new ConcurrentSkipListMap<>();

  Targets(Database db, int space) {
    this.db = db;
    this.space = space;
    byte[] prefix = Keys.of(space);
    db.scan(
        Family.TARGETS,
        prefix,
        prefix,
        (key, value) -> {
          targets.put(DeviceId.of(Arrays.copyOfRange(key, 4, key.length)), Target.decode(value));
          return true;
        });
  }

  public Target get(DeviceId device) {
    return targets.getOrDefault(device, Target.NEW);
  }

  /** All targets, in the order of device ids. */
  public Map<DeviceId, Target> all() {
    return new TreeMap<>(targets);
  }

  /** Notes an acknowledgement: everything up to {@code n} is fsynced there. */
  public synchronized void acked(DeviceId device, boolean relay, long n, long nowMillis) {
    save(device, get(device).withAcked(relay, n, nowMillis));
  }

  /** Notes how far a peer's order has been read; never called before that data is written. */
  public synchronized void read(DeviceId device, @Nullable Cursor cursor) {
    save(device, get(device).withCursor(cursor));
  }

  /**
   * Notes what a relay says of another device: it holds everything up to {@code n}. What is known
   * of a relay at first hand stays, and strangers are noted up to a limit only.
   */
  public synchronized void delivered(DeviceId device, long n, long nowMillis) {
    boolean room = targets.containsKey(device) || targets.size() < StoreLimits.MAX_REPLICAS;
    if (room && !get(device).relay()) {
      save(device, get(device).withAcked(false, n, nowMillis));
    }
  }

  private void save(DeviceId device, Target target) {
    try (WriteBatch batch = new WriteBatch()) {
      db.put(batch, Family.TARGETS, Keys.of(space, device.bytes()), target.encode());
      db.write(batch);
    }
    targets.put(device, target);
  }

  void publish(DeviceId device, Target target) {
    targets.put(device, target);
  }
}
