package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.trust.InviteLink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin space invite}: the link with which another device joins. */
@Command(
    name = "invite",
    description = "Print the link with which another device joins. Whoever has it can join.")
final class SpaceInviteCommand extends Verb {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "the space; default the only one")
  private @Nullable String name;

  @Option(
      names = "--at",
      paramLabel = "HOST:PORT",
      description = "Where the space can be found; default the addresses this device remembers.")
  private List<String> addresses = new ArrayList<>();

  SpaceInviteCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      Space space = name == null ? Place.space(invocation, replica) : Place.space(replica, name);
      if (!space.confirmed()) {
        throw new RejoinException(
            ErrorCode.UNKNOWN_SPACE,
            "space '" + space.name() + "' was joined but has not arrived here yet",
            "Connect once to a relay or device that has it, with 'rejoin sync'.",
            null);
      }
      List<String> at =
          addresses.isEmpty()
              ? replica.rememberedAddresses()
              : addresses.stream().map(LinkClient::checkAddress).toList();
      InviteLink invite = space.invite(at);
      if (invocation.json()) {
        ObjectNode answer = Json.answer().put("space", space.name()).put("link", invite.text());
        at.forEach(answer.putArray("addresses")::add);
        invocation.print(answer);
      } else {
        invocation.print(invite.text());
        invocation.talk(
            at.isEmpty()
                ? "It holds no address: name a relay with --at, or use 'sync --peer' over there."
                : "On the other device: rejoin space join LINK   (found at "
                    + String.join(", ", at)
                    + ")");
      }
    }
    return ExitCode.DONE;
  }
}
