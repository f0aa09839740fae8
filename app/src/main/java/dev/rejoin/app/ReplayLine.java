package dev.rejoin.app;

import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The frozen changes of one replica as far as they are at hand, to be taken up to any boundary. Not
 * safe for several threads.
 *
 * <p>A change that came over a link joined with later ones carries no signature of its own. Where a
 * boundary lies there, its {@linkplain #sign signature} comes from its author beside the change.
 */
final class ReplayLine {
  /** The line up to one of its numbers. */
  record Prefix(ReplayLine line, long upTo) {}

  private final ReplicaId replica;
  private final TreeMap<Long, Row> rowsByLast = new TreeMap<>();
  private final Map<Long, byte[]> signatures = new TreeMap<>();
  private final TreeSet<Long> unsigned = new TreeSet<>();

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
      sign(row.to(), signature);
    } else if (!signatures.containsKey(row.to())) {
      unsigned.add(row.to());
    }
  }

  /** Adds the signature of the line up to a number. */
  void sign(long to, byte[] signature) {
    signatures.put(to, signature);
    unsigned.remove(to);
  }

  /** Whether everything up to a boundary is here, signatures included. */
  boolean reaches(long to) {
    return to == 0 || (rowsByLast.containsKey(to) && unsigned.headSet(to, true).isEmpty());
  }

  /**
   * The changes above one number up to another, each as a batch of its own: a batch is taken whole,
   * and two lines may have to enter in turns.
   *
   * @throws IllegalStateException if no change with a signature ends there
   */
  List<SignedBatch> batches(long after, long upTo) {
    List<SignedBatch> batches = new ArrayList<>();
    long end = after;
    for (Row row : rowsByLast.subMap(after, false, upTo, true).values()) {
      byte[] signature = signatures.get(row.to());
      if (signature == null) {
        throw new IllegalStateException("line " + replica + " has no signature for " + row.to());
      }
      batches.add(new SignedBatch(replica, List.of(row.change()), signature));
      end = row.to();
    }
    if (end != upTo) {
      throw new IllegalStateException("line " + replica + " ends at " + end + ", not at " + upTo);
    }
    return batches;
  }
}
