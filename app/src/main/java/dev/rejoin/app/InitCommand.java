package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin init}: makes the replica; running it again changes nothing. */
@Command(name = "init", description = "Make a replica on this device.")
final class InitCommand extends Verb {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What people call this device; shown by status.")
  private @Nullable String name;

  InitCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    Path directory = invocation.directory();
    boolean fresh = !Replica.exists(directory);
    try (OpenReplica open = invocation.openOrMake()) {
      Replica replica = open.replica();
      if (name != null) {
        replica.rename(name);
      }
      ObjectNode answer =
          Json.answer()
              .put("created", fresh)
              .put("directory", directory.toString())
              .put("device", replica.device().toString())
              .put("replica", replica.id().toString())
              .put("name", replica.name());
      invocation.report(
          answer,
          "%s  %s   device %s"
              .formatted(
                  fresh ? "Created" : "Already there:",
                  directory,
                  replica.device().shortForm()
                      + (replica.name().isEmpty() ? "" : " (" + replica.name() + ")")));
    }
    return ExitCode.DONE;
  }
}
