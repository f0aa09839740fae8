package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A register, or what a map holds under one key: the puts that no later op names, and which of them
 * are dismissed.
 *
 * <p>Immutable. Under causal delivery an op that names a put or a dismissal comes after it, so
 * names need no memory.
 *
 * @param candidates those that readers see, the one shown first: highest Lamport time, then
 *     replica, then number
 * @param dismissed the others, which a dismissal covers, in the same order. A dismissal never
 *     empties an entry: where all are covered, all of them are candidates again
 * @param dismissals those in force, sorted
 * @param removes the last remove of each replica, sorted; only kept for map entries, where they
 *     tell one generation of a nested container from the next
 */
record Entry(
    List<Candidate> candidates,
    List<Candidate> dismissed,
    List<Dismissal> dismissals,
    List<OpId> removes) {
  static final Entry EMPTY = new Entry(List.of(), List.of(), List.of(), List.of());

  private static final Comparator<Candidate> SHOWN_FIRST =
      Comparator.comparingLong(Candidate::lamport).thenComparing(Candidate::put).reversed();

  /** An entry with one candidate that was never removed. */
  static Entry of(Candidate only) {
    return new Entry(List.of(only), List.of(), List.of(), List.of());
  }

  /** This entry after a put. */
  Entry put(Candidate candidate, List<OpId> seen) {
    List<Candidate> next = without(seen);
    next.add(candidate);
    return with(next, dismissals);
  }

  /** This entry after a remove, without keeping the remove. */
  Entry remove(List<OpId> seen) {
    return with(without(seen), dismissals);
  }

  /** This entry with a remove kept as the last one of its replica. */
  Entry keepRemove(OpId remove) {
    List<OpId> next = new ArrayList<>(removes);
    next.removeIf(id -> id.replica().equals(remove.replica()));
    next.add(remove);
    next.sort(null);
    return new Entry(candidates, dismissed, dismissals, List.copyOf(next));
  }

  /** This entry after a dismissal, which covers {@code seen} and takes back {@code recalled}. */
  Entry dismiss(OpId dismissal, List<OpId> seen, List<OpId> recalled) {
    List<Dismissal> next = new ArrayList<>(dismissals);
    next.removeIf(known -> recalled.contains(known.op()));
    next.add(new Dismissal(dismissal, List.copyOf(new TreeSet<>(seen))));
    next.sort(null);
    return with(live(), next);
  }

  Optional<Value> shown() {
    return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(0).value());
  }

  /** The puts that no put or remove has replaced, dismissed or not, the highest first. */
  List<Candidate> live() {
    if (dismissed.isEmpty()) {
      return candidates;
    }
    List<Candidate> all = new ArrayList<>(candidates);
    all.addAll(dismissed);
    all.sort(SHOWN_FIRST);
    return all;
  }

  /**
   * What an op names that replaces everything here: all puts, and the dismissals, so that an undo
   * can tell which of them were dismissed.
   */
  List<OpId> seen() {
    List<OpId> seen = new ArrayList<>();
    live().forEach(candidate -> seen.add(candidate.put()));
    dismissals.forEach(dismissal -> seen.add(dismissal.op()));
    seen.sort(null);
    return List.copyOf(seen);
  }

  /** The candidates other than one, readers see them or not. */
  List<OpId> others(OpId kept) {
    return live().stream().map(Candidate::put).filter(put -> !put.equals(kept)).sorted().toList();
  }

  /** The dismissals that cover a candidate. */
  List<OpId> dismissalsOf(OpId put) {
    return dismissals.stream().filter(d -> d.puts().contains(put)).map(Dismissal::op).toList();
  }

  boolean isEmpty() {
    return candidates.isEmpty() && removes.isEmpty();
  }

  private List<Candidate> without(List<OpId> seen) {
    List<Candidate> rest = new ArrayList<>(live());
    rest.removeIf(candidate -> seen.contains(candidate.put()));
    return rest;
  }

  /** An entry of these puts, with those dismissals that still cover any. */
  private Entry with(List<Candidate> live, List<Dismissal> all) {
    List<Candidate> sorted = new ArrayList<>(live);
    sorted.sort(SHOWN_FIRST);
    if (all.isEmpty()) {
      return new Entry(List.copyOf(sorted), List.of(), List.of(), removes);
    }
    TreeSet<OpId> puts = new TreeSet<>();
    sorted.forEach(candidate -> puts.add(candidate.put()));
    List<Dismissal> force = new ArrayList<>();
    TreeSet<OpId> covered = new TreeSet<>();
    for (Dismissal dismissal : all) {
      List<OpId> names = dismissal.puts().stream().filter(puts::contains).toList();
      if (!names.isEmpty()) {
        force.add(new Dismissal(dismissal.op(), names));
        covered.addAll(names);
      }
    }
    if (covered.size() == puts.size()) {
      covered.clear();
    }
    return new Entry(
        sorted.stream().filter(c -> !covered.contains(c.put())).toList(),
        sorted.stream().filter(c -> covered.contains(c.put())).toList(),
        List.copyOf(force),
        removes);
  }

  void write(SnapshotWriter out) {
    List<Candidate> live = live();
    out.number(live.size());
    for (Candidate candidate : live) {
      out.id(candidate.put());
      out.number(candidate.lamport());
      out.value(candidate.value());
    }
    out.ids(removes);
    out.number(dismissals.size());
    for (Dismissal dismissal : dismissals) {
      out.id(dismissal.op());
      out.ids(dismissal.puts());
    }
  }

  static Entry read(SnapshotReader in) {
    int count = in.count();
    List<Candidate> live = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      OpId put = in.id();
      long lamport = in.number();
      live.add(new Candidate(put, lamport, in.value()));
    }
    List<Candidate> sorted = new ArrayList<>(live);
    sorted.sort(SHOWN_FIRST);
    in.check(sorted.equals(live), "candidates out of order");
    List<OpId> removes = in.ids();
    List<Dismissal> dismissals = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      dismissals.add(new Dismissal(in.id(), in.ids()));
    }
    Entry entry = new Entry(List.of(), List.of(), List.of(), removes).with(live, dismissals);
    boolean inOrder = List.copyOf(new TreeSet<>(dismissals)).equals(dismissals);
    in.check(inOrder && entry.dismissals.equals(dismissals), "dismissals that cover nothing");
    return entry;
  }
}
