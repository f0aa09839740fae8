package dev.rejoin.app;

import dev.rejoin.replica.SpaceStatus;
import dev.rejoin.replica.Status;
import dev.rejoin.replica.net.LinkClient;

/** How a replica is, in one word. */
enum Health {
  /** Connected, and nothing waits. */
  SYNCED("●", Colour.GREEN),
  /** Connected, and something is on its way. */
  SYNCING("●", Colour.BLUE),
  /** Nobody is connected. */
  OFFLINE("●", Colour.AMBER),
  /** Something is refused: it will not get better by waiting. */
  REFUSED("▲", Colour.RED);

  private final String mark;
  private final Colour colour;

  Health(String mark, Colour colour) {
    this.mark = mark;
    this.colour = colour;
  }

  static Health of(Status status) {
    boolean online =
        !status.incoming().isEmpty()
            || status.connections().stream()
                .anyMatch(c -> c.status().state() == LinkClient.State.ONLINE);
    boolean refused = status.spaces().stream().anyMatch(s -> !s.problems().isEmpty());
    boolean waiting =
        status.spaces().stream().anyMatch(s -> s.waiting() > 0 || !s.confirmed())
            || status.pending() > 0;
    if (refused) {
      return REFUSED;
    }
    if (!online) {
      return OFFLINE;
    }
    return waiting ? SYNCING : SYNCED;
  }

  /** Whether anything of a space is not where it should be. */
  static boolean waits(SpaceStatus space) {
    return space.pending() > 0
        || space.waiting() > 0
        || !space.confirmed()
        || !space.problems().isEmpty();
  }

  String mark() {
    return mark;
  }

  Colour colour() {
    return colour;
  }
}
