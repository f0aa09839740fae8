package dev.rejoin.crdt;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers what comes before a change, without keeping a version for each change of a long history.
 *
 * <p>The versions of the newest changes are remembered. A change that names newer causes than that,
 * which is the rule, costs O(replicas); one that names old causes costs a walk back to where a
 * version is remembered, O(changes) at worst.
 */
final class CausalPast {
  private static final int MAX_REMEMBERED = 256;

  private final ChangeLog log;

  /** By the end of a change: all atoms up to it, and all before it. */
  private final TreeMap<OpId, Version> remembered = new TreeMap<>();

  private final ArrayDeque<OpId> oldestFirst = new ArrayDeque<>();

  CausalPast(ChangeLog log) {
    this.log = log;
  }

  /** Remembers that a change ends in {@code end} and comes after {@code past}. */
  void remember(OpId end, Version past) {
    if (remembered.put(end, past.with(end.replica(), end.seq())) == null) {
      oldestFirst.add(end);
    }
    if (oldestFirst.size() > MAX_REMEMBERED) {
      remembered.remove(oldestFirst.remove());
    }
  }

  /** The atoms of these changes and of all that come before them. */
  Version of(List<OpId> causes) {
    if (causes.size() == 1) {
      Version only = remembered.get(causes.get(0));
      if (only != null) {
        return only;
      }
    }
    Walk walk = new Walk();
    causes.forEach(walk::open);
    return walk.run();
  }

  /** A walk from changes to their causes that stops where the version is remembered. */
  private final class Walk {
    /** What was found so far: complete for remembered causes, ends of walked changes otherwise. */
    private final TreeMap<ReplicaId, Long> found = new TreeMap<>();

    private final TreeMap<ReplicaId, Long> complete = new TreeMap<>();
    private final TreeMap<OpId, Boolean> seen = new TreeMap<>();
    private final ArrayDeque<OpId> open = new ArrayDeque<>();

    void open(@Nullable OpId end) {
      if (end != null && seen.put(end, true) == null) {
        open.add(end);
      }
    }

    Version run() {
      while (!open.isEmpty()) {
        visit(open.remove());
      }
      return Version.of(found);
    }

    private void visit(OpId end) {
      if (end.seq() <= complete.getOrDefault(end.replica(), 0L)) {
        return;
      }
      Version known = remembered.get(end);
      if (known == null) {
        found.merge(end.replica(), end.seq(), Math::max);
        open(log.previous(end));
        log.included(end).deps().forEach(this::open);
        return;
      }
      for (Map.Entry<ReplicaId, Long> line : known.entries().entrySet()) {
        found.merge(line.getKey(), line.getValue(), Math::max);
        complete.merge(line.getKey(), line.getValue(), Math::max);
      }
    }
  }
}
