package dev.rejoin.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares the text engine with the simple text for as long as you like.
 *
 * <p>Makes one short history after the other, so that texts stay of a size at which the simple text
 * is quick. History number {@code i} has the seed {@code seed + i}. Runs in the calling thread.
 */
public final class TextSoak {
  private final Function<TestReplica, TextWatch> watch;
  private long histories;
  private long steps;
  private @Nullable Difference difference;

  private TextSoak(Function<TestReplica, TextWatch> watch) {
    this.watch = watch;
  }

  /**
   * Where engine and simple text differ first.
   *
   * @param seed of the history: a soak that begins with it shows the same at once
   */
  public record Difference(long seed, String scenario, String what) {}

  /**
   * How it went. Immutable.
   *
   * @param steps transactions, imports, rollbacks and loads that were compared
   */
  public record Result(long histories, long steps, @Nullable Difference difference) {}

  /**
   * Runs until that many steps were compared and the history they are in is over, or until there is
   * a difference.
   *
   * @param progress hears now and then how many steps are done
   * @throws InterruptedException if the thread is interrupted; looked at after each history
   */
  public static Result run(long seed, long steps, LongConsumer progress)
      throws InterruptedException {
    return run(seed, steps, progress, TextWatch::over);
  }

  static Result run(
      long seed, long steps, LongConsumer progress, Function<TestReplica, TextWatch> watch)
      throws InterruptedException {
    TextSoak soak = new TextSoak(watch);
    while (soak.steps < steps && soak.difference == null) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the soak was interrupted");
      }
      soak.history(seed + soak.histories);
      progress.accept(soak.steps);
    }
    return new Result(soak.histories, soak.steps, soak.difference);
  }

  private void history(long seed) {
    List<TextWatch> watches = new ArrayList<>();
    try {
      TextHistory.of(seed, replica -> watches.add(watch.apply(replica))).requireConverged();
    } catch (RuntimeException | AssertionError failure) {
      String scenario = TextHistory.scenarioOf(seed).name().toLowerCase(Locale.ROOT);
      difference = new Difference(seed, scenario, String.valueOf(failure.getMessage()));
    }
    watches.forEach(one -> steps += one.settled());
    histories++;
  }
}
