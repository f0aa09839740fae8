package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a progress bar shows, at times that the test chooses. */
final class ProgressTest {
  private final StringWriter err = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  private Progress progress(boolean tty) {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            tty,
            tty,
            Map.of());
    return new Progress(terminal, "Sending", "changes", nanos::get);
  }

  private void at(long millis) {
    nanos.set(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void what_is_quick_shows_nothing() {
    try (Progress progress = progress(true)) {
      at(499);
      progress.at(1, 2);
    }
    assertEquals("", err.toString());
  }

  @Test
  void a_terminal_gets_a_bar_that_is_wiped_at_the_end() {
    try (Progress progress = progress(true)) {
      at(4_000);
      progress.at(1_204, 2_510);
      at(4_050);
      progress.at(1_300, 2_510); // too soon to draw again
    }
    assertEquals(
        "\rSending  ██████▋         47 %  1,204/2,510 changes  301/s  5 s left\u001b[K\r\u001b[K",
        err.toString());
  }

  @Test
  void a_pipe_gets_a_line_every_ten_seconds() {
    try (Progress progress = progress(false)) {
      at(9_999);
      progress.at(1, 4);
      at(10_000);
      progress.at(2, 4);
      at(15_000);
      progress.at(3, 4);
      at(20_000);
      progress.at(4, 4);
    }
    assertEquals(2, err.toString().lines().count());
    assertTrue(err.toString().endsWith("██████████████ 100 %  4/4 changes\n"), err.toString());
  }

  @Test
  void an_unknown_total_shows_count_and_rate() {
    try (Progress progress = progress(false)) {
      at(10_000);
      progress.at(3_100, Progress.UNKNOWN);
    }
    assertEquals("Sending  3,100 changes  310/s\n", err.toString());
  }
}
