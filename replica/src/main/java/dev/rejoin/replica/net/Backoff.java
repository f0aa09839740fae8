package dev.rejoin.replica.net;

/**
 * The pauses between attempts to connect: 1 s, 2 s, 4 s and so on, each with a random part on top,
 * at most 30 s together.
 *
 * <p>For one thread at a time. Knows neither clock nor randomness; times are milliseconds.
 */
final class Backoff {
  static final long FIRST_MILLIS = 1_000;
  static final long CAP_MILLIS = 30_000;

  /** A link that held this long was healthy: what comes after it is a new beginning. */
  static final long HEALTHY_MILLIS = 10_000;

  /** The fixed part of the longest pause; with the random half on top it is the cap. */
  private static final long LONGEST_BASE = CAP_MILLIS * 2 / 3;

  private final long first;
  private int failures;

  Backoff(long firstMillis) {
    this.first = firstMillis;
  }

  /** How many attempts have failed in a row. */
  int failures() {
    return failures;
  }

  /**
   * Counts a failure, or the end of a link; returns the pause before the next attempt.
   *
   * @param heldMillis how long the link held, 0 if there was none
   * @param hopeless whether trying again soon makes no sense, so that the pause is long at once
   * @param random from 0 to 1, fresh each time
   */
  long failed(long heldMillis, boolean hopeless, double random) {
    if (heldMillis >= HEALTHY_MILLIS) {
      failures = 0;
    }
    long base = hopeless ? LONGEST_BASE : Math.min(LONGEST_BASE, first << Math.min(failures, 20));
    failures++;
    return base + (long) (random * base / 2);
  }
}
