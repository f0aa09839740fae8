package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.rules.Sentences;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rejoin conflicts show}: all about one conflict. */
@Command(name = "show", description = "Tell all about one conflict.")
final class ConflictsShowCommand extends Verb {
  @Parameters(paramLabel = "ID", description = "of the conflict, or its beginning")
  private String id = "";

  @Mixin private Speech speech = new Speech();

  ConflictsShowCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    Sentences sentences = speech.sentences();
    try (OpenReplica open = invocation.open()) {
      Conflict conflict = ConflictList.find(Place.space(invocation, open.replica()), id);
      if (invocation.json()) {
        ObjectNode answer = Json.answer();
        answer.setAll(ConflictList.json(conflict, sentences));
        invocation.print(answer);
      } else {
        ConflictList.lines(conflict, sentences, true).forEach(invocation::print);
      }
    }
    return ExitCode.DONE;
  }
}
