package dev.rejoin.replica.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An executor that runs its tasks one after the other on the threads of a pool.
 *
 * <p>Safe for any thread. Gives its thread back after a burst of tasks, so that a busy link cannot
 * starve the others. Tasks must not throw.
 */
final class Serial implements Executor {
  private static final int BURST = 64;

  private final Executor pool;
  private final Runnable afterBurst;

  /** Guarded by itself. */
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  /** Guarded by tasks. */
  private boolean scheduled;

  private volatile @Nullable Thread runner;

  /** {@code afterBurst} runs, also alone, after each burst of tasks. */
  Serial(Executor pool, Runnable afterBurst) {
    this.pool = pool;
    this.afterBurst = afterBurst;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    pool.execute(this::burst);
  }

  /** Whether the caller is one of the tasks. */
  boolean isCurrent() {
    return Thread.currentThread() == runner;
  }

  private void burst() {
    runner = Thread.currentThread();
    Runnable task = next();
    for (int i = 1; task != null; i++) {
      task.run();
      task = i < BURST ? next() : null;
    }
    afterBurst.run();
    runner = null;
    synchronized (tasks) {
      if (tasks.isEmpty()) {
        scheduled = false;
        return;
      }
    }
    pool.execute(this::burst);
  }

  private @Nullable Runnable next() {
    synchronized (tasks) {
      return tasks.poll();
    }
  }
}
