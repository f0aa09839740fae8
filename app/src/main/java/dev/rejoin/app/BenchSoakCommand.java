package dev.rejoin.app;

import dev.rejoin.lab.TextSoak;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin bench soak}. */
@Command(
    name = "soak",
    description = {
      "Compare the text engine with a simple one, step by step, for as long as you like.",
      "A step is a transaction, an import, a rollback or a load from a snapshot in a random"
          + " history. Ends with 1 at the first difference and names the seed that shows it again."
    })
final class BenchSoakCommand extends Verb {
  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps to compare (default 1000000).")
  private long steps = 1_000_000;

  @Option(names = "--seed", paramLabel = "N", description = "Repeats the same steps.")
  private @Nullable Long seed;

  BenchSoakCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return false;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    if (steps < 1) {
      throw new RejoinException(ErrorCode.BAD_ARGUMENT, "--steps is " + steps + "; at least 1");
    }
    long chosen = seed != null ? seed : new Random().nextInt(Integer.MAX_VALUE);
    invocation.talk("seed " + chosen);
    long begun = System.nanoTime();
    TextSoak.Result result;
    try (Progress progress = invocation.progress("soak", "steps")) {
      result = TextSoak.run(chosen, steps, done -> progress.at(done, steps));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (result.difference() != null) {
      throw failure(result.difference());
    }
    if (invocation.json()) {
      invocation.print(
          Json.answer()
              .put("seed", chosen)
              .put("histories", result.histories())
              .put("steps", result.steps())
              .put("seconds", seconds)
              .put("stepsPerSecond", result.steps() / seconds));
    } else {
      invocation.print(
          String.format(
              Locale.ROOT,
              "%,d steps in %,d histories, all the same: %.1f s, %,.0f steps/s",
              result.steps(),
              result.histories(),
              seconds,
              result.steps() / seconds));
    }
    return ExitCode.DONE;
  }

  /** Says what differs, and the command that shows just that again. */
  static RejoinException failure(TextSoak.Difference difference) {
    return new RejoinException(
        ErrorCode.TEXT_DIFFERS,
        "history "
            + difference.seed()
            + " ("
            + difference.scenario()
            + "): "
            + difference.what()
            + "\nSee it again: rejoin bench soak --seed "
            + difference.seed()
            + " --steps 1");
  }
}
