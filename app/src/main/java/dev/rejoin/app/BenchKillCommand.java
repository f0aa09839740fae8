package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin bench kill}. */
@Command(
    name = "kill",
    description = {
      "Kill a relay and two replicas again and again while they work, then look for losses.",
      "Ends with 10 if anything that was acknowledged is missing, doubled or half."
    })
final class BenchKillCommand extends Verb {
  @Option(names = "--rounds", paramLabel = "N", description = "How often to kill (default 20).")
  private int rounds = 20;

  @Option(names = "--seed", paramLabel = "N", description = "Repeats when and whom to kill.")
  private @Nullable Long seed;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep the stores and logs in this empty or new folder.")
  private @Nullable Path keep;

  BenchKillCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return false;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    if (rounds < 1) {
      throw new RejoinException(ErrorCode.BAD_ARGUMENT, "--rounds is " + rounds + "; at least 1");
    }
    long chosen = seed != null ? seed : new Random().nextInt(Integer.MAX_VALUE);
    invocation.talk("seed " + chosen);
    BenchKillResult result;
    try (BenchFolder folder = BenchFolder.open(keep, "kill");
        Progress progress = invocation.progress("kill", "rounds");
        BenchKill trial = BenchKill.start(folder.path(), chosen)) {
      result = trial.run(rounds, round -> progress.at(round, rounds));
    }
    if (invocation.json()) {
      invocation.print(result.json().put("seed", chosen));
    } else {
      invocation.print(result.sentence());
      result.failures().forEach(invocation::print);
      invocation.print(result.failures().isEmpty() ? "Nothing was lost." : "See above.");
    }
    return result.failures().isEmpty() ? ExitCode.DONE : ExitCode.VIOLATED;
  }
}
