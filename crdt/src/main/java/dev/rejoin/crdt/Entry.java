package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A register, or what a map holds under one key: the puts that no later op names.
 *
 * <p>Immutable. Under causal delivery an op that names a put comes after it, so names need no
 * memory.
 *
 * @param candidates the one shown first: highest Lamport time, then replica, then number
 * @param removes the last remove of each replica, sorted; only kept for map entries, where they
 *     tell one generation of a nested container from the next
 */
record Entry(List<Candidate> candidates, List<OpId> removes) {
  static final Entry EMPTY = new Entry(List.of(), List.of());

  private static final Comparator<Candidate> SHOWN_FIRST =
      Comparator.comparingLong(Candidate::lamport).thenComparing(Candidate::put).reversed();

  /** An entry with one candidate that was never removed. */
  static Entry of(Candidate only) {
    return new Entry(List.of(only), List.of());
  }

  /** This entry after a put. */
  Entry put(Candidate candidate, List<OpId> seen) {
    List<Candidate> next = without(seen);
    next.add(candidate);
    next.sort(SHOWN_FIRST);
    return new Entry(List.copyOf(next), removes);
  }

  /** This entry after a remove, without keeping the remove. */
  Entry remove(List<OpId> seen) {
    return new Entry(List.copyOf(without(seen)), removes);
  }

  /** This entry with a remove kept as the last one of its replica. */
  Entry keepRemove(OpId remove) {
    List<OpId> next = new ArrayList<>(removes);
    next.removeIf(id -> id.replica().equals(remove.replica()));
    next.add(remove);
    next.sort(null);
    return new Entry(candidates, List.copyOf(next));
  }

  Optional<Value> shown() {
    return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(0).value());
  }

  /** The puts of all candidates, for an op that replaces them. */
  List<OpId> puts() {
    return candidates.stream().map(Candidate::put).sorted().toList();
  }

  boolean isEmpty() {
    return candidates.isEmpty() && removes.isEmpty();
  }

  private List<Candidate> without(List<OpId> seen) {
    List<Candidate> rest = new ArrayList<>(candidates);
    rest.removeIf(candidate -> seen.contains(candidate.put()));
    return rest;
  }

  void write(SnapshotWriter out) {
    out.number(candidates.size());
    for (Candidate candidate : candidates) {
      out.id(candidate.put());
      out.number(candidate.lamport());
      out.value(candidate.value());
    }
    out.ids(removes);
  }

  static Entry read(SnapshotReader in) {
    int count = in.count();
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OpId put = in.id();
      long lamport = in.number();
      candidates.add(new Candidate(put, lamport, in.value()));
    }
    List<Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(SHOWN_FIRST);
    in.check(sorted.equals(candidates), "candidates out of order");
    return new Entry(List.copyOf(candidates), in.ids());
  }
}
