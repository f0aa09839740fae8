package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Heads;
import dev.rejoin.replica.Diff;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Receipt;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin restore}: makes a document what it was, by a new change. */
@Command(
    name = "restore",
    description = "Make a document show what it showed in a version, by a new change.",
    footer = {
      "Nothing is erased: 'rejoin undo' takes it back. Deleted text comes back as the",
      "same text, with the notes in it."
    })
final class RestoreCommand extends Verb {
  @Parameters(index = "0", paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  @Parameters(
      index = "1",
      paramLabel = "VERSION",
      description = "A name, a token, the id of a change, or a time.")
  private String version = "";

  @Option(names = "--dry-run", description = "Only tell what would change.")
  private boolean dryRun;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "MESSAGE",
      description = "What history says about it.")
  private String message = "";

  RestoreCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Place place = Place.existing(invocation, open.replica(), document);
      Document of = place.document();
      Heads wanted = VersionArgument.find(of, version);
      Diff diff = of.history().diff(of.history().heads(), wanted);
      ObjectNode answer = place.json().put("version", wanted.token());
      DiffPicture picture = new DiffPicture(invocation, diff);
      if (dryRun) {
        if (invocation.json()) {
          invocation.print(picture.json(answer.put("changed", false)));
        } else {
          picture.words();
          invocation.talk(
              diff.isEmpty() ? "It shows that already." : "Nothing is changed yet: a dry run.");
        }
        return ExitCode.DONE;
      }
      Optional<Receipt> done = of.history().restore(wanted, invocation.author(), said(wanted));
      if (done.isPresent()) {
        EditCommand.awaitSaved(done.get());
      }
      invocation.report(
          picture.json(answer.put("changed", done.isPresent())),
          place.name()
              + (done.isPresent()
                  ? "  is what it was in " + wanted.shortToken() + "; 'rejoin undo' takes it back"
                  : "  shows that already"));
    }
    return ExitCode.DONE;
  }

  private String said(Heads wanted) {
    return message.isBlank() ? "restored " + labelled(wanted) : message;
  }

  private String labelled(Heads wanted) {
    return version.startsWith(Heads.TOKEN_PREFIX) ? wanted.shortToken() : version;
  }
}
