package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a document, by replica and by number.
 *
 * <p>Numbers follow the order in which the lines came, so they differ from device to device: no
 * state and no byte may depend on them. A lookup is O(log lines), and a comparison for the two
 * lines asked for last, which are most often the two that talk.
 */
final class Lines {
  private final TreeMap<ReplicaId, Line> byReplica = new TreeMap<>();
  private final List<Line> byNumber = new ArrayList<>();
  private @Nullable Line recent;
  private @Nullable Line earlier;

  int size() {
    return byNumber.size();
  }

  Line at(int number) {
    return byNumber.get(number);
  }

  @Nullable Line find(ReplicaId replica) {
    Line first = recent;
    if (first != null && first.isOf(replica)) {
      return first;
    }
    Line second = earlier;
    Line line = second != null && second.isOf(replica) ? second : byReplica.get(replica);
    if (line != null) {
      earlier = first;
      recent = line;
    }
    return line;
  }

  /** The line of a replica, a new one if there is none. */
  Line of(ReplicaId replica) {
    Line line = find(replica);
    if (line == null) {
      line = new Line(replica, byNumber.size());
      byReplica.put(replica, line);
      byNumber.add(line);
    }
    return line;
  }

  /** In the order of replicas. */
  Collection<Line> sorted() {
    return byReplica.values();
  }
}
