package dev.rejoin.app;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rejoin bench}: measurements and trials of endurance. */
@Command(name = "bench", description = "Measure Rejoin, and try to break it.")
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private BenchCommand() {}

  /** The verb with those below it. */
  static CommandLine line(Invocation invocation) {
    CommandLine line = new CommandLine(new BenchCommand());
    line.addSubcommand("replay", new ReplayCommand(invocation));
    line.addSubcommand("kill", new BenchKillCommand(invocation));
    line.addSubcommand("soak", new BenchSoakCommand(invocation));
    return line;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing verb: what shall be measured?");
  }
}
