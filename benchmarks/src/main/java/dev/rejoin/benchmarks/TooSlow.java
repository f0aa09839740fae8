package dev.rejoin.benchmarks;

/** A run was broken off at its limit. */
final class TooSlow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int done;
  private final int total;

  TooSlow(int done, int total) {
    super("only " + done + " of " + total + " in time");
    this.done = done;
    this.total = total;
  }

  int done() {
    return done;
  }

  int total() {
    return total;
  }
}
