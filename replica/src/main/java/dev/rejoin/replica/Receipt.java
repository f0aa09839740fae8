package dev.rejoin.replica;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Where one edit has got to. Safe for any thread.
 *
 * <p>A receipt knows of this process's lifetime only; {@link Replica#status} tells what is still on
 * its way after a restart.
 */
public final class Receipt {
  private final Space space;
  private final long from;
  private final long to;
  private final long write;

  /** Guarded by this. */
  private final Map<Tier, CompletableFuture<Receipt>> waiting = new EnumMap<>(Tier.class);

  /** Guarded by this; never goes back. */
  private Tier tier = Tier.WRITTEN;

  Receipt(Space space, long from, long to, long write) {
    this.space = space;
    this.from = from;
    this.to = to;
    this.write = write;
  }

  /**
   * The first and last number that the edit took on this replica's line; 0 if it changed nothing.
   */
  public long from() {
    return from;
  }

  public long to() {
    return to;
  }

  /** Whether the edit changed anything. */
  public boolean isEmpty() {
    return to == 0;
  }

  long write() {
    return write;
  }

  public synchronized Tier tier() {
    return tier;
  }

  /** The same as one sentence for people. */
  public String explain() {
    if (isEmpty()) {
      return "Nothing was changed.";
    }
    return switch (tier()) {
      case WRITTEN -> "Kept on this device; it will be on disk in a moment.";
      case SAVED -> "Saved on this device; not sent yet.";
      case SENT -> "Saved on this device and sent; nobody has confirmed it yet.";
      case RELAYED -> "Stored by a relay; no other device has confirmed it yet.";
      case DELIVERED -> "Stored on another device.";
    };
  }

  /** Completes once the edit has got to {@code goal} or further, however long that takes. */
  public CompletableFuture<Receipt> reached(Tier goal) {
    CompletableFuture<Receipt> future;
    synchronized (this) {
      if (tier.compareTo(goal) >= 0) {
        return CompletableFuture.completedFuture(this);
      }
      future = waiting.computeIfAbsent(goal, g -> new CompletableFuture<>()).copy();
    }
    space.track(this); // outside the lock: the outbox asks receipts while it holds its own
    return future;
  }

  /** Notes how far the edit is; futures are completed on the replica's pool, outside locks. */
  void advance(Tier now) {
    List<CompletableFuture<Receipt>> done = new ArrayList<>();
    synchronized (this) {
      if (now.compareTo(tier) <= 0) {
        return;
      }
      tier = now;
      for (Tier goal : Tier.values()) {
        if (goal.compareTo(now) <= 0 && waiting.containsKey(goal)) {
          done.add(waiting.remove(goal));
        }
      }
    }
    done.forEach(future -> space.call(() -> future.complete(this)));
  }

  synchronized boolean isAwaited() {
    return !waiting.isEmpty();
  }
}
