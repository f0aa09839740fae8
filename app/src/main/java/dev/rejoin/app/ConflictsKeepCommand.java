package dev.rejoin.app;

import dev.rejoin.replica.Conflict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rejoin conflicts keep}: choose one of the candidates. */
@Command(name = "keep", description = "Keep one of the values and dismiss the others.")
final class ConflictsKeepCommand extends ChoiceCommand {
  @Parameters(index = "1", paramLabel = "N", description = "number of the value to keep")
  private int number;

  ConflictsKeepCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int chosen(Conflict conflict) {
    return number;
  }
}
