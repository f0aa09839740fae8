package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.net.Link;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.trust.InviteLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The part of an agent that is on the network: a replica of its own that never edits, syncs freely,
 * and hands on exactly what is asked for.
 *
 * <p>A replica cannot choose what arrives over a live link, and a recorded edit must not see more
 * than its author did. So the agent types at one replica without links, and this one beside it
 * sends what was typed and holds what came until its time. Used by the agent's main thread, except
 * for {@link #post}.
 */
final class ReplayMailbox implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Replica replica;
  private final Space space;
  private long readN;

  private ReplayMailbox(Replica replica, Space space) {
    this.replica = replica;
    this.space = space;
  }

  /** Opens the mailbox of a space; {@code onArrival} runs on the fsync thread and must be quick. */
  static ReplayMailbox open(Path directory, InviteLink invite, Runnable onArrival) {
    Replica replica = Replica.open(directory, o -> o.author("mailbox"));
    Space space = replica.join(invite, "replay");
    space.journal().onDurable(onArrival);
    space.controlJournal().onDurable(onArrival);
    return new ReplayMailbox(replica, space);
  }

  Space space() {
    return space;
  }

  int listen(String host) {
    return replica.listen(host, 0).port();
  }

  void connect(String address) {
    replica.connect(address);
  }

  /** Waits until the other side holds what is here. */
  void awaitSynced() throws InterruptedException {
    if (!replica.awaitSynced(PATIENCE)) {
      throw new RejoinException(
          ErrorCode.TIMED_OUT, "the mailbox does not get in sync: " + replica.status());
    }
  }

  /** Whether the founding record is here. */
  boolean confirmed() {
    return space.controlJournal().durable() > 0; // what onArrival tells, and nothing later
  }

  /** Takes what was typed here, to be sent on; by any thread. */
  void post(Row row) {
    byte[] signature = row.signature();
    if (signature == null) {
      throw new IllegalStateException("an own change up to " + row.to() + " is not signed");
    }
    SignedBatch batch = new SignedBatch(row.replica(), List.of(row.change()), signature);
    var taken = space.take(batch, false);
    if (taken.code() != null) {
      throw new RejoinException(taken.code(), "the mailbox refuses: " + taken.detail());
    }
  }

  /** The founding record, from the replica that wrote it. */
  void postFounding(Space from) {
    for (Row row : from.controlJournal().read(0, from.controlJournal().head(), Long.MAX_VALUE)) {
      byte[] signature = row.signature();
      if (signature != null) {
        space.take(new SignedBatch(row.replica(), List.of(row.change()), signature), true);
      }
    }
  }

  /** The changes that have come since the last time, own ones included. */
  List<Row> read() {
    List<Row> rows = space.journal().read(readN, space.journal().durable(), Long.MAX_VALUE);
    if (!rows.isEmpty()) {
      readN = rows.get(rows.size() - 1).n();
    }
    return rows;
  }

  long sentBytes() {
    return replica.links().stream().mapToLong(Link::sentBytes).sum();
  }

  long receivedBytes() {
    return replica.links().stream().mapToLong(Link::receivedBytes).sum();
  }

  @Override
  public void close() {
    replica.close();
  }
}
