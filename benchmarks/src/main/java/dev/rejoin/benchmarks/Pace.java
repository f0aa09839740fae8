package dev.rejoin.benchmarks;

import java.util.List;

/**
 * How long things may take.
 *
 * @param warmMillis warm-up of a row, at least
 * @param budgetMillis measuring a row, at least
 * @param limitMillis one run of one row
 * @param processSeconds one process
 * @param onceAboveSeconds a process that takes longer runs in the first round only
 * @param totalSeconds after this time rounds behind the first start nothing more
 * @param scale how large the shapes are
 */
record Pace(
    int warmMillis,
    int budgetMillis,
    int limitMillis,
    int processSeconds,
    int onceAboveSeconds,
    int totalSeconds,
    double scale) {
  static final Pace QUICK = new Pace(300, 500, 4_000, 60, 60, 900, 0.1);
  static final Pace FULL = new Pace(1_000, 800, 10_000, 90, 30, 2_100, 1);

  /** How many times longer the JVM warms up than V8, since its compiler takes longer. */
  static final int JVM_WARM = 3;

  /** With less warm-up one measures compilers. */
  private static final int WARM_MIN = 500;

  /** Below this measuring says little. */
  private static final int MILLIS_MIN = 200;

  /** What a process and a row cost beyond warm-up and measuring, as seen on two cores. */
  private static final double PROCESS_SECONDS = 1.5;

  private static final double ROW_SECONDS = 0.8;

  /** How long the plan takes, roughly: peers that reach limits are not foreseen, save one. */
  double estimateSeconds(List<Job> jobs) {
    double seconds = 0;
    for (Job job : jobs) {
      seconds += job.peer() == Peer.AUTOMERGE ? ofSlow(job) : of(job);
    }
    return seconds;
  }

  private double of(Job job) {
    long timed = job.rows().stream().filter(row -> !row.startsWith("size-")).count();
    double rowSeconds = ROW_SECONDS + (warmMillis + budgetMillis) / 1e3;
    boolean floor = job.peer() == Peer.FLOOR;
    return floor ? PROCESS_SECONDS : PROCESS_SECONDS + timed * rowSeconds;
  }

  private double ofSlow(Job job) {
    return job.round() > 0
        ? PROCESS_SECONDS
        : Math.min(processSeconds, of(job) + job.rows().size() * limitMillis / 2e3);
  }

  /**
   * The same with warm-up and measuring short enough for a time, as far as that can be. Limits
   * stay: a library that is slow must not look as if it could not do something.
   */
  Pace within(double minutes, List<Job> jobs) {
    double wanted = minutes * 60;
    double factor = 1;
    while (factor > 0.05 && shortened(factor, wanted).estimateSeconds(jobs) > wanted) {
      factor *= 0.9;
    }
    return shortened(factor, wanted);
  }

  private Pace shortened(double factor, double total) {
    return new Pace(
        Math.max(WARM_MIN, (int) (warmMillis * factor)),
        Math.max(MILLIS_MIN, (int) (budgetMillis * factor)),
        limitMillis,
        processSeconds,
        onceAboveSeconds,
        (int) total,
        scale);
  }
}
