package dev.rejoin.app;

import dev.rejoin.crdt.Heads;
import dev.rejoin.replica.Diff;
import dev.rejoin.replica.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rejoin revert}: takes back one change, whoever made it. */
@Command(
    name = "revert",
    description = "Take back one change, whoever made it; what came after it stays.",
    footer = "It is a new change, which 'rejoin undo' takes back.")
final class RevertCommand extends Verb {
  @Parameters(index = "0", paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  @Parameters(index = "1", paramLabel = "CHANGE", description = "Its id, from 'rejoin history'.")
  private String change = "";

  RevertCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Place place = Place.existing(invocation, open.replica(), document);
      Document of = place.document();
      Heads before = of.history().heads();
      EditCommand.awaitSaved(of.history().revert(change, invocation.author()));
      Diff diff = of.history().diff(before, of.history().heads());
      DiffPicture picture = new DiffPicture(invocation, diff);
      invocation.report(
          picture.json(place.json().put("change", change).put("changed", !diff.isEmpty())),
          place.name()
              + (diff.isEmpty()
                  ? "  nothing of " + change + " shows any more"
                  : "  taken back: " + change + "; 'rejoin undo' brings it back"));
    }
    return ExitCode.DONE;
  }
}
