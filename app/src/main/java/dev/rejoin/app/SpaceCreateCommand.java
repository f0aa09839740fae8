package dev.rejoin.app;

import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rejoin space create}: founds a space; running it again changes nothing. */
@Command(name = "create", description = "Found a space.")
final class SpaceCreateCommand extends Verb {
  @Parameters(paramLabel = "NAME", description = "what the space is called on this device")
  private String name = "";

  SpaceCreateCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      boolean known = replica.spaces().stream().anyMatch(s -> s.name().equals(name));
      Space space = replica.space(name);
      invocation.report(
          Json.answer()
              .put("created", !known)
              .put("name", space.name())
              .put("id", space.id().toString()),
          known
              ? "Already there: space '%s'".formatted(name)
              : "Created space '%s'. Share it with 'rejoin space invite %s'."
                  .formatted(name, name));
    }
    return ExitCode.DONE;
  }
}
