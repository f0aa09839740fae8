package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Stands where a {@link BenchVerb} belongs that is not on the class path, and says where it is. */
@Command
final class AbsentBenchVerb extends Verb {
  private final String verb;

  /** Options of the verb that is not here. */
  @Unmatched private List<String> ignored = new ArrayList<>();

  private AbsentBenchVerb(Invocation invocation, String verb) {
    super(invocation);
    this.verb = verb;
  }

  static CommandLine line(Invocation invocation, String verb, String description) {
    CommandLine line = new CommandLine(new AbsentBenchVerb(invocation, verb));
    line.getCommandSpec().usageMessage().description(description);
    return line;
  }

  @Override
  boolean canBeServed() {
    return false;
  }

  @Override
  ExitCode run(Invocation invocation) {
    throw new RejoinException(
        ErrorCode.BAD_ARGUMENT,
        "bench " + verb + " is in the module benchmarks, which is not on the class path",
        "Start it from a checkout: './rejoin bench " + verb + "' builds that module first.",
        null);
  }
}
