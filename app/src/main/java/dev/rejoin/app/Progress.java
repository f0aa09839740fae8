package dev.rejoin.app;

import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on standard error, for what takes longer than half a second.
 *
 * <p>On a terminal one line that is drawn anew; elsewhere a line every ten seconds. Driven by its
 * caller: tell it often, it draws seldom. An unknown total shows count and rate, never a made-up
 * percentage. Not safe for several threads.
 */
final class Progress implements AutoCloseable {
  static final long UNKNOWN = -1;

  private static final long QUIET_NANOS = 500_000_000L;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;
  private static final int CELLS = 14;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private final @Nullable Terminal terminal;
  private final String label;
  private final String unit;
  private final LongSupplier nanos;
  private final long startNanos;
  private long drawnNanos;
  private boolean onScreen;

  Progress(@Nullable Terminal terminal, String label, String unit, LongSupplier nanos) {
    this.terminal = terminal;
    this.label = label;
    this.unit = unit;
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
    this.drawnNanos = startNanos;
  }

  /** Progress on a terminal; on null it shows nothing. */
  static Progress on(@Nullable Terminal terminal, String label, String unit) {
    return new Progress(terminal, label, unit, System::nanoTime);
  }

  /**
   * Tells how far it is.
   *
   * @param total how much there is, or {@link #UNKNOWN}
   */
  void at(long done, long total) {
    if (terminal == null) {
      return;
    }
    long now = nanos.getAsLong();
    boolean bar = terminal.errTty();
    long pause = bar ? REDRAW_NANOS : LINE_NANOS;
    boolean due = onScreen ? now - drawnNanos >= pause : now - startNanos >= first(bar);
    if (!due) {
      return;
    }
    drawnNanos = now;
    onScreen = true;
    String line = line(done, total, now - startNanos);
    if (bar) {
      terminal.err().print("\r" + line + "\u001b[K");
      terminal.err().flush();
    } else {
      terminal.err().println(line);
    }
  }

  private static long first(boolean bar) {
    return bar ? QUIET_NANOS : LINE_NANOS;
  }

  private String line(long done, long total, long elapsedNanos) {
    double rate = done / (elapsedNanos / 1e9);
    if (total <= 0) {
      return String.format(Locale.ROOT, "%s  %,d %s  %,.0f/s", label, done, unit, rate);
    }
    double part = Math.min(1.0, (double) done / total);
    String line =
        String.format(
            Locale.ROOT,
            "%s  %s %3.0f %%  %,d/%,d %s",
            label,
            bar(part),
            Math.floor(part * 100),
            done,
            total,
            unit);
    if (done <= 0 || done >= total) {
      return line;
    }
    double left = (total - done) / rate;
    return line + String.format(Locale.ROOT, "  %,.0f/s  %,.0f s left", rate, Math.ceil(left));
  }

  private static String bar(double part) {
    int eighths = (int) (part * CELLS * 8);
    StringBuilder bar = new StringBuilder("█".repeat(eighths / 8));
    if (bar.length() < CELLS) {
      bar.append(EIGHTHS.charAt(eighths % 8));
    }
    return bar + " ".repeat(CELLS - bar.length());
  }

  /** Wipes the bar; what is said next stands in its place. */
  @Override
  public void close() {
    if (terminal != null && onScreen && terminal.errTty()) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
  }
}
