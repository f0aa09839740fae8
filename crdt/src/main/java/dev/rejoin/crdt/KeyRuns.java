package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes: docs/internals/marks.md.
 *
 * The edges of all marks of the key cut the text into runs; each run knows the mark that wins in
 * it. Document order of edges never changes, so edits of the text leave this alone. A mark that
 * goes away may uncover any other, so then the winners are found anew in one sweep, when somebody
 * looks: withdrawing many costs one sweep.
 */
/**
 * Where the marks of one key begin and end, and which of them wins in between.
 *
 * <p>With m marks of the key: adding one is O(log m) comparisons of places and O(1) for each run
 * between its ends; after one was taken away, the next look is O(m log m); memory is O(m).
 * Overlapping marks only have their edges here.
 */
final class KeyRuns {
  /** From its place to the next one. */
  static final class Run {
    final MarkPlace from;

    /** The run behind it in document order. */
    private @Nullable Run next;

    /** The marks that begin or end at the start of the run. */
    final List<Mark> edges = new ArrayList<>(1);

    /** The mark that gives the format, unless the runs are stale. */
    @Nullable Mark winner;

    /** The winner at the last settle, if it was another one. */
    private @Nullable Mark was;

    private boolean changed;
    private boolean gone;

    Run(MarkPlace from) {
      this.from = from;
    }

    @Nullable Run next() {
      return next;
    }

    @Nullable Value value() {
      return Mark.value(winner);
    }

    @Nullable Value valueBefore() {
      return Mark.value(was);
    }
  }

  private final PlaceOrder order;
  private final TreeMap<MarkPlace, Run> runs;
  private final List<Run> changed = new ArrayList<>();

  /** Whether a mark went away since winners were found. */
  private boolean stale;

  /** Whether runs remember what they were, since an event is wanted. */
  private boolean observed;

  KeyRuns(PlaceOrder order) {
    this.order = order;
    this.runs = new TreeMap<>(order);
    runs.put(MarkPlace.START, new Run(MarkPlace.START));
  }

  /** Says that from now to the next {@link #settle} changes are to be remembered. */
  void observe() {
    if (!observed) {
      refresh();
      observed = true;
    }
  }

  /** Adds a mark whose places are known. */
  void add(Mark mark, MarkPlace start, MarkPlace end) {
    if (order.compare(start, end) >= 0) {
      return; // covers nothing, now and ever
    }
    cutAt(start).edges.add(mark);
    cutAt(end).edges.add(mark);
    if (!mark.competes() || stale) {
      return;
    }
    for (Run run : runs.subMap(start, end).values()) {
      Mark winner = run.winner;
      if (winner == null || winner.compareTo(mark) < 0) {
        change(run, mark);
      }
    }
  }

  /** Takes out a mark that was added last: its places may be gone soon. */
  void remove(Mark mark, MarkPlace start, MarkPlace end) {
    removeEdge(mark, start);
    removeEdge(mark, end);
    stale |= mark.competes();
  }

  /** Notes that a mark was withdrawn, or that this was taken back. */
  void invalidate() {
    stale = true;
  }

  /** The run that an atom is in. */
  Run at(int atom) {
    refresh();
    return runs.floorEntry(MarkPlace.before(atom)).getValue();
  }

  /** The runs that begin between two places. */
  Iterable<Run> between(MarkPlace low, MarkPlace high) {
    return runs.subMap(low, false, high, false).values();
  }

  /** The runs whose format may have changed since the last settle. */
  List<Run> changed() {
    refresh();
    List<Run> there = new ArrayList<>(changed.size());
    for (Run run : changed) {
      if (!run.gone) {
        there.add(run);
      }
    }
    return there;
  }

  void settle() {
    for (Run run : changed) {
      run.changed = false;
      run.was = null;
    }
    changed.clear();
    observed = false;
  }

  private Run cutAt(MarkPlace place) {
    Run before = runs.floorEntry(place).getValue();
    if (before.from.equals(place)) {
      return before;
    }
    Run made = new Run(place);
    made.winner = before.winner;
    if (before.changed) {
      remember(made, before.was);
    }
    made.next = before.next;
    before.next = made;
    runs.put(place, made);
    return made;
  }

  private void removeEdge(Mark mark, MarkPlace place) {
    Run run = runs.get(place);
    if (run == null
        || !run.edges.remove(mark)
        || !run.edges.isEmpty()
        || place == MarkPlace.START) {
      return;
    }
    runs.remove(place);
    run.gone = true;
    Run before = runs.floorEntry(place).getValue();
    before.next = run.next;
    if (run.changed && !before.changed) {
      remember(before, before.winner);
    }
  }

  private void change(Run run, @Nullable Mark winner) {
    if (observed && !run.changed) {
      remember(run, run.winner);
    }
    run.winner = winner;
  }

  private void remember(Run run, @Nullable Mark was) {
    run.changed = true;
    run.was = was;
    changed.add(run);
  }

  /** Finds all winners anew, if need be. */
  private void refresh() {
    if (!stale) {
      return;
    }
    stale = false;
    TreeSet<Mark> open = new TreeSet<>();
    for (Run run : runs.values()) {
      for (Mark mark : run.edges) {
        if (mark.competes() && !open.remove(mark)) {
          open.add(mark);
        }
      }
      Mark winner = open.isEmpty() ? null : open.last();
      if (run.winner != winner) {
        change(run, winner);
      }
    }
  }
}
