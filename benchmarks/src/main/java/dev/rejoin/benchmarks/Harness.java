package dev.rejoin.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;

/**
 * Measures one library in one process: what runs is timed, checked, and told as one JSON object a
 * line. Works as peers/harness.mjs does. Not safe for several threads.
 */
final class Harness {
  private static final double MILLI = 1e6;
  private static final int RUNS_MAX = 25;

  /** How often a large shape runs small at most, to warm up. */
  private static final int FEW_SMALL = 10;

  /** The same for lists, trees, marks, annotations and undo. */
  static final int MANY_SMALL = 50;

  private static final int SIZE_LEAST = 20;
  private static final double COLLECT_AFTER_MILLIS = 400;

  private final ChildOptions options;
  private final PrintStream out;
  private long deadline = Long.MAX_VALUE;

  Harness(ChildOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  ChildOptions options() {
    return options;
  }

  /** How large a shape is whose full size is given. */
  int sizeOf(int full) {
    return Math.max(SIZE_LEAST, (int) Math.floor(full * options.scale()));
  }

  static ObjectNode line() {
    return JsonNodeFactory.instance.objectNode();
  }

  void tell(ObjectNode line) {
    out.println(line);
    out.flush();
  }

  /** To be called in long loops; breaks off what takes longer than the limit. */
  void tick(int done, int total) {
    if ((done & 63) == 0 && System.nanoTime() > deadline) {
      throw new TooSlow(done, total);
    }
  }

  /** Sets the clock of {@link #tick}. */
  void start(int times) {
    deadline = System.nanoTime() + (long) (options.limitMillis() * MILLI * times);
  }

  /** Stops the clock of {@link #tick}. */
  void stop() {
    deadline = Long.MAX_VALUE;
  }

  /** Runs one row; whatever goes wrong there is told, and the others go on. */
  void row(String row, Consumer<String> run) {
    if (!options.wants(row)) {
      return;
    }
    tell(line().put("start", row));
    ObjectNode failure = line().put("row", row);
    try {
      start(1);
      run.accept(row);
      return;
    } catch (TooSlow e) {
      failure.put("overMillis", options.limitMillis()).put("done", e.done()).put("n", e.total());
    } catch (NoSuchThing e) {
      failure.put("none", e.getMessage());
    } catch (RuntimeException | Error e) {
      failure.put("failed", e.toString());
    }
    tell(failure);
  }

  /**
   * Warm-up, then runs until the budget is spent, at least three unless one takes very long.
   *
   * @param prepare not on the clock
   * @param check not on the clock; throws if the result is wrong
   * @param more goes into the line
   */
  <S, R> void measure(
      String row, ObjectNode more, Supplier<S> prepare, Function<S, R> timed, Consumer<R> check) {
    List<Double> times = new ArrayList<>();
    double warm = 0;
    double sinceCollect = Double.MAX_VALUE;
    double sum = 0;
    for (int runs = 0; ; runs++) {
      stop();
      S state = prepare.get();
      if (sinceCollect > COLLECT_AFTER_MILLIS) {
        System.gc();
        sinceCollect = 0;
      }
      start(1);
      long from = System.nanoTime();
      R result = timed.apply(state);
      double millis = (System.nanoTime() - from) / MILLI;
      stop();
      sinceCollect += millis;
      check.accept(result);
      warm += millis;
      // The first run is cold: it counts only where a second one would take too long.
      if (runs > 0 ? warm <= options.warmMillis() : millis <= options.limitMillis() / 2.0) {
        continue;
      }
      warm = Double.MAX_VALUE;
      times.add(millis);
      sum += millis;
      boolean enough = times.size() >= 3 || sum > options.budgetMillis() * 2;
      if (times.size() >= RUNS_MAX || (sum > options.budgetMillis() && enough)) {
        break;
      }
    }
    told(row, times, more);
  }

  /** A large shape: a few times small to warm up, then once. */
  void once(String row, int n, IntToDoubleFunction run) {
    once(row, n, FEW_SMALL, line(), run);
  }

  /**
   * The same, with more warm-up for what has many paths, and something said about it.
   *
   * @param smallRuns how often it runs small at most
   * @param more goes into the line
   */
  void once(String row, int n, int smallRuns, ObjectNode more, IntToDoubleFunction run) {
    int small = Math.max(1, n / 20);
    stop();
    double warm = 0;
    for (int runs = 0; runs < smallRuns && warm <= options.warmMillis(); runs++) {
      warm += run.applyAsDouble(small);
    }
    System.gc();
    more.put("n", n);
    told(row, new ArrayList<>(List.of(run.applyAsDouble(n))), more);
  }

  /** The milliseconds that something takes, with the limit on. */
  double time(Runnable timed) {
    start(1);
    long from = System.nanoTime();
    timed.run();
    double millis = (System.nanoTime() - from) / MILLI;
    stop();
    return millis;
  }

  void told(String row, List<Double> times, ObjectNode more) {
    Collections.sort(times);
    ObjectNode line = line().put("row", row);
    line.put("millis", round(Median.of(times))).put("min", round(times.get(0)));
    line.put("runs", times.size());
    line.setAll(more);
    tell(line);
  }

  private static double round(double millis) {
    return Math.rint(millis * 1000) / 1000;
  }

  /** Throws unless a result is as it has to be. */
  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }
}
