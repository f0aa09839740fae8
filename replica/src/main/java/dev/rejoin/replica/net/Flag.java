package dev.rejoin.replica.net;

import java.util.concurrent.Executor;

/** Many reasons to do one thing, done once for all of them. Safe for any thread. */
final class Flag {
  private final Executor executor;
  private final Runnable task;

  /** Guarded by this. */
  private boolean raised;

  Flag(Executor executor, Runnable task) {
    this.executor = executor;
    this.task = task;
  }

  /** The task runs once more, after now. */
  void raise() {
    synchronized (this) {
      if (raised) {
        return;
      }
      raised = true;
    }
    executor.execute(this::run);
  }

  private void run() {
    synchronized (this) {
      raised = false; // before the task reads anything: what comes from now on counts anew
    }
    task.run();
  }
}
