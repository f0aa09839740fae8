package dev.rejoin.replica;

import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Store;
import dev.rejoin.replica.store.Target;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/*
 * Implementation notes.
 *
 * There is no table of what is to be sent: the journal and one acknowledged number per target say it.
 * Here is only an index from own changes to their arrival numbers, to count and to answer receipts;
 * it is read back from the arrival order when the space is opened.
 */
/** What has become of this replica's own changes of one space. Safe for any thread. */
final class Outbox {
  private final Store store;
  private final SpaceJournal journal;

  /** Own changes of this replica: first number to arrival number. */
  private final ConcurrentSkipListMap<Long, Long> arrivalByFrom = new ConcurrentSkipListMap<>();

  /** Own changes of this device, any incarnation: arrival numbers. */
  private final ConcurrentSkipListMap<Long, Boolean> ownArrivals = new ConcurrentSkipListMap<>();

  /** Guarded by this. */
  private final Set<Receipt> awaited = new LinkedHashSet<>();

  /**
   * The last number of the own line that the maps tell of; written after them. The journal grows
   * before they do, and between the two a number would look like part of an older change.
   */
  private volatile long frozenTo;

  /** Highest arrival number that a link of this process has sent. */
  private volatile long sentN;

  Outbox(Store store, SpaceJournal journal) {
    this.store = store;
    this.journal = journal;
    journal.arrivals(
        store.device(),
        (replica, from, n) -> {
          ownArrivals.put(n, true);
          if (replica.equals(store.replica())) {
            arrivalByFrom.put(from, n);
          }
        });
    Line own = journal.line(store.replica());
    frozenTo = own == null ? 0 : own.to();
  }

  /**
   * A change with the numbers {@code from} to {@code to} was frozen and has this arrival number.
   */
  void frozen(long from, long to, long n) {
    arrivalByFrom.put(from, n);
    ownArrivals.put(n, true);
    frozenTo = to;
  }

  /** The caller holds no lock. */
  void track(Receipt receipt) {
    synchronized (this) {
      awaited.add(receipt);
    }
    refresh(receipt);
  }

  /** A link has sent everything up to here. */
  void sent(long n) {
    if (n > sentN) {
      sentN = n;
      refresh();
    }
  }

  /** Looks at all awaited receipts again; after an fsync or an acknowledgement. */
  void refresh() {
    List<Receipt> now;
    synchronized (this) {
      now = List.copyOf(awaited);
    }
    now.forEach(this::refresh);
    synchronized (this) {
      awaited.removeIf(receipt -> !receipt.isAwaited());
    }
  }

  private void refresh(Receipt receipt) {
    if (receipt.isEmpty()) {
      receipt.advance(Tier.DELIVERED);
      return;
    }
    boolean isFrozen = frozenTo >= receipt.to(); // read before the map that it speaks of
    Map.Entry<Long, Long> change = arrivalByFrom.floorEntry(receipt.to());
    Tier tier = isFrozen && change != null ? tier(change.getValue()) : Tier.WRITTEN;
    if (tier == Tier.WRITTEN && store.synced() >= receipt.write()) {
      tier = Tier.SAVED;
    }
    receipt.advance(tier);
  }

  /** How far the own change with this arrival number has got. */
  Tier tier(long n) {
    Tier tier = n <= journal.durable() ? Tier.SAVED : Tier.WRITTEN;
    if (n <= sentN) {
      tier = Tier.SENT;
    }
    for (Target target : journal.targets().all().values()) {
      if (target.acked() >= n) {
        Tier reached = target.relay() ? Tier.RELAYED : Tier.DELIVERED;
        tier = reached.compareTo(tier) > 0 ? reached : tier;
      }
    }
    return tier;
  }

  /** Own changes above an acknowledged number. */
  long pending(long acked) {
    return ownArrivals.tailMap(acked, false).size();
  }

  long pendingEverywhere() {
    return pending(ackedAnywhere());
  }

  /** When the oldest change came that no other store is known to hold. */
  Optional<Instant> oldestPending() {
    Long n = ownArrivals.higherKey(ackedAnywhere());
    return Optional.ofNullable(n).map(x -> Instant.ofEpochMilli(journal.arrivedMillis(x)));
  }

  private long ackedAnywhere() {
    long acked = 0;
    for (Target target : journal.targets().all().values()) {
      acked = Math.max(acked, target.acked());
    }
    return acked;
  }

  long pendingOnRelays() {
    long acked = 0;
    for (Target target : journal.targets().all().values()) {
      acked = target.relay() ? Math.max(acked, target.acked()) : acked;
    }
    return pending(acked);
  }

  /** Own changes that were sent and that nobody has acknowledged yet. */
  long sent() {
    long pending = pendingEverywhere();
    return Math.max(0, pending - pending(Math.min(sentN, journal.head())));
  }
}
