package dev.rejoin.app;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command and its subcommands; a new verb is registered in {@link #commandLine}. */
@Command(
    name = "rejoin",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = VersionCommand.Provider.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Edit apart, rejoin without losing anything.")
final class Verbs implements Callable<Integer> {
  @Mixin private final GlobalOptions options;
  @Spec private CommandSpec spec;

  private Verbs(GlobalOptions options) {
    this.options = options;
    this.spec = CommandSpec.create();
  }

  /** The whole command line for one run. */
  static CommandLine commandLine(Invocation invocation) {
    CommandLine line = new CommandLine(new Verbs(invocation.options()));
    line.addSubcommand("init", new InitCommand(invocation));
    line.addSubcommand("version", new VersionCommand(invocation));
    line.addSubcommand("bench", BenchCommand.line(invocation));
    line.addSubcommand("completion", new AutoComplete.GenerateCompletion());
    Failures failures = new Failures(invocation);
    line.setOut(invocation.terminal().out());
    line.setErr(invocation.terminal().err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionStrategy(
        parsed -> {
          Logging.setUp(invocation.options());
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setParameterExceptionHandler(failures);
    line.setExecutionExceptionHandler(failures);
    return line;
  }

  /** Without a verb there is nothing to do. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing verb: what shall be done?");
  }
}
