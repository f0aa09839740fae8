package dev.rejoin.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rejoin annotate resolve}: the matter is settled. */
@Command(name = "resolve", description = "Say that the matter is settled.")
final class AnnotateResolveCommand extends AnnotateVerb {
  @Parameters(index = "1", paramLabel = "ID", description = "as 'annotate list' shows it")
  private String id = "";

  AnnotateResolveCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    return change(invocation, id, "resolved", (tx, note) -> tx.annotations(key).resolve(note));
  }
}
