package dev.rejoin.crdt;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A version vector: for each replica the highest number of its line that is included.
 *
 * <p>Immutable. Versions form a lattice under {@link #join}; {@link #covers} is its order. Lookup
 * is O(log replicas), {@link #with} and {@link #join} are O(replicas).
 */
public final class Version {
  private static final Version EMPTY = new Version(new TreeMap<>());

  /** Invariant: no entry is below 1. */
  private final SortedMap<ReplicaId, Long> seqs;

  private Version(SortedMap<ReplicaId, Long> seqs) {
    this.seqs = seqs;
  }

  /** The version that includes nothing. */
  public static Version empty() {
    return EMPTY;
  }

  /** The version with these entries; entries of 0 are left out. */
  public static Version of(Map<ReplicaId, Long> entries) {
    TreeMap<ReplicaId, Long> copy = new TreeMap<>();
    entries.forEach(
        (replica, seq) -> {
          requireInRange(replica, seq);
          if (seq > 0) {
            copy.put(replica, seq);
          }
        });
    return copy.isEmpty() ? EMPTY : new Version(copy);
  }

  /** The version with these entries, all in 1..{@link Limits#MAX_SEQ}; the map is handed over. */
  static Version owning(TreeMap<ReplicaId, Long> entries) {
    return entries.isEmpty() ? EMPTY : new Version(entries);
  }

  /** The highest included number of a replica's line, 0 where nothing is included. */
  public long get(ReplicaId replica) {
    return seqs.getOrDefault(replica, 0L);
  }

  public boolean includes(OpId id) {
    return id.seq() <= get(id.replica());
  }

  /** This version with the line of {@code replica} included up to {@code seq} at least. */
  public Version with(ReplicaId replica, long seq) {
    if (seq <= get(replica)) {
      return this;
    }
    requireInRange(replica, seq);
    TreeMap<ReplicaId, Long> copy = new TreeMap<>(seqs);
    copy.put(replica, seq);
    return new Version(copy);
  }

  /** The least version that covers both. */
  public Version join(Version other) {
    TreeMap<ReplicaId, Long> copy = new TreeMap<>(seqs);
    other.seqs.forEach((replica, seq) -> copy.merge(replica, seq, Math::max));
    return owning(copy);
  }

  /** Whether everything that {@code other} includes is included here. */
  public boolean covers(Version other) {
    for (Map.Entry<ReplicaId, Long> entry : other.seqs.entrySet()) {
      if (get(entry.getKey()) < entry.getValue()) {
        return false;
      }
    }
    return true;
  }

  /** The entries in the order of replicas; unmodifiable. */
  public SortedMap<ReplicaId, Long> entries() {
    return ReadOnly.map(seqs);
  }

  private static void requireInRange(ReplicaId replica, long seq) {
    if (seq < 0 || seq > Limits.MAX_SEQ) {
      throw new IllegalArgumentException("seq of " + replica + " out of range: " + seq);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && seqs.equals(version.seqs);
  }

  @Override
  public int hashCode() {
    return seqs.hashCode();
  }

  @Override
  public String toString() {
    return seqs.toString();
  }
}
