package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ElementMoved;
import dev.rejoin.crdt.ElementSet;
import dev.rejoin.crdt.ListDelta;
import dev.rejoin.crdt.ListItem;
import dev.rejoin.crdt.OpId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a listener knows of one list by its events only; checks that each event fits. */
final class ListMirror {
  private final List<ListItem> items = new ArrayList<>();

  /** Whether an element may be deleted and inserted without being told as moved. */
  private final boolean composed;

  ListMirror(boolean composed) {
    this.composed = composed;
  }

  List<ListItem> items() {
    return items;
  }

  void accept(ContainerEvent.ListChanged event) {
    TreeMap<OpId, Integer> before = places();
    List<ListItem> was = List.copyOf(items);
    int inserted = apply(event.deltas());
    TreeMap<OpId, Integer> after = places();
    require(after.size() == items.size(), "an element twice", event);
    int moved = 0;
    for (ElementMoved move : event.moves()) {
      Integer from = before.get(move.element());
      Integer to = after.get(move.element());
      require(from != null && from == move.from(), "moved from elsewhere", event);
      require(to != null && to == move.to(), "moved to elsewhere", event);
      moved++;
    }
    int kept = after.size() - inserted;
    long again = after.keySet().stream().filter(before::containsKey).count();
    require(composed || again == kept + moved, "a move that is not told", event);
    for (ElementSet set : event.sets()) {
      require(was.get(before.get(set.element())).value().equals(set.before()), "before", event);
      require(!set.before().equals(set.after()), "a value that did not change", event);
      require(after.get(set.element()) == set.index(), "set elsewhere", event);
      items.set(set.index(), new ListItem(set.element(), set.after()));
    }
  }

  /** Applies the steps; returns how many elements they insert. */
  private int apply(List<ListDelta> deltas) {
    int at = 0;
    int inserted = 0;
    ListDelta last = null;
    for (ListDelta delta : deltas) {
      require(last == null || last.getClass() != delta.getClass(), "not merged", deltas);
      boolean late = last instanceof ListDelta.Delete && delta instanceof ListDelta.Insert;
      require(!late, "an insert after a delete", deltas);
      if (delta instanceof ListDelta.Retain retain) {
        at += retain.count();
      } else if (delta instanceof ListDelta.Insert insert) {
        items.addAll(at, insert.items());
        at += insert.items().size();
        inserted += insert.items().size();
      } else if (delta instanceof ListDelta.Delete delete) {
        require(at + delete.count() <= items.size(), "beyond the end", deltas);
        items.subList(at, at + delete.count()).clear();
      }
      last = delta;
    }
    require(!(last instanceof ListDelta.Retain), "a trailing retain", deltas);
    require(at <= items.size(), "beyond the end", deltas);
    return inserted;
  }

  private TreeMap<OpId, Integer> places() {
    TreeMap<OpId, Integer> places = new TreeMap<>();
    for (int i = 0; i < items.size(); i++) {
      places.put(items.get(i).element(), i);
    }
    return places;
  }

  private static void require(boolean holds, String problem, Object told) {
    if (!holds) {
      throw new AssertionError("list, " + problem + ": " + told);
    }
  }
}
