package dev.rejoin.app;

import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.net.LinkClient;
import dev.rejoin.replica.trust.SpaceId;
import java.util.ArrayList;
import java.util.List;

/*
 * The links are taken from the very statuses that say who has answered. Asked for one after the
 * other, a link that comes up in between has answered and is yet not among the links: then nobody
 * seems to be there.
 */
/** One look at who was asked for a space and who has answered. */
record Asked(List<LinkClient.Status> clients, List<Link> links) {
  static Asked look(Connections connections) {
    return of(
        connections.clients().values().stream().map(LinkClient::status).toList(),
        connections.links());
  }

  /** The clients' links, and those that others have opened to us. */
  static Asked of(List<LinkClient.Status> clients, List<Link> up) {
    List<Link> links = new ArrayList<>();
    for (LinkClient.Status client : clients) {
      Link link = client.link();
      if (link != null) {
        links.add(link);
      }
    }
    up.stream().filter(link -> !links.contains(link)).forEach(links::add);
    return new Asked(clients, List.copyOf(links));
  }

  /** Whether every address has answered or cannot be reached, and all who answered refuse. */
  boolean inVain(SpaceId space) {
    return clients.stream().allMatch(c -> c.link() != null || Connections.failed(c))
        && refusing(space) == links.size();
  }

  boolean somebodyAway() {
    return clients.stream().anyMatch(c -> c.link() == null);
  }

  long refusing(SpaceId space) {
    return links.stream().filter(link -> Refusals.refuses(link, space)).count();
  }
}
