package dev.rejoin.replica;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

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
      running = true;
      pool.execute(this::runAll);
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
