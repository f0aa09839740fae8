package dev.rejoin.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.SpaceStatus;
import dev.rejoin.replica.Status;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.trust.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rejoin peers}: whom this device syncs with, and what they lack of its changes. */
@Command(name = "peers", description = "List relays and devices this one syncs with.")
final class PeersCommand extends Verb {
  @Option(names = "--forget", paramLabel = "ADDR", description = "Forget a remembered address.")
  private @Nullable String forget;

  PeersCommand(Invocation invocation) {
    super(invocation);
  }

  /** What is known of one device over all spaces. */
  private record Peer(boolean relay, boolean online, long behind, Instant seen) {
    Peer and(SpaceStatus.TargetStatus target) {
      return new Peer(
          relay || target.relay(),
          online || target.online(),
          behind + target.pending(),
          target.seen().isAfter(seen) ? target.seen() : seen);
    }
  }

  @Override
  ExitCode run(Invocation invocation) {
    try (OpenReplica open = invocation.open()) {
      Replica replica = open.replica();
      if (forget != null) {
        return forget(invocation, replica, forget);
      }
      Map<DeviceId, Peer> peers = peers(replica.status());
      Map<DeviceId, String> places = new TreeMap<>();
      for (Link link : replica.links()) {
        DeviceId device = link.peer();
        if (device != null) {
          places.put(device, link.address());
        }
      }
      if (invocation.json()) {
        invocation.print(json(peers, places, replica.rememberedAddresses()));
      } else {
        print(invocation, peers, places, replica.rememberedAddresses());
      }
    }
    return ExitCode.DONE;
  }

  private static ExitCode forget(Invocation invocation, Replica replica, String address) {
    if (!replica.rememberedAddresses().contains(address)) {
      throw new RejoinException(
          ErrorCode.BAD_ADDRESS,
          "the address '" + address + "' is not remembered",
          "'rejoin peers' lists those that are.",
          null);
    }
    replica.forgetAddress(address);
    invocation.report(Json.answer().put("forgotten", address), "Forgot " + address);
    return ExitCode.DONE;
  }

  private static Map<DeviceId, Peer> peers(Status status) {
    Map<DeviceId, Peer> peers = new TreeMap<>();
    for (SpaceStatus space : status.spaces()) {
      for (SpaceStatus.TargetStatus target : space.targets()) {
        Peer fresh = new Peer(false, false, 0, Instant.EPOCH);
        peers.put(target.device(), peers.getOrDefault(target.device(), fresh).and(target));
      }
    }
    return peers;
  }

  private static ObjectNode json(
      Map<DeviceId, Peer> peers, Map<DeviceId, String> places, List<String> remembered) {
    ObjectNode answer = Json.answer();
    ArrayNode array = answer.putArray("peers");
    peers.forEach(
        (device, peer) ->
            array
                .addObject()
                .put("device", device.toString())
                .put("kind", peer.relay() ? "relay" : "device")
                .put("address", places.get(device))
                .put("online", peer.online())
                .put("behind", peer.behind())
                .put("seen", Formats.utc(peer.seen())));
    remembered.forEach(answer.putArray("remembered")::add);
    return answer;
  }

  private static void print(
      Invocation invocation,
      Map<DeviceId, Peer> peers,
      Map<DeviceId, String> places,
      List<String> remembered) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "KIND", "WHERE", "STATE", "BEHIND", "LAST SEEN"));
    Instant now = Instant.now();
    peers.forEach(
        (device, peer) ->
            rows.add(
                List.of(
                    device.shortForm(),
                    peer.relay() ? "relay" : "device",
                    places.getOrDefault(device, "–"),
                    peer.online() ? "online" : "away",
                    Long.toString(peer.behind()),
                    peer.online() ? "now" : Formats.ago(peer.seen(), now))));
    if (!peers.isEmpty()) {
      Formats.table(rows).forEach(invocation::print);
    }
    if (!remembered.isEmpty()) {
      invocation.print("Remembered: " + String.join(", ", remembered));
    } else if (peers.isEmpty()) {
      invocation.talk("Nobody yet. 'rejoin sync --peer HOST:PORT' names a relay or device.");
    }
  }
}
