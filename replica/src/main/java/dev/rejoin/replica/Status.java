package dev.rejoin.replica;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.store.Audit;
import dev.rejoin.replica.trust.DeviceId;
import java.util.List;

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
}
