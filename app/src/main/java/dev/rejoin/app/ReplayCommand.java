package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin bench replay}. */
@Command(
    name = "replay",
    description = {
      "Type a recorded editing session again, one replica for each person.",
      "Each replica sees exactly what its person had seen. In the end all texts are compared with"
          + " what the recording says."
    },
    footer = {
      "",
      "Traces: the public collection josephg/editing-traces (CC BY 4.0), sequential or concurrent.",
      "Example: rejoin bench replay friendsforever.json.gz --via relay"
    })
final class ReplayCommand extends Verb {
  /** How the replicas are joined. */
  enum Via {
    /** In one process, by hand. */
    MEMORY,
    /** A process each, linked to each other. */
    DIRECT,
    /** A process each, linked to a relay in one more. */
    RELAY
  }

  @Parameters(paramLabel = "TRACE", description = "A .json or .json.gz file.")
  private Path trace = Path.of("");

  @Option(
      names = "--via",
      paramLabel = "WAY",
      description = "How replicas are joined: ${COMPLETION-CANDIDATES} (default memory).")
  private Via via = Via.MEMORY;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N transactions; texts are then compared with each other.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Keep the stores in this empty or new folder.")
  private @Nullable Path keep;

  ReplayCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return false;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    if (limit < 1) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "--limit is " + limit + "; at least 1 transaction is replayed");
    }
    TracePlan plan = TracePlan.of(TraceReader.read(trace).limitedTo(limit));
    ReplayReport report;
    try (BenchFolder folder = BenchFolder.open(keep, "replay");
        Progress progress = invocation.progress("replay", "transactions")) {
      long steps = plan.trace().steps().size();
      report = replay(plan, folder.path(), done -> progress.at(done, steps));
    }
    report.requireSame();
    if (invocation.json()) {
      invocation.print(report.json());
    } else {
      report.lines().forEach(invocation::print);
    }
    return ExitCode.DONE;
  }

  private ReplayReport replay(TracePlan plan, Path folder, LongConsumer progress)
      throws InterruptedException {
    String name = String.valueOf(trace.getFileName());
    if (via == Via.MEMORY) {
      try (ReplayMemory replay = ReplayMemory.open(plan, folder)) {
        return replay.run(name, progress);
      }
    }
    Path file = trace.toAbsolutePath();
    if (via == Via.DIRECT) {
      try (ReplayProcesses replay = ReplayProcesses.start(plan, file, folder, null, progress)) {
        return replay.run(name);
      }
    }
    try (BenchRelay relay = BenchRelay.start(folder.resolve("relay"), 0, List.of());
        ReplayProcesses replay =
            ReplayProcesses.start(plan, file, folder, relay.address(), progress)) {
      return replay.run(name);
    }
  }
}
