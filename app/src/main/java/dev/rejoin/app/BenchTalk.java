package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** How a {@link BenchVerb} speaks: as every verb does. Not safe for several threads. */
public final class BenchTalk {
  private static final long LINE_NANOS = 10_000_000_000L;

  private final Invocation invocation;
  private final long startNanos = System.nanoTime();
  private long toldNanos = startNanos - LINE_NANOS;
  private boolean onScreen;

  BenchTalk(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Whether the answer has to be one JSON object. */
  public boolean json() {
    return invocation.json();
  }

  /** An answer in JSON, to be filled, with its version in front. */
  public ObjectNode answer() {
    return Json.answer();
  }

  /** Prints a line of data. */
  public void print(String line) {
    wipe();
    invocation.print(line);
  }

  /** Prints data as JSON, one line. */
  public void print(ObjectNode object) {
    wipe();
    invocation.print(object);
  }

  /** Prints a line of talk, unless the user wants quiet. */
  public void talk(String line) {
    wipe();
    invocation.talk(line);
  }

  /**
   * Tells what runs now and how much is left: on a terminal a line drawn anew, elsewhere one every
   * ten seconds.
   */
  public void progress(String what, int done, int total) {
    GlobalOptions options = invocation.options();
    if (options.noProgress || options.quiet || options.json) {
      return;
    }
    Terminal terminal = invocation.terminal();
    long now = System.nanoTime();
    if (!terminal.errTty() && now - toldNanos < LINE_NANOS) {
      return;
    }
    toldNanos = now;
    String line =
        String.format(Locale.ROOT, "%d/%d  %s%s", done + 1, total, what, left(done, total));
    if (terminal.errTty()) {
      onScreen = true;
      terminal.err().print("\r" + line + "\u001b[K");
      terminal.err().flush();
    } else {
      terminal.err().println(line);
    }
  }

  private String left(int done, int total) {
    if (done == 0) {
      return "";
    }
    double seconds = (System.nanoTime() - startNanos) / 1e9 / done * (total - done);
    return seconds < 90
        ? String.format(Locale.ROOT, "  about %.0f s left", seconds)
        : String.format(Locale.ROOT, "  about %.0f min left", seconds / 60);
  }

  private void wipe() {
    if (onScreen) {
      onScreen = false;
      invocation.terminal().err().print("\r\u001b[K");
      invocation.terminal().err().flush();
    }
  }
}
