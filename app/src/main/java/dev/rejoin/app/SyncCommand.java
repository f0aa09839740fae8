package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.sync.SpaceProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin sync}: exchanges changes with relays and peers, once or for as long as it runs. */
@Command(name = "sync", description = "Exchange changes with relays and peers.")
final class SyncCommand extends Verb {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(100);

  @Option(
      names = {"-p", "--peer"},
      paramLabel = "ADDR",
      description = "A relay or peer as host:port; remembered for the next time.")
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--wait",
      paramLabel = "DUR",
      converter = Durations.class,
      description = "Keep trying for this long (such as 5m); else 30 s, or until nobody answers.")
  private @Nullable Duration wait;

  @Option(names = "--live", description = "Stay connected until interrupted.")
  private boolean live;

  SyncCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  boolean canBeServed() {
    return !live;
  }

  @Override
  ExitCode run(Invocation invocation) throws InterruptedException {
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      peers.forEach(LinkClient::checkAddress);
      peers.forEach(replica::rememberAddress);
      List<String> addresses = peers.isEmpty() ? replica.rememberedAddresses() : peers;
      if (addresses.isEmpty() && replica.links().isEmpty()) {
        throw new RejoinException(
            ErrorCode.BAD_ARGUMENT,
            "no relay or peer is known yet",
            "Name one with 'rejoin sync --peer HOST:PORT'; it is remembered.",
            null);
      }
      if (live) {
        return stay(invocation, replica, addresses);
      }
      try (Connections connections = Connections.open(replica, addresses)) {
        return once(invocation, replica, connections);
      }
    }
  }

  private static ExitCode stay(Invocation invocation, Replica replica, List<String> addresses)
      throws InterruptedException {
    try (Node node = Node.start(invocation, replica, addresses)) {
      LiveWatch watch = node.watch();
      watch.say(
          "ready",
          null,
          Json.object().put("directory", replica.directory().toString()),
          "Syncing with %s until Ctrl-C; other commands work meanwhile."
              .formatted(String.join(", ", addresses)));
      watch.untilInterrupted();
    }
    return ExitCode.DONE;
  }

  private ExitCode once(Invocation invocation, Replica replica, Connections connections)
      throws InterruptedException {
    long deadline = System.nanoTime() + (wait == null ? PATIENCE : wait).toNanos();
    long pendingBefore = replica.status().pending();
    try (Progress progress = invocation.progress("Syncing", "changes")) {
      while (!replica.awaitSynced(LOOK)) {
        if (wait == null && connections.isHopeless()) {
          throw connections.failure(consequence(replica));
        }
        if (System.nanoTime() > deadline) {
          throw connections.isHopeless()
              ? connections.failure(consequence(replica))
              : new RejoinException(
                  ErrorCode.TIMED_OUT, "not in sync in time; " + consequence(replica));
        }
        show(progress, replica, connections, pendingBefore);
      }
    }
    return report(invocation, replica, connections);
  }

  private static String consequence(Replica replica) {
    long pending = replica.status().pending();
    return "everything stays saved here, %s will be sent later"
        .formatted(Formats.count(pending, "change"));
  }

  private static void show(
      Progress progress, Replica replica, Connections connections, long pendingBefore) {
    long expected = 0;
    long received = 0;
    for (Link link : connections.links()) {
      for (SpaceProgress space : link.progress()) {
        expected += space.expected();
        received += Math.min(space.received(), space.expected());
      }
    }
    long sent = Math.max(0, pendingBefore - replica.status().pending());
    progress.at(sent + received, pendingBefore + expected);
  }

  private static ExitCode report(Invocation invocation, Replica replica, Connections connections) {
    ObjectNode answer = Json.answer().put("synced", true);
    ArrayNode peers = answer.putArray("peers");
    List<String> lines = new ArrayList<>();
    for (Link link : connections.links()) {
      peers
          .addObject()
          .put("address", link.address())
          .put("device", String.valueOf(link.peer()))
          .put("relay", link.peerIsRelay());
      lines.add(
          "In sync with %s %s."
              .formatted(
                  link.peerIsRelay() ? "relay" : "device",
                  link.address() + (link.peerIsRelay() ? " (stored there)" : "")));
    }
    ArrayNode away = answer.putArray("unreachable");
    connections
        .clients()
        .forEach(
            (address, client) -> {
              LinkClient.Status status = client.status();
              ErrorCode code = status.code();
              if (Connections.failed(status) && code != null) {
                away.addObject()
                    .put("address", address)
                    .put("code", code.code())
                    .put("message", status.detail());
                lines.add(code.code() + " " + Connections.why(address, status));
              }
            });
    Map<String, ErrorCode> refusals = Refusals.of(replica, connections.links());
    ArrayNode refused = answer.putArray("refused");
    refusals.forEach(
        (space, code) -> {
          refused.addObject().put("space", space).put("code", code.code());
          lines.add("%s space '%s' is refused: %s".formatted(code.code(), space, code.sentence()));
        });
    answer.put("pending", replica.status().pending());
    if (invocation.json()) {
      invocation.print(answer);
    } else {
      lines.forEach(invocation::talk);
    }
    return refusals.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }
}
