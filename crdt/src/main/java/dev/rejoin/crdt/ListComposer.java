package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Composes two changes of one list. O(n log n) in the size of both. */
final class ListComposer {
  private final ContainerEvent.ListChanged first;
  private final ContainerEvent.ListChanged next;
  private final ListShift firstShift;
  private final ListShift nextShift;
  private final TreeMap<OpId, ElementMoved> firstMoves = new TreeMap<>();
  private final TreeMap<OpId, ElementMoved> nextMoves = new TreeMap<>();
  private final TreeMap<OpId, ElementSet> firstSets = new TreeMap<>();
  private final TreeMap<OpId, ElementSet> nextSets = new TreeMap<>();

  /** What the first inserts and did not move, so that nobody knows it from before. */
  private final TreeSet<OpId> fresh = new TreeSet<>();

  private ListComposer(ContainerEvent.ListChanged first, ContainerEvent.ListChanged next) {
    this.first = first;
    this.next = next;
    this.firstShift = new ListShift(first.deltas());
    this.nextShift = new ListShift(next.deltas());
    first.moves().forEach(move -> firstMoves.put(move.element(), move));
    next.moves().forEach(move -> nextMoves.put(move.element(), move));
    first.sets().forEach(set -> firstSets.put(set.element(), set));
    next.sets().forEach(set -> nextSets.put(set.element(), set));
    for (ListDelta delta : first.deltas()) {
      if (delta instanceof ListDelta.Insert insert) {
        for (ListItem item : insert.items()) {
          if (!firstMoves.containsKey(item.element())) {
            fresh.add(item.element());
          }
        }
      }
    }
  }

  static ContainerEvent.ListChanged compose(
      ContainerEvent.ListChanged first, ContainerEvent.ListChanged next) {
    ListComposer composer = new ListComposer(first, next);
    return new ContainerEvent.ListChanged(
        first.container(),
        new ListSteps(first.deltas(), next.deltas(), composer::shown).steps(),
        composer.moves(),
        composer.sets());
  }

  /** An inserted element with the value that it has in the end. */
  private ListItem shown(ListItem item) {
    ElementSet set = nextSets.get(item.element());
    return set == null ? item : new ListItem(item.element(), set.after());
  }

  private List<ElementMoved> moves() {
    List<ElementMoved> moves = new ArrayList<>();
    for (ElementMoved move : first.moves()) {
      ElementMoved again = nextMoves.get(move.element());
      int to = again == null ? nextShift.forward(move.to()) : again.to();
      if (to >= 0) {
        moves.add(new ElementMoved(move.element(), move.from(), to));
      }
    }
    for (ElementMoved move : next.moves()) {
      if (!firstMoves.containsKey(move.element()) && !fresh.contains(move.element())) {
        moves.add(new ElementMoved(move.element(), firstShift.back(move.from()), move.to()));
      }
    }
    moves.sort(Comparator.comparingInt(ElementMoved::to));
    return moves;
  }

  private List<ElementSet> sets() {
    List<ElementSet> sets = new ArrayList<>();
    for (ElementSet set : first.sets()) {
      ElementSet again = nextSets.get(set.element());
      ElementMoved moved = nextMoves.get(set.element());
      int index =
          again != null
              ? again.index()
              : moved != null ? moved.to() : nextShift.forward(set.index());
      Value after = again == null ? set.after() : again.after();
      if (index >= 0 && !set.before().equals(after)) {
        sets.add(new ElementSet(set.element(), index, set.before(), after));
      }
    }
    for (ElementSet set : next.sets()) {
      if (!firstSets.containsKey(set.element()) && !fresh.contains(set.element())) {
        sets.add(set);
      }
    }
    sets.sort(Comparator.comparingInt(ElementSet::index));
    return sets;
  }

  /** Where kept elements are before and after a change. */
  private static final class ListShift {
    private record Kept(int before, int after, int count) {}

    private final List<Kept> runs = new ArrayList<>();

    ListShift(List<ListDelta> deltas) {
      int before = 0;
      int after = 0;
      for (ListDelta delta : deltas) {
        if (delta instanceof ListDelta.Retain retain) {
          runs.add(new Kept(before, after, retain.count()));
          before += retain.count();
          after += retain.count();
        } else if (delta instanceof ListDelta.Insert insert) {
          after += insert.items().size();
        } else if (delta instanceof ListDelta.Delete delete) {
          before += delete.count();
        }
      }
      runs.add(new Kept(before, after, Integer.MAX_VALUE));
    }

    /** The index afterwards, or -1 if the element is not kept. */
    int forward(int index) {
      Kept run = last(index, true);
      boolean kept = run != null && index - run.before < run.count;
      return kept ? run.after + (index - run.before) : -1;
    }

    /** The index before, or -1 if the element was not there. */
    int back(int index) {
      Kept run = last(index, false);
      boolean kept = run != null && index - run.after < run.count;
      return kept ? run.before + (index - run.after) : -1;
    }

    /** The last run that begins at the index or in front of it. */
    private @Nullable Kept last(int index, boolean before) {
      int low = 0;
      int high = runs.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        Kept run = runs.get(middle);
        if ((before ? run.before : run.after) <= index) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low == 0 ? null : runs.get(low - 1);
    }
  }
}
