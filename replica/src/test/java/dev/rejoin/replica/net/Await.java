package dev.rejoin.replica.net;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting in tests: for a condition, woken by whatever happens at a {@link TestHost}. */
public final class Await {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final Object MONITOR = new Object();

  private Await() {}

  /** Something may have become true. */
  static void wake() {
    synchronized (MONITOR) {
      MONITOR.notifyAll();
    }
  }

  /** Returns when the condition holds; fails after 20 seconds. */
  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /** The same; {@code what} is asked at the end, so it can say how things stand. */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT_NANOS;
    synchronized (MONITOR) {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("did not happen in time: " + what.get());
        }
        try {
          MONITOR.wait(20); // sockets and clients wake nobody
        } catch (InterruptedException e) {
          throw new AssertionError("interrupted while waiting", e);
        }
      }
    }
  }
}
