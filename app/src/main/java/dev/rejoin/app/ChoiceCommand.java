package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Conflict;
import dev.rejoin.replica.ConflictCandidate;
import dev.rejoin.replica.Receipt;
import picocli.CommandLine.Parameters;

/** What {@code conflicts keep} and {@code conflicts dismiss} share: one stays, the others go. */
abstract class ChoiceCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ID", description = "of the conflict, or its beginning")
  private String id = "";

  ChoiceCommand(Invocation invocation) {
    super(invocation);
  }

  /** The number of the candidate that stays. */
  abstract int chosen(Conflict conflict);

  @Override
  final ExitCode run(Invocation invocation) throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Conflict conflict = ConflictList.find(Place.space(invocation, open.replica()), id);
      int number = chosen(conflict);
      Receipt receipt = conflict.keep(number);
      EditCommand.awaitSaved(receipt);
      ConflictCandidate kept =
          conflict.candidates().stream()
              .filter(candidate -> candidate.number() == number)
              .findFirst()
              .orElseThrow();
      String document = conflict.document().name();
      ObjectNode answer =
          Json.answer()
              .put("document", document)
              .put("path", conflict.path())
              .put("kept", number)
              .put("dismissed", conflict.count() - 1);
      answer.set("value", Values.json(kept.value()));
      invocation.report(
          answer,
          "%s › %s  kept %s of %s; 'rejoin undo %s' brings the others back"
              .formatted(document, conflict.path(), kept.value(), kept.who(), document));
    }
    return ExitCode.DONE;
  }
}
