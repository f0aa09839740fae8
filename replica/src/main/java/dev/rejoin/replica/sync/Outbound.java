package dev.rejoin.replica.sync;

import com.google.protobuf.ByteString;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.Limits;
import dev.rejoin.proto.v1.Batch;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes.
 *
 * The journal is the queue: a slow peer costs one number here and no memory. Rows that the peer holds
 * already (it said so, or sent them to us) are skipped; they are durable there, because nobody sends
 * or names what is not fsynced. So once nothing is in flight, everything up to sentN is acknowledged.
 *
 * A batch ends at a signed row. A replica may join its rows into larger batches, because its order is
 * causal: whatever a row needs lies before it. A relay sees no causes, so it passes on the batches that
 * it got: joined across somebody else's change, two batches could each wait for the other.
 */
/** The sending half of one space on one link: what of our journal the peer still lacks. */
final class Outbound {
  private record InFlight(long n, long bytes) {}

  private final SpaceSource source;
  private final boolean join;
  private final Map<ReplicaId, Long> peerHas = new TreeMap<>();
  private final Set<ReplicaId> blocked = new TreeSet<>();
  private final Deque<InFlight> inFlight = new ArrayDeque<>();
  private boolean started;
  private long inFlightBytes;
  private long sentN;
  private long ackedN;
  private long announcedN = -1;

  /** Invariant: ackedN < refusedN. What the peer refuses is never counted as acknowledged. */
  private long refusedN = Long.MAX_VALUE;

  Outbound(SpaceSource source, boolean join) {
    this.source = source;
    this.join = join;
  }

  /** Starts, or starts over, after arrival {@code n}; {@code have} says what the peer holds. */
  void start(long n, Map<ReplicaId, Long> have) {
    started = true;
    peerHas.clear();
    peerHas.putAll(have);
    inFlight.clear();
    inFlightBytes = 0;
    sentN = n;
    ackedN = n;
    announcedN = -1;
    refusedN = Long.MAX_VALUE;
  }

  /** Sends nothing more, until the peer opens the space again. */
  void stop() {
    started = false;
  }

  boolean started() {
    return started;
  }

  long sentN() {
    return sentN;
  }

  long ackedN() {
    return ackedN;
  }

  int blockedLines() {
    return blocked.size();
  }

  long inFlightBytes() {
    return inFlightBytes;
  }

  /** Whether everything of ours is fsynced at the peer. */
  boolean settled() {
    return started && ackedN >= source.durable();
  }

  /** The peer holds a line up to here: it sent it to us. */
  void peerHas(ReplicaId replica, long to) {
    peerHas.merge(replica, to, Math::max);
  }

  /** The peer will not take this line; the others go on. */
  void block(ReplicaId replica) {
    blocked.add(replica);
  }

  /** The peer refused the batch of this line that ends in our arrival {@code n}. */
  void refused(ReplicaId replica, long n) {
    block(replica);
    refusedN = Math.min(refusedN, n);
    inFlight.stream().filter(f -> f.n() == n).forEach(f -> inFlightBytes -= f.bytes());
    inFlight.removeIf(f -> f.n() == n);
  }

  /** Takes an acknowledgement up to our arrival {@code n}. */
  void acked(long n) {
    while (!inFlight.isEmpty() && inFlight.getFirst().n() <= n) {
      inFlightBytes -= inFlight.removeFirst().bytes();
    }
    advance(Math.min(n, sentN));
  }

  private void advance(long n) {
    long reached = inFlight.isEmpty() ? sentN : n;
    ackedN = Math.max(ackedN, Math.min(reached, refusedN - 1));
  }

  /** Whether the peer should be told that it has everything; it is then taken as told. */
  boolean takeAnnouncement(boolean evenIfSaidOnce) {
    boolean due =
        started
            && sentN >= source.durable()
            && sentN > announcedN
            && (announcedN < 0 || evenIfSaidOnce);
    if (due) {
      announcedN = sentN;
    }
    return due;
  }

  /** The next batches, as many as may be in flight; their number of the space is still missing. */
  List<Batch.Builder> next(ReplicaNumbers numbers) {
    List<Batch.Builder> batches = new ArrayList<>();
    while (started && inFlightBytes < SyncLimits.MAX_IN_FLIGHT_BYTES && sentN < source.durable()) {
      List<Row> rows = source.read(sentN, source.durable(), 2L * Limits.MAX_BATCH_BYTES);
      if (rows.isEmpty() || !sendRows(rows, numbers, batches)) {
        break;
      }
    }
    advance(ackedN);
    return batches;
  }

  /** False if nothing could be sent or skipped, which only a damaged journal can bring about. */
  private boolean sendRows(List<Row> rows, ReplicaNumbers numbers, List<Batch.Builder> batches) {
    long before = sentN;
    int i = 0;
    while (i < rows.size() && inFlightBytes < SyncLimits.MAX_IN_FLIGHT_BYTES) {
      Row row = rows.get(i);
      boolean held = row.to() <= peerHas.getOrDefault(row.replica(), 0L);
      if (held || blocked.contains(row.replica())) {
        refusedN = held ? refusedN : Math.min(refusedN, row.n());
        sentN = row.n();
        i++;
        continue;
      }
      int end = groupEnd(rows, i);
      if (end < 0) {
        break; // the signed end of this batch is behind what was read: read again from here
      }
      batches.add(batch(rows.subList(i, end), numbers));
      i = end;
    }
    return sentN > before;
  }

  /** The index after the last row of the batch that starts at {@code start}, or -1. */
  private int groupEnd(List<Row> rows, int start) {
    Row first = rows.get(start);
    long bytes = 0;
    int signedEnd = -1;
    for (int i = start; i < rows.size() && i - start < Limits.MAX_CHANGES_PER_BATCH; i++) {
      Row row = rows.get(i);
      boolean follows = row.replica().equals(first.replica()) && row.n() == first.n() + (i - start);
      bytes += row.change().length;
      if (!follows || (signedEnd >= 0 && bytes > Limits.MAX_BATCH_BYTES)) {
        break;
      }
      if (row.signature() != null) {
        signedEnd = i + 1;
        if (!join) {
          break;
        }
      }
    }
    return signedEnd;
  }

  private Batch.Builder batch(List<Row> rows, ReplicaNumbers numbers) {
    Row last = rows.get(rows.size() - 1);
    byte @Nullable [] signature = last.signature();
    if (signature == null) {
      throw new IllegalStateException("a batch must end at a signed change");
    }
    Batch.Builder batch = Batch.newBuilder().setN(last.n());
    numbers.name(last.replica(), batch);
    long bytes = 0;
    for (Row row : rows) {
      batch.addChange(ByteString.copyFrom(row.change()));
      bytes += row.change().length;
    }
    batch.setSignature(ByteString.copyFrom(signature));
    if (rows.size() > SyncLimits.CURSOR_FROM_CHANGES) {
      batch.setCursor(Cursors.write(source.cursorAt(last.n())));
    }
    inFlight.add(new InFlight(last.n(), bytes));
    inFlightBytes += bytes;
    sentN = last.n();
    return batch;
  }
}
