package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Status;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The connections that a verb asks for; those it added end with it. */
final class Connections implements AutoCloseable {
  private final Replica replica;
  private final Map<String, LinkClient> clients;
  private final List<String> added;

  private Connections(Replica replica, Map<String, LinkClient> clients, List<String> added) {
    this.replica = replica;
    this.clients = clients;
    this.added = added;
  }

  /** Connects to the addresses, all of which must be well formed. */
  static Connections open(Replica replica, List<String> addresses) {
    Set<String> wanted = new LinkedHashSet<>();
    addresses.forEach(address -> wanted.add(LinkClient.checkAddress(address)));
    List<String> known =
        replica.status().connections().stream().map(Status.Connection::address).toList();
    Map<String, LinkClient> clients = new LinkedHashMap<>();
    List<String> added = new ArrayList<>();
    for (String address : wanted) {
      clients.put(address, replica.connect(address));
      if (!known.contains(address)) {
        added.add(address);
      }
    }
    return new Connections(replica, clients, added);
  }

  /** By address, in the order asked for. */
  Map<String, LinkClient> clients() {
    return clients;
  }

  boolean isEmpty() {
    return clients.isEmpty();
  }

  /** Links that are up: those asked for, and those that others have opened to us. */
  List<Link> links() {
    return replica.links();
  }

  /** Whether nobody is there, and every address has been tried. */
  boolean isHopeless() {
    return links().isEmpty()
        && clients.values().stream().allMatch(client -> failed(client.status()));
  }

  static boolean failed(LinkClient.Status status) {
    return status.state() == LinkClient.State.WAITING && status.code() != null;
  }

  /** Why nobody is there, from the first address. */
  RejoinException failure(String consequence) {
    Map.Entry<String, LinkClient> first = clients.entrySet().iterator().next();
    LinkClient.Status status = first.getValue().status();
    ErrorCode code = status.code() == null ? ErrorCode.UNREACHABLE : status.code();
    return new RejoinException(code, why(first.getKey(), status) + "; " + consequence);
  }

  /** Why an address has no link, with the address. */
  static String why(String address, LinkClient.Status status) {
    return status.detail().contains(address) ? status.detail() : address + ": " + status.detail();
  }

  @Override
  public void close() {
    added.forEach(replica::disconnect);
  }
}
