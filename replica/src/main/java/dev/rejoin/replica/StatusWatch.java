package dev.rejoin.replica;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners how a replica is, after something has changed. Safe for any thread.
 *
 * <p>Many changes within a moment are told once, and a listener that is slow hears the newest only.
 */
final class StatusWatch {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.status");

  /** What comes within this time is told together. */
  private static final long GATHER_MILLIS = 50;

  private final Supplier<Status> status;
  private final ScheduledExecutorService clock;
  private final Executor callbacks;
  private final CopyOnWriteArrayList<Consumer<Status>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean due = new AtomicBoolean();

  StatusWatch(Supplier<Status> status, ScheduledExecutorService clock, Executor callbacks) {
    this.status = status;
    this.clock = clock;
    this.callbacks = callbacks;
  }

  Registration observe(Consumer<Status> listener) {
    listeners.add(listener);
    changed();
    return () -> listeners.remove(listener);
  }

  /** Something may have changed; takes no lock. */
  void changed() {
    if (listeners.isEmpty() || !due.compareAndSet(false, true)) {
      return;
    }
    try {
      clock.schedule(() -> callbacks.execute(this::tell), GATHER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      due.set(false); // closing: nobody is told any more
    }
  }

  private void tell() {
    due.set(false); // before looking: what changes from here on is told anew
    try {
      Status now = status.get();
      listeners.forEach(listener -> tell(listener, now));
    } catch (RuntimeException e) {
      LOG.debug("the status cannot be told", e); // the store closes at this moment
    }
  }

  private static void tell(Consumer<Status> listener, Status now) {
    try {
      listener.accept(now);
    } catch (RuntimeException e) {
      LOG.warn("a listener of the status failed", e);
    }
  }
}
