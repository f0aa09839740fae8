package dev.rejoin.app;

import dev.rejoin.replica.Conflict;
import picocli.CommandLine.Command;

/** {@code rejoin conflicts dismiss}: what is shown is fine. */
@Command(name = "dismiss", description = "Keep the value that is shown and dismiss the others.")
final class ConflictsDismissCommand extends ChoiceCommand {
  ConflictsDismissCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  int chosen(Conflict conflict) {
    return conflict.shown().number();
  }
}
