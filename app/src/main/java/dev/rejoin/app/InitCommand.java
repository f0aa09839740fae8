package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** {@code rejoin init}: makes the replica; running it again changes nothing. */
@Command(name = "init", description = "Make a replica on this device.")
final class InitCommand extends Verb {
  InitCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    Path directory = invocation.directory();
    boolean fresh = !Replica.exists(directory);
    try (Replica replica = Replica.open(directory, o -> o.author(invocation.author()))) {
      ObjectNode answer =
          Json.answer()
              .put("created", fresh)
              .put("directory", directory.toString())
              .put("device", replica.device().toString())
              .put("replica", replica.id().toString());
      invocation.report(
          answer,
          "%s  %s   device %s"
              .formatted(
                  fresh ? "Created" : "Already there:", directory, replica.device().shortForm()));
    }
    return ExitCode.DONE;
  }
}
