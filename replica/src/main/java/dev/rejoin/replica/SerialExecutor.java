package dev.rejoin.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other, in order, on threads of a shared pool. Safe for any thread. */
final class SerialExecutor implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger("dev.rejoin.document");

  private final Executor pool;

  /** Guarded by this. */
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  private boolean running;

  SerialExecutor(Executor pool) {
    this.pool = pool;
  }

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
    if (!running) {
      try {
        pool.execute(this::runAll);
        running = true;
      } catch (RejectedExecutionException e) {
        tasks.clear(); // the pool has been shut down: nobody waits for these any more
      }
    }
  }

  private void runAll() {
    while (true) {
      Runnable task;
      synchronized (this) {
        task = tasks.poll();
        if (task == null) {
          running = false;
          return;
        }
      }
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("a task failed; those after it go on", e);
      }
    }
  }
}
