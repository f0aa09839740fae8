package dev.rejoin.replica.store;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * Implementation notes.
 *
 * Group commit: a writer puts its batch into the write-ahead log without fsync and goes on; one thread
 * fsyncs, at once when idle, and what arrives meanwhile is the next group. What a group covers is
 * fixed when its fsync starts: the heads of the journals are read before the call and published after
 * it. A write counts only after RocksDB has taken it, so a published number never runs ahead.
 */
/**
 * The thread that makes writes survive a power cut, in groups.
 *
 * <p>Safe for any thread. Listeners run on the fsync thread and must be quick.
 */
final class Durability implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.store");

  /** Does one fsync of the write-ahead log. */
  interface Sync {
    void run() throws Exception;
  }

  private final Object monitor = new Object();
  private final Sync sync;
  private final Thread thread;
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Guarded by monitor: journals that grew since the last group started. */
  private Set<SpaceJournal> dirty = new LinkedHashSet<>();

  private long written;
  private boolean closed;

  /** Invariant: synced <= written. */
  private volatile long synced;

  private volatile long groups;

  private Durability(Sync sync) {
    this.sync = sync;
    this.thread = new Thread(this::loop, "rejoin-fsync");
    this.thread.setDaemon(true);
  }

  static Durability start(Sync sync) {
    Durability durability = new Durability(sync);
    durability.thread.start();
    return durability;
  }

  /** Counts a write that RocksDB has taken; returns its number. */
  long wrote(Iterable<SpaceJournal> grown) {
    synchronized (monitor) {
      grown.forEach(dirty::add);
      written++;
      monitor.notifyAll();
      return written;
    }
  }

  long written() {
    synchronized (monitor) {
      return written;
    }
  }

  long synced() {
    return synced;
  }

  long groups() {
    return groups;
  }

  void onSynced(Runnable listener) {
    listeners.add(listener);
  }

  void removeListener(Runnable listener) {
    listeners.remove(listener);
  }

  /** Waits until everything written so far is fsynced. */
  void await() {
    long goal = written();
    boolean interrupted = false;
    synchronized (monitor) {
      while (synced < goal && !closed) {
        try {
          monitor.wait();
        } catch (InterruptedException e) {
          interrupted = true; // a short wait: finish it, then tell the caller
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (synced < goal) {
      throw new RejoinException(
          ErrorCode.STORE_READ_ONLY, "the store stopped before it had written everything to disk");
    }
  }

  private void loop() {
    while (true) {
      Map<SpaceJournal, Long> heads = new LinkedHashMap<>();
      long goal;
      synchronized (monitor) {
        while (synced == written && !closed) {
          try {
            monitor.wait();
          } catch (InterruptedException e) {
            return;
          }
        }
        if (synced == written) {
          return;
        }
        goal = written;
        dirty.forEach(journal -> heads.put(journal, journal.head()));
        dirty = new LinkedHashSet<>();
      }
      if (!syncGroup(goal, heads)) {
        return;
      }
    }
  }

  private boolean syncGroup(long goal, Map<SpaceJournal, Long> heads) {
    try {
      sync.run();
    } catch (Exception | Error e) {
      // After a failed fsync nothing is known about what is on disk: stop promising anything.
      LOG.error("fsync failed; nothing more is acknowledged until the store is opened again", e);
      synchronized (monitor) {
        closed = true;
        monitor.notifyAll();
      }
      return false;
    }
    groups++;
    heads.forEach(SpaceJournal::publishDurable); // first: who waited may send it at once
    synchronized (monitor) {
      synced = goal;
      monitor.notifyAll();
    }
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RejoinException | IllegalStateException e) {
        LOG.warn("a listener of the fsync thread failed", e);
      }
    }
    return true;
  }

  /** Fsyncs what is left and stops the thread. */
  @Override
  public void close() {
    synchronized (monitor) {
      closed = true;
      monitor.notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
