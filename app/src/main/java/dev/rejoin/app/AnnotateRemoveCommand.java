package dev.rejoin.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rejoin annotate remove}: takes an annotation away. */
@Command(
    name = "remove",
    description = "Remove an annotation with its thread; 'rejoin undo' brings both back.")
final class AnnotateRemoveCommand extends AnnotateVerb {
  @Parameters(index = "1", paramLabel = "ID", description = "as 'annotate list' shows it")
  private String id = "";

  AnnotateRemoveCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    return change(invocation, id, "removed", (tx, note) -> tx.annotations(key).remove(note));
  }
}
