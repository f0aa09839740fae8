package dev.rejoin.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rejoin annotate reopen}: the matter is not settled. */
@Command(name = "reopen", description = "Say that the matter is not settled after all.")
final class AnnotateReopenCommand extends AnnotateVerb {
  @Parameters(index = "1", paramLabel = "ID", description = "as 'annotate list' shows it")
  private String id = "";

  AnnotateReopenCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    return change(invocation, id, "open again", (tx, note) -> tx.annotations(key).reopen(note));
  }
}
