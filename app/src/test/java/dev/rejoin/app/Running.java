package dev.rejoin.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that goes on, on a thread of this process; closed it is interrupted, as by Ctrl-C. */
final class Running implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Transcript out;
  private final Transcript err;
  private final Keyboard keyboard = new Keyboard();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private final Thread thread;

  Running(Map<String, String> environment, List<String> arguments) {
    String command = String.join(" ", arguments);
    this.out = new Transcript("out of " + command);
    this.err = new Transcript("err of " + command);
    Terminal terminal =
        new Terminal(
            keyboard,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false,
            false,
            Map.copyOf(environment));
    this.thread =
        new Thread(() -> exit.complete(Main.run(Invocation.direct(terminal, arguments))), command);
    thread.setDaemon(true);
    thread.start();
  }

  Transcript out() {
    return out;
  }

  Transcript err() {
    return err;
  }

  Keyboard keyboard() {
    return keyboard;
  }

  /** Waits until it has ended by itself. */
  int exit() {
    try {
      return exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(thread.getName() + " did not end: " + err.text(), e);
    }
  }

  /** Presses Ctrl-C and waits for the end. */
  int interrupt() {
    thread.interrupt();
    return exit();
  }

  @Override
  public void close() {
    interrupt();
  }
}
