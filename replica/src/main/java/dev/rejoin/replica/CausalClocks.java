package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells of changes in causal order which of them come before which. For one thread.
 *
 * <p>Of changes that are not among them nothing is known, which does no harm: whatever lies between
 * two of them arrived after the first, so it is among them too.
 */
final class CausalClocks {
  private final List<Change> changes = new ArrayList<>();
  private final List<TreeMap<ReplicaId, Long>> clocks = new ArrayList<>();
  private final TreeMap<OpId, Integer> byLast = new TreeMap<>();

  void add(Change change) {
    TreeMap<ReplicaId, Long> clock = new TreeMap<>();
    if (change.previous() > 0) {
      include(clock, new OpId(change.replica(), change.previous()));
    }
    for (Head head : change.deps().list()) {
      include(clock, head.id());
    }
    clock.put(change.replica(), change.to());
    byLast.put(change.last(), changes.size());
    changes.add(change);
    clocks.add(clock);
  }

  private void include(TreeMap<ReplicaId, Long> clock, OpId last) {
    Integer index = byLast.get(last);
    if (index != null) {
      clocks.get(index).forEach((replica, seq) -> clock.merge(replica, seq, Math::max));
    }
    clock.merge(last.replica(), last.seq(), Math::max);
  }

  /**
   * Whether neither of two changes, given by their order of being added, comes before the other.
   */
  boolean areConcurrent(int one, int other) {
    int first = Math.min(one, other);
    Change earlier = changes.get(first);
    @Nullable Long seen = clocks.get(Math.max(one, other)).get(earlier.replica());
    return one != other && (seen == null || seen < earlier.to());
  }
}
