package dev.rejoin.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks one after the other, in order, on threads of a shared pool. Safe for any thread. */
final class SerialExecutor implements Executor {
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
      task.run();
    }
  }
}
