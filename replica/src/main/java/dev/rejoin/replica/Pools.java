package dev.rejoin.replica;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads that do not keep the process alive, and their end. */
final class Pools {
  private static final int PATIENCE_SECONDS = 5;

  private Pools() {}

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Waits for a pool that takes no more tasks; those that do not end in time are interrupted. */
  static void shutdown(ExecutorService pool) {
    try {
      if (!pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
