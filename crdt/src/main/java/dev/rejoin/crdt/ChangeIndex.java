package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the state of a document does not keep of its changes: who made which op and when, which
 * containers a change is about, and by which ops deletes were taken back.
 *
 * <p>Made by one pass over the changes, causes first: O(ops), and about 80 bytes for each change. A
 * question costs O(log changes). For one thread.
 */
public final class ChangeIndex {
  /**
   * One change without its ops.
   *
   * @param takesEffect false for one that breaks a rule and only takes its numbers
   * @param containers what it is about, each once
   */
  public record Entry(
      ReplicaId replica,
      long from,
      long to,
      long lamport,
      long timeMillis,
      String author,
      String message,
      ChainMark mark,
      boolean takesEffect,
      List<ContainerId> containers) {
    public Entry {
      containers = List.copyOf(containers);
    }

    /** The change as a head. */
    public Head head() {
      return new Head(new OpId(replica, to), mark);
    }

    /** Lamport time of one of its atoms. */
    long lamportOf(OpId id) {
      return lamport + (id.seq() - from);
    }
  }

  private final TreeMap<ReplicaId, List<Entry>> lines = new TreeMap<>();

  /** For each container the deletes and withdrawals that were taken back, and by what. */
  private final TreeMap<ContainerId, TreeMap<OpId, List<OpId>>> revives = new TreeMap<>();

  /** One object for each container, since changes are mostly about the same few. */
  private final TreeMap<ContainerId, ContainerId> known = new TreeMap<>();

  private final TreeMap<String, String> authors = new TreeMap<>();

  /**
   * Adds the next change of its line.
   *
   * @param takesEffect whether it is valid, as the document knows
   */
  public void add(Received received, boolean takesEffect) {
    Change change = received.change();
    TreeSet<ContainerId> containers = new TreeSet<>();
    long offset = 0;
    ContainerId last = null;
    for (Op op : change.ops()) {
      ContainerId where = op.container();
      if (where != null && !where.equals(last)) {
        last = known.computeIfAbsent(where, w -> w);
        containers.add(last);
      }
      if (takesEffect && where != null && op instanceof Op.Revive revive) {
        revives
            .computeIfAbsent(where, w -> new TreeMap<>())
            .computeIfAbsent(revive.delete(), d -> new ArrayList<>(1))
            .add(change.first().plus(offset));
      }
      offset += op.atoms();
    }
    lines
        .computeIfAbsent(change.replica(), r -> new ArrayList<>())
        .add(
            new Entry(
                change.replica(),
                change.from(),
                change.to(),
                change.lamport(),
                change.timeMillis(),
                authors.computeIfAbsent(change.author(), a -> a),
                change.message(),
                received.mark(),
                takesEffect,
                List.copyOf(containers)));
  }

  /** The change that an op is in, or null if it is not here. */
  public @Nullable Entry find(OpId id) {
    List<Entry> line = lines.getOrDefault(id.replica(), List.of());
    int low = 0;
    int high = line.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (line.get(middle).from() <= id.seq()) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    boolean found = high >= 0 && line.get(low).from() <= id.seq() && id.seq() <= line.get(low).to();
    return found ? line.get(low) : null;
  }

  /** The containers that changes in one of two versions, but not in both, are about; sorted. */
  public List<ContainerId> touched(Version one, Version other) {
    TreeSet<ContainerId> touched = new TreeSet<>();
    lines.forEach(
        (replica, line) -> {
          long low = Math.min(one.get(replica), other.get(replica));
          long high = Math.max(one.get(replica), other.get(replica));
          for (int i = line.size() - 1; i >= 0 && line.get(i).to() > low; i--) {
            if (line.get(i).to() <= high) {
              touched.addAll(line.get(i).containers());
            }
          }
        });
    return List.copyOf(touched);
  }

  /** The deletes and withdrawals of a container that were ever taken back, each with by what. */
  TreeMap<OpId, List<OpId>> revives(ContainerId container) {
    TreeMap<OpId, List<OpId>> found = revives.get(container);
    return found == null ? new TreeMap<>() : found;
  }

  /** An op that is known to be here. */
  Entry get(OpId id) {
    Entry entry = find(id);
    if (entry == null) {
      throw new IllegalStateException("the change with " + id + " is not in the index");
    }
    return entry;
  }
}
