package dev.rejoin.replica;

import dev.rejoin.replica.net.LinkClient;

/** How a replica is, in one word. */
public enum Health {
  /** Connected, and nothing waits. */
  SYNCED,
  /** Connected, and something is on its way. */
  SYNCING,
  /** Nobody is connected; work goes on, and is kept. */
  OFFLINE,
  /** Somebody refuses something: it will not get better by waiting. */
  REFUSED;

  static Health of(Status status) {
    if (status.spaces().stream().anyMatch(space -> !space.problems().isEmpty())) {
      return REFUSED;
    }
    boolean online =
        !status.incoming().isEmpty()
            || status.connections().stream()
                .anyMatch(c -> c.status().state() == LinkClient.State.ONLINE);
    if (!online) {
      return OFFLINE;
    }
    return status.spaces().stream().anyMatch(SpaceStatus::waits) ? SYNCING : SYNCED;
  }
}
