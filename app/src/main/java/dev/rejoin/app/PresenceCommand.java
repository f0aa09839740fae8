package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Member;
import dev.rejoin.replica.Presence;
import dev.rejoin.replica.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejoin presence}: who else has a document open at the moment. */
@Command(
    name = "presence",
    description = "Tell who else has a document open, and where their cursors are.",
    footer = "Only who is connected now is seen. 'rejoin edit DOC --follow' shows you to others.")
final class PresenceCommand extends Verb {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** What others show comes right after what they wrote. */
  private static final Duration MOMENT = Duration.ofSeconds(1);

  @Parameters(paramLabel = "DOC", description = "document, or space/document")
  private String document = "";

  @Option(names = "--watch", description = "Stay, be seen, and tell who comes, moves and goes.")
  private boolean watch;

  @Option(
      names = "--at",
      paramLabel = "POS",
      description = "With --watch: show your cursor at this position.")
  private @Nullable String at;

  @Option(
      names = "--key",
      paramLabel = "TEXT",
      defaultValue = "body",
      description = "The text that --at means; ${DEFAULT-VALUE} if not given.")
  private String key = "body";

  PresenceCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return !watch;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    if (at != null && !watch) {
      throw new RejoinException(
          ErrorCode.BAD_ARGUMENT, "--at is for --watch: who does not stay is not seen");
    }
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      Place place = Place.of(invocation, replica, document);
      if (replica.rememberedAddresses().isEmpty() && replica.links().isEmpty() && !watch) {
        throw new RejoinException(
            ErrorCode.BAD_ARGUMENT,
            "no relay or peer is known yet",
            "Name one with 'rejoin sync --peer HOST:PORT'; it is remembered.",
            null);
      }
      return watch ? stay(invocation, replica, place) : once(invocation, replica, place);
    }
  }

  private ExitCode stay(Invocation invocation, Replica replica, Place place)
      throws InterruptedException {
    Presence presence = place.document().presence();
    try (Node node = Node.start(invocation, replica, replica.rememberedAddresses())) {
      if (at == null) {
        presence.set(Map.of());
      } else {
        int position = EditSteps.number("--at", "position", at);
        presence.setSelection(key, position, position);
      }
      LiveWatch live = node.watch();
      live.say("ready", null, Json.object(), "Watching until Ctrl-C; others see you meanwhile.");
      node.add(presence.observe(new PresenceTeller(live, true)));
      live.untilInterrupted();
    } finally {
      presence.clear();
    }
    return ExitCode.DONE;
  }

  private static ExitCode once(Invocation invocation, Replica replica, Place place)
      throws InterruptedException {
    try (Connections connections = Connections.open(replica, replica.rememberedAddresses())) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!replica.awaitSynced(LOOK)) {
        if (!connections.isEmpty() && connections.isHopeless()) {
          throw connections.failure("who has the document open cannot be known");
        }
        if (System.nanoTime() > deadline) {
          throw new RejoinException(
              ErrorCode.TIMED_OUT, "not in sync in time, so nobody can be seen yet");
        }
      }
      report(invocation, place, members(place.document().presence()));
    }
    return ExitCode.DONE;
  }

  private static List<Member> members(Presence presence) throws InterruptedException {
    long deadline = System.nanoTime() + MOMENT.toNanos();
    List<Member> members = presence.members();
    while (members.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK.toMillis());
      members = presence.members();
    }
    return members;
  }

  private static void report(Invocation invocation, Place place, List<Member> members) {
    if (invocation.json()) {
      ObjectNode answer =
          Json.answer().put("space", place.space().name()).put("document", place.name());
      PresenceTeller.json(members, answer);
      invocation.print(answer);
      return;
    }
    if (members.isEmpty()) {
      invocation.talk("Nobody else has '" + place.name() + "' open.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "DEVICE", "WHERE", "STATE", "LAST SEEN"));
    Instant now = Instant.now();
    for (Member member : members) {
      rows.add(
          List.of(
              member.name().isEmpty() ? "–" : member.name(),
              member.device().shortForm(),
              PresenceTeller.where(member),
              member.idle() ? "idle" : "here",
              Formats.ago(member.lastSeen(), now)));
    }
    Formats.table(rows).forEach(invocation::print);
  }
}
