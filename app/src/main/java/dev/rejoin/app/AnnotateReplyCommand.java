package dev.rejoin.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rejoin annotate reply}: adds to the thread of an annotation. */
@Command(name = "reply", description = "Answer an annotation.")
final class AnnotateReplyCommand extends AnnotateVerb {
  @Parameters(index = "1", paramLabel = "ID", description = "as 'annotate list' shows it")
  private String id = "";

  @Parameters(index = "2", paramLabel = "TEXT", description = "the answer")
  private String text = "";

  AnnotateReplyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    return change(invocation, id, "answered", (tx, note) -> tx.annotations(key).reply(note, text));
  }
}
