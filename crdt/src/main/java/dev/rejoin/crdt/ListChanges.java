package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction or import changed in a list, for its event: slots that showed or not before,
 * and the values of elements before they were set.
 */
final class ListChanges {
  private final ListSequence list;
  private final TouchedAtoms touched = new TouchedAtoms();
  private final TreeMap<Integer, Value> before = new TreeMap<>();

  /** The steps while an event is made, and where the last one ends in the list before and after. */
  private final List<ListDelta> steps = new ArrayList<>();

  private final List<ListItem> inserted = new ArrayList<>();
  private int deleted;
  private int was;
  private int is;

  /** Elements that are not where they were: their indexes before and after. */
  private final TreeMap<Integer, Integer> gone = new TreeMap<>();

  private final TreeMap<Integer, Integer> come = new TreeMap<>();

  ListChanges(ListSequence list) {
    this.list = list;
  }

  /** Notes slots that are about to show or to hide. */
  void touch(int first, int count, boolean shown) {
    touched.add(first, count, shown);
  }

  /** Notes an element that is about to be set. */
  void willSet(int element) {
    before.putIfAbsent(element, list.value(element));
  }

  void settle() {
    touched.clear();
    before.clear();
  }

  /** What changed since the last {@link #settle}, or null if the list looks alike. */
  ContainerEvent.@Nullable ListChanged event(ContainerId id) {
    for (TouchedAtoms.Piece piece : touched.pieces(list.spans())) {
      add(piece);
    }
    endChange();
    dropTrailingRetain();
    List<ElementMoved> moves = new ArrayList<>();
    come.forEach(
        (element, to) -> {
          Integer from = gone.get(element);
          if (from != null) {
            moves.add(new ElementMoved(list.id(element), from, to));
          }
        });
    moves.sort((one, other) -> Integer.compare(one.to(), other.to()));
    List<ElementSet> sets = sets();
    boolean alike = steps.isEmpty() && sets.isEmpty();
    ContainerEvent.ListChanged event =
        alike ? null : new ContainerEvent.ListChanged(id, steps, moves, sets);
    clear();
    return event;
  }

  private void add(TouchedAtoms.Piece piece) {
    retain(piece.start() - is);
    if (piece.was() && piece.is()) {
      retain(piece.length());
      return;
    }
    for (int slot = piece.number(); slot < piece.number() + piece.length(); slot++) {
      int element = list.slots().element(slot);
      if (piece.is()) {
        inserted.add(list.item(element));
        come.put(element, is++);
      } else {
        deleted++;
        gone.put(element, was++);
      }
    }
  }

  private void retain(int count) {
    if (count == 0) {
      return;
    }
    endChange();
    steps.add(new ListDelta.Retain(dropTrailingRetain() + count));
    was += count;
    is += count;
  }

  /** How many elements the last step keeps, which is taken out; 0 if it changes something. */
  private int dropTrailingRetain() {
    int last = steps.size() - 1;
    if (last >= 0 && steps.get(last) instanceof ListDelta.Retain retain) {
      steps.remove(last);
      return retain.count();
    }
    return 0;
  }

  private void endChange() {
    if (!inserted.isEmpty()) {
      steps.add(new ListDelta.Insert(inserted));
      inserted.clear();
    }
    if (deleted > 0) {
      steps.add(new ListDelta.Delete(deleted));
      deleted = 0;
    }
  }

  /** Elements that showed before and show now, with another value. */
  private List<ElementSet> sets() {
    List<ElementSet> sets = new ArrayList<>();
    for (Map.Entry<Integer, Value> set : before.entrySet()) {
      int element = set.getKey();
      boolean stays = list.slots().isElement(element) && isShownBefore(element);
      int index = stays ? list.index(element) : -1;
      if (index >= 0 && !list.value(element).equals(set.getValue())) {
        sets.add(new ElementSet(list.id(element), index, set.getValue(), list.value(element)));
      }
    }
    sets.sort((one, other) -> Integer.compare(one.index(), other.index()));
    return sets;
  }

  /** Whether an element that shows now showed before as well. */
  private boolean isShownBefore(int element) {
    return !come.containsKey(element) || gone.containsKey(element);
  }

  private void clear() {
    steps.clear();
    gone.clear();
    come.clear();
    was = 0;
    is = 0;
  }
}
