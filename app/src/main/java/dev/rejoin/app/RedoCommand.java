package dev.rejoin.app;

import picocli.CommandLine.Command;

/** {@code rejoin redo}: takes back the author's newest undo. */
@Command(name = "redo", description = "Bring back what your newest undo took back.")
final class RedoCommand extends StepCommand {
  RedoCommand(Invocation invocation) {
    super(invocation, true);
  }
}
