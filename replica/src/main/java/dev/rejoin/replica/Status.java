package dev.rejoin.replica;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.store.Audit;
import dev.rejoin.replica.trust.DeviceId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where things stand with a replica. Immutable.
 *
 * @param connections outgoing connections, those that are being retried included
 * @param incoming addresses of peers that are connected to us
 * @param notices the newest refusals, damage and repairs
 */
public record Status(
    DeviceId device,
    ReplicaId replica,
    String directory,
    long storeBytes,
    List<SpaceStatus> spaces,
    List<Connection> connections,
    List<String> incoming,
    List<Audit.Entry> notices) {
  public Status {
    spaces = List.copyOf(spaces);
    connections = List.copyOf(connections);
    incoming = List.copyOf(incoming);
    notices = List.copyOf(notices);
  }

  /** One address that this replica keeps a connection to. */
  public record Connection(String address, LinkClient.Status status) {}

  /** Own changes that no other store is known to hold. */
  public long pending() {
    return spaces.stream().mapToLong(SpaceStatus::pending).sum();
  }

  /** When the oldest of the pending changes was made; empty if there is none, or none is frozen. */
  public Optional<Instant> oldestPending() {
    return spaces.stream()
        .flatMap(space -> space.oldestPending().stream())
        .min(Comparator.naturalOrder());
  }

  /** How the replica is, in one word. */
  public Health health() {
    return Health.of(this);
  }

  /** Why it is so, and what happens next: one sentence for people. */
  public String reason() {
    return switch (health()) {
      case SYNCED -> "Everything is here and on the other side.";
      case SYNCING -> "Changes are on their way.";
      case REFUSED -> spaces.stream().flatMap(s -> s.problems().stream()).findFirst().orElseThrow();
      case OFFLINE -> offlineReason();
    };
  }

  private String offlineReason() {
    if (connections.isEmpty()) {
      return "No relay or device to connect to is known, and nobody has connected.";
    }
    Connection first = connections.get(0);
    String detail = first.status().detail();
    return first.address()
        + " cannot be reached"
        + (detail.isEmpty() ? "" : ": " + detail)
        + "; it is tried again.";
  }
}
