package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.trust.InviteLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/*
 * What can come of it: the space arrives; or nobody answers, and it is fetched when somebody does;
 * or everybody who can be asked answers and knows no such space: then the invite is wrong, and
 * nothing of it is kept.
 */
/** {@code rejoin space join}: takes part in a space that another device shares. */
@Command(name = "join", description = "Take part in a space that another device shares.")
final class SpaceJoinCommand extends Verb {
  private static final int WAIT_SECONDS = 10;
  private static final long LOOK_MILLIS = 25;
  private static final String DEFAULT_NAME = "shared";

  @Parameters(paramLabel = "LINK", description = "what 'rejoin space invite' printed")
  private String link = "";

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "What to call it here; default shared, then shared-2, and so on.")
  private @Nullable String name;

  @Option(names = "--no-wait", description = "Do not connect now; a later sync fetches the space.")
  private boolean noWait;

  SpaceJoinCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    InviteLink invite = InviteLink.parse(link);
    List<String> at = invite.addresses().stream().map(LinkClient::checkAddress).toList();
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      Space known = find(replica, invite);
      if (known != null && (name == null || name.equals(known.name()))) {
        at.forEach(replica::rememberAddress);
        return report(invocation, known, "Already joined, as '%s'.".formatted(known.name()));
      } else if (known != null) {
        throw new RejoinException(
            ErrorCode.BAD_ARGUMENT,
            "the space is here already, as '" + known.name() + "'",
            "Use it under that name.",
            null);
      }
      List<String> ask = new ArrayList<>(new TreeSet<>(at));
      replica.rememberedAddresses().stream().filter(a -> !ask.contains(a)).forEach(ask::add);
      Space space = replica.join(invite, name != null ? name : freeName(replica));
      boolean kept = false;
      try (Connections connections = Connections.open(replica, noWait ? List.of() : ask)) {
        String outcome = await(replica, space, connections);
        at.forEach(replica::rememberAddress);
        kept = true;
        return report(invocation, space, outcome);
      } finally {
        if (!kept && !space.confirmed()) {
          replica.forget(space);
        }
      }
    }
  }

  private static @Nullable Space find(Replica replica, InviteLink invite) {
    return replica.spaces().stream()
        .filter(space -> space.id().equals(invite.space()))
        .findFirst()
        .orElse(null);
  }

  private static String freeName(Replica replica) {
    Set<String> taken = replica.spaces().stream().map(Space::name).collect(Collectors.toSet());
    String free = DEFAULT_NAME;
    for (int number = 2; taken.contains(free); number++) {
      free = DEFAULT_NAME + "-" + number;
    }
    return free;
  }

  /** Waits for the space and says what came of it; throws if the space is known nowhere. */
  private String await(Replica replica, Space space, Connections connections)
      throws InterruptedException {
    String joined = "Joined as '%s'".formatted(space.name());
    if (noWait) {
      return joined + "; it will be fetched with the next 'rejoin sync'.";
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!space.confirmed()) {
      Asked asked = Asked.look(connections);
      if (asked.inVain(space.id())) {
        long refusing = asked.refusing(space.id());
        if (refusing > 0 && !asked.somebodyAway()) {
          throw unknownThere(asked.links());
        }
        return joined + "; " + why(connections, refusing) + ". It will be fetched when reachable.";
      }
      if (System.nanoTime() > deadline) {
        return joined + "; it has not arrived in time. It will be fetched with the next sync.";
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    replica.awaitSynced(java.time.Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    return joined + ", %s.".formatted(Formats.count(space.documents().size(), "document"));
  }

  private static String why(Connections connections, long refusing) {
    if (connections.isEmpty()) {
      return "no address is known";
    }
    String away = connections.failure("").getMessage().replaceFirst("; $", "");
    return refusing > 0 ? "it is unknown where somebody answers, and elsewhere " + away : away;
  }

  private static RejoinException unknownThere(List<Link> links) {
    String where = links.stream().map(Link::address).sorted().collect(Collectors.joining(", "));
    return new RejoinException(
        ErrorCode.NO_READ,
        "the space of this invite is not known at " + where,
        "Check the invite; if it is right, its sender has to run 'rejoin sync' once. "
            + "Nothing was kept of it here.",
        null);
  }

  private static ExitCode report(Invocation invocation, Space space, String text) {
    invocation.report(
        Json.answer()
            .put("name", space.name())
            .put("id", space.id().toString())
            .put("arrived", space.confirmed()),
        text);
    return ExitCode.DONE;
  }
}
