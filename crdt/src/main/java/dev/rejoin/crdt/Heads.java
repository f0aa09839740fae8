package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/**
 * The maximal changes of a version: no change of the version comes after any of them.
 *
 * <p>Immutable, sorted by id, at most one head for each replica.
 */
public record Heads(List<Head> list) {
  private static final Heads NONE = new Heads(List.of());

  public Heads {
    List<Head> sorted = new ArrayList<>(list);
    sorted.sort(null);
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).id().replica().equals(sorted.get(i - 1).id().replica())) {
        throw new IllegalArgumentException("two heads of one replica: " + sorted.get(i).id());
      }
    }
    list = List.copyOf(sorted);
  }

  /** The heads of the empty version. */
  public static Heads none() {
    return NONE;
  }

  /** These heads after a change that saw {@code seen} and ends in {@code head}. */
  public Heads advance(Heads seen, long previous, Head head) {
    List<Head> next = new ArrayList<>();
    for (Head h : list) {
      boolean ownPrevious =
          h.id().replica().equals(head.id().replica()) && h.id().seq() <= previous;
      if (!ownPrevious && !seen.list.contains(h)) {
        next.add(h);
      }
    }
    next.add(head);
    return new Heads(next);
  }

  /** These heads without the one of {@code replica}. */
  public Heads without(ReplicaId replica) {
    List<Head> rest = new ArrayList<>(list);
    rest.removeIf(h -> h.id().replica().equals(replica));
    return rest.size() == list.size() ? this : new Heads(rest);
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  public int size() {
    return list.size();
  }
}
