package dev.rejoin.app;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that only leads to verbs, such as {@code space}. */
@Command
final class Group implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command line of a group; its verbs are added to it. */
  static CommandLine of(String name, String description) {
    CommandLine line = new CommandLine(new Group());
    line.getCommandSpec().name(name).usageMessage().description(description);
    return line;
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing verb after '%s': %s"
            .formatted(spec.name(), String.join(", ", spec.subcommands().keySet())));
  }
}
