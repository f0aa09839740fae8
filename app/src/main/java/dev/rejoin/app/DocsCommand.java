package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.store.DocumentRow;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin docs}: the documents of one space, or of all of them. */
@Command(name = "docs", description = "List the documents.")
final class DocsCommand extends Verb {
  @Option(
      names = {"-l", "--long"},
      description = "Tell how many changes and bytes each one has.")
  private boolean all;

  DocsCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      List<Space> spaces = spaces(invocation, open.replica());
      boolean several = spaces.size() > 1;
      ObjectNode answer = Json.answer();
      ArrayNode documents = answer.putArray("documents");
      List<List<String>> rows = new ArrayList<>();
      for (Space space : spaces) {
        for (String name : space.documents()) {
          DocumentRow size = space.size(name);
          documents
              .addObject()
              .put("space", space.name())
              .put("name", name)
              .put("changes", size.changes())
              .put("bytes", size.bytes());
          String shown = several ? space.name() + "/" + name : name;
          rows.add(
              all
                  ? List.of(
                      shown, Formats.count(size.changes(), "change"), Formats.bytes(size.bytes()))
                  : List.of(shown));
        }
      }
      if (invocation.json()) {
        invocation.print(answer);
      } else if (rows.isEmpty()) {
        invocation.talk("No documents yet. Make one with 'rejoin edit NAME --append TEXT'.");
      } else {
        Formats.table(rows).forEach(invocation::print);
      }
    }
    return ExitCode.DONE;
  }

  private static List<Space> spaces(Invocation invocation, Replica replica) {
    boolean asked =
        invocation.options().space != null || Defaults.space(invocation.terminal()) != null;
    return asked ? List.of(Place.space(invocation, replica)) : replica.spaces();
  }
}
