package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.SpaceStatus;
import dev.rejoin.replica.trust.DeviceId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code rejoin space list}. */
@Command(name = "list", description = "List the spaces.")
final class SpaceListCommand extends Verb {
  SpaceListCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      ObjectNode answer = Json.answer();
      ArrayNode spaces = answer.putArray("spaces");
      List<List<String>> rows = new ArrayList<>();
      for (Space space : open.replica().spaces()) {
        SpaceStatus status = space.status();
        DeviceId founder = space.founder();
        boolean mine = open.replica().device().equals(founder);
        spaces
            .addObject()
            .put("name", space.name())
            .put("id", space.id().toString())
            .put("arrived", status.confirmed())
            .put("founder", founder == null ? null : founder.toString())
            .put("documents", status.documents())
            .put("changes", status.held());
        rows.add(
            List.of(
                space.name(),
                space.id().shortForm(),
                Formats.count(status.documents(), "document"),
                Formats.count(status.held(), "change"),
                founder == null ? "not arrived yet" : mine ? "founded here" : "joined"));
      }
      if (invocation.json()) {
        invocation.print(answer);
      } else if (rows.isEmpty()) {
        invocation.talk("No spaces yet. Make one with 'rejoin space create NAME'.");
      } else {
        Formats.table(rows).forEach(invocation::print);
      }
    }
    return ExitCode.DONE;
  }
}
