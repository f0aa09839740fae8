package dev.rejoin.app;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.Limits;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The frozen changes of one replica as far as they are at hand, to be cut at any boundary. Not safe
 * for several threads.
 *
 * <p>A change that came over a link joined with later ones carries no signature of its own. Where a
 * boundary lies there, its {@linkplain #sign signature} comes from its author beside the change.
 */
final class ReplayLine {
  private final ReplicaId replica;
  private final TreeMap<Long, Row> rowsByLast = new TreeMap<>();
  private final Map<Long, byte[]> signatures = new TreeMap<>();

  ReplayLine(ReplicaId replica) {
    this.replica = replica;
  }

  ReplicaId replica() {
    return replica;
  }

  /** Adds a change of the line. */
  void add(Row row) {
    rowsByLast.put(row.to(), row);
    byte[] signature = row.signature();
    if (signature != null) {
      signatures.put(row.to(), signature);
    }
  }

  /** Adds the signature of the line up to a number. */
  void sign(long to, byte[] signature) {
    signatures.put(to, signature);
  }

  /** Whether everything up to a number is here. */
  boolean reaches(long to) {
    return !rowsByLast.isEmpty() && rowsByLast.lastKey() >= to;
  }

  /**
   * The changes above one number up to another, as few batches as the limits of a batch allow.
   *
   * @throws IllegalStateException if no change with a signature ends there
   */
  List<SignedBatch> batches(long after, long upTo) {
    List<SignedBatch> batches = new ArrayList<>();
    List<byte[]> changes = new ArrayList<>();
    long bytes = 0;
    long end = after;
    for (Row row : rowsByLast.subMap(after, false, upTo, true).values()) {
      boolean full =
          changes.size() == Limits.MAX_CHANGES_PER_BATCH
              || bytes + row.change().length > Limits.MAX_BATCH_BYTES;
      if (full && !changes.isEmpty()) {
        batches.add(batch(changes, end));
        changes = new ArrayList<>();
        bytes = 0;
      }
      changes.add(row.change());
      bytes += row.change().length;
      end = row.to();
    }
    if (end != upTo) {
      throw new IllegalStateException(
          "line " + replica + " has no boundary at " + upTo + ", only at " + end);
    }
    if (!changes.isEmpty()) {
      batches.add(batch(changes, end));
    }
    return batches;
  }

  private SignedBatch batch(List<byte[]> changes, long to) {
    byte[] signature = signatures.get(to);
    if (signature == null) {
      throw new IllegalStateException("line " + replica + " has no signature for " + to);
    }
    return new SignedBatch(replica, changes, signature);
  }
}
