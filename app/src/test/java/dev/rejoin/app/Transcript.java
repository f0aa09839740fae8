package dev.rejoin.app;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a command that still runs has printed so far; others may wait for more of it. */
final class Transcript extends Writer {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final String name;
  private final StringBuilder text = new StringBuilder();

  Transcript(String name) {
    this.name = name;
  }

  @Override
  public synchronized void write(char[] buffer, int from, int count) {
    text.append(buffer, from, count);
    notifyAll();
  }

  @Override
  public void flush() {
    // what is written is there
  }

  @Override
  public void close() {
    // may be read on
  }

  synchronized String text() {
    return text.toString();
  }

  /** Waits until this has been printed. */
  void await(String expected) {
    until("'" + expected + "' in " + name, () -> text().contains(expected));
  }

  /** Waits for a line that holds this, and returns it whole. */
  synchronized String line(String part) {
    until("a line with '" + part + "' in " + name, () -> find(part) != null);
    return String.valueOf(find(part));
  }

  private synchronized @org.jspecify.annotations.Nullable String find(String part) {
    int end = text.lastIndexOf("\n");
    return text.substring(0, end + 1)
        .lines()
        .filter(l -> l.contains(part))
        .findFirst()
        .orElse(null);
  }

  /** Waits for anything that can be looked at; what happens in another process wakes nobody. */
  synchronized void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("did not happen in time: " + what + "; so far:\n" + text);
        }
        wait(20);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  /** Copies everything from a stream, on a thread of its own. */
  void copy(Reader from) {
    Thread thread =
        new Thread(
            () -> {
              try {
                from.transferTo(this);
              } catch (IOException e) {
                // The process has ended, and its streams with it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
