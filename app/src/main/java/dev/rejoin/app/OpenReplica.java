package dev.rejoin.app;

import dev.rejoin.replica.Replica;

/** A replica for the time of one verb: closed at the end if the verb has opened it. */
final class OpenReplica implements AutoCloseable {
  private final Replica replica;
  private final boolean own;

  private OpenReplica(Replica replica, boolean own) {
    this.replica = replica;
    this.own = own;
  }

  static OpenReplica own(Replica replica) {
    return new OpenReplica(replica, true);
  }

  static OpenReplica shared(Replica replica) {
    return new OpenReplica(replica, false);
  }

  Replica replica() {
    return replica;
  }

  @Override
  public void close() {
    if (own) {
      replica.close();
    }
  }
}
