package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.crdt.Heads;
import dev.rejoin.replica.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin name}: gives a version of a document a name, or takes one back. */
@Command(
    name = "name",
    description = "Give a version of a document a name that everybody sees.",
    footer = "'rejoin history DOC --names' lists them; use one wherever a version is asked for.")
final class NameCommand extends Verb {
  @Parameters(index = "0", paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "such as 'sent to print'")
  private String name = "";

  @Option(
      names = "--at",
      paramLabel = "VERSION",
      defaultValue = "now",
      description = "A token, the id of a change, or a time; what is shown now if not given.")
  private String at = "now";

  @Option(names = "--remove", description = "Take the name back; the version stays.")
  private boolean remove;

  NameCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Place place = Place.existing(invocation, open.replica(), document);
      Document of = place.document();
      ObjectNode answer = place.json().put("name", name);
      if (remove) {
        EditCommand.awaitSaved(of.history().unname(name));
        invocation.report(answer.put("removed", true), "'" + name + "' is no name any more");
      } else {
        VersionArgument.checkName(name);
        Heads version = VersionArgument.find(of, at);
        EditCommand.awaitSaved(of.history().name(name, version));
        invocation.report(
            answer.put("removed", false).put("version", version.token()),
            "%s  %s is '%s'".formatted(place.name(), version.shortToken(), name));
      }
    }
    return ExitCode.DONE;
  }
}
