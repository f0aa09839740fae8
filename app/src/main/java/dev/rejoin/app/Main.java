package dev.rejoin.app;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where the {@code rejoin} command starts. */
public final class Main {
  /** How long an interrupted verb gets to put everything in order. */
  private static final int GRACE_SECONDS = 10;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = Terminal.ofProcess();
    CountDownLatch done = new CountDownLatch(1);
    Thread worker = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, done), "rejoin-stop"));
    int exit;
    try {
      exit = run(Invocation.direct(terminal, List.of(arguments)));
    } finally {
      terminal.flush();
      done.countDown();
    }
    System.exit(exit);
  }

  /** Runs one command and returns its exit code. */
  static int run(Invocation invocation) {
    return Verbs.commandLine(invocation).execute(invocation.arguments().toArray(String[]::new));
  }

  /** Ctrl-C or SIGTERM: the verb is interrupted, ends what it is doing and closes the store. */
  private static void stop(Thread worker, CountDownLatch done) {
    try {
      if (done.getCount() > 0) {
        worker.interrupt();
        done.await(GRACE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
