package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes: docs/internals/movable-list.md draws a move.
 *
 * The slots of a list are what the atoms of a text are, so the engine of texts keeps them: op
 * numbers, spans in a tree that counts what shows, and the placement of inserts. Only the meaning of
 * "covered" differs. In a text a span counts the deletes that cover its atoms. Here a span is
 * covered once if its slots are not where their elements show, be it that a delete covers them or
 * that a newer slot does not; the deletes of each slot are counted in ListSlots.
 */
/**
 * The slots of a list in Fugue order, those that do not show included, and its elements.
 *
 * <p>An element shows at its slot with the highest (Lamport time, replica) that no un-revived
 * delete covers (Kleppmann, "Moving Elements in List CRDTs", 2020). Callers check what they pass:
 * ids are known where they must be, indexes are in range. Every call is O(log slots) for each slot
 * it concerns, see {@link ListSlots} for elements moved very often.
 */
final class ListSequence {
  private final OpNumbers numbers = new OpNumbers();
  private final SpanTree spans = new SpanTree();
  private final DeleteTable deletes = new DeleteTable();
  private final Placement placement = new Placement(numbers, spans);
  private final ListSlots slots = new ListSlots(numbers);
  private final ListChanges changes = new ListChanges(this);
  private int size;

  OpNumbers numbers() {
    return numbers;
  }

  SpanTree spans() {
    return spans;
  }

  DeleteTable deletes() {
    return deletes;
  }

  ListSlots slots() {
    return slots;
  }

  ListChanges changes() {
    return changes;
  }

  /** How many elements show. */
  int size() {
    return size;
  }

  /** Whether the list never held an element. */
  boolean isBlank() {
    return spans.isEmpty();
  }

  /** Whether an id is one of an element, shown or not. */
  boolean isElement(OpId id) {
    return slots.isElement(numbers.get(id));
  }

  boolean isSlot(OpId id) {
    int number = numbers.get(id);
    return number >= 0 && slots.element(number) != ListSlots.NONE;
  }

  /** Whether every id of the range is a slot. */
  boolean areSlots(IdRange range) {
    long seq = range.from();
    while (seq <= range.to()) {
      int number = numbers.get(range.replica(), seq);
      if (number < 0 || !spans.find(number)) {
        return false;
      }
      seq += Math.min(spans.last(), numbers.endOfRun(number)) - number + 1;
    }
    return true;
  }

  boolean knowsDelete(OpId delete) {
    int number = numbers.get(delete);
    return number >= 0 && deletes.contains(number);
  }

  boolean isRevived(OpId delete) {
    return deletes.isRevived(numbers.get(delete));
  }

  /** The number of the element shown at an index. */
  int elementAt(int index) {
    spans.seek(index);
    return slots.element(spans.number() + index - spans.start());
  }

  /** The id of an element, given its number. */
  OpId id(int element) {
    return new OpId(numbers.replica(element), numbers.seq(element));
  }

  /** Where an element shows; -1 if it does not, or if the id is none of an element. */
  int indexOf(OpId id) {
    int element = numbers.get(id);
    return slots.isElement(element) ? index(element) : -1;
  }

  /** Where an element shows; -1 if it does not. */
  int index(int element) {
    int slot = slots.shown(element);
    if (slot == ListSlots.NONE) {
      return -1;
    }
    spans.get(slot);
    return spans.start() + slot - spans.number();
  }

  Value value(int element) {
    return slots.value(element);
  }

  ListItem item(int element) {
    return new ListItem(id(element), slots.value(element));
  }

  /** All elements that show, in order. */
  List<ListItem> items() {
    List<ListItem> items = new ArrayList<>(size);
    for (SpanLeaf leaf = spans.head(); leaf != null; leaf = leaf.next) {
      for (int at = 0; at < leaf.size; at++) {
        if (leaf.isVisible(at)) {
          for (int slot = leaf.number(at); slot <= leaf.last(at); slot++) {
            items.add(item(slots.element(slot)));
          }
        }
      }
    }
    return List.copyOf(items);
  }

  /** The place of a slot directly after the one that shows before {@code index}. */
  TextSequence.Place locate(int index) {
    return placement.locate(index);
  }

  /** Every slot of the elements from {@code from} to before {@code to}. */
  List<IdRange> select(int from, int to) {
    List<IdRange> selected = new ArrayList<>();
    for (int index = from; index < to; index++) {
      addSlots(elementAt(index), selected);
    }
    return IdRanges.normalize(selected);
  }

  /** Every slot of an element. */
  List<IdRange> slotsOf(OpId element) {
    List<IdRange> all = new ArrayList<>();
    addSlots(numbers.get(element), all);
    return all;
  }

  private void addSlots(int element, List<IdRange> to) {
    for (int i = slots.slots(element) - 1; i >= 0; i--) {
      to.add(IdRange.of(id(slots.slot(element, i))));
    }
  }

  /** The slots that a delete covers. */
  List<IdRange> targets(OpId delete) {
    List<IdRange> targets = new ArrayList<>();
    deletes.forEach(
        numbers.get(delete),
        (first, count) -> {
          for (int slot = first; slot < first + count; slot++) {
            targets.add(IdRange.of(id(slot)));
          }
        });
    return IdRanges.normalize(targets);
  }

  void insert(
      OpId first,
      long lamport,
      @Nullable OpId parent,
      Side side,
      List<Value> values,
      boolean observed) {
    int at = parent == null ? OpNumbers.ROOT : numbers.get(parent);
    int count = values.size();
    int number = numbers.append(first.replica(), first.seq(), count);
    for (int i = 0; i < count; i++) {
      slots.addElement(number + i, lamport + i, values.get(i));
    }
    placement.insert(number, count, at, side);
    size += count;
    if (observed) {
      changes.touch(number, count, false);
    }
  }

  void undoInsert(OpId first, @Nullable OpId parent, Side side, int count) {
    remove(first, parent, side, count);
  }

  void move(
      OpId id, long lamport, OpId element, @Nullable OpId parent, Side side, boolean observed) {
    int at = parent == null ? OpNumbers.ROOT : numbers.get(parent);
    int moves = numbers.get(element);
    int before = slots.shown(moves);
    int slot = numbers.append(id.replica(), id.seq(), 1);
    slots.addSlot(slot, moves, lamport);
    placement.insert(slot, 1, at, side);
    size++;
    if (observed) {
      changes.touch(slot, 1, false);
    }
    if (slots.shown(moves) != slot) {
      show(slot, false, observed);
    } else if (before != ListSlots.NONE) {
      show(before, false, observed);
    }
  }

  void undoMove(OpId id, OpId element, @Nullable OpId parent, Side side) {
    int moves = numbers.get(element);
    int before = slots.shown(moves);
    remove(id, parent, side, 1);
    int after = slots.shown(moves);
    if (after != before && after != ListSlots.NONE) {
      show(after, true, false);
    }
  }

  /** Sets an element and returns what it was written with before, if it was ever set. */
  @Nullable Entry set(OpId element, Candidate candidate, List<OpId> seen, boolean observed) {
    int number = numbers.get(element);
    if (observed) {
      changes.willSet(number);
    }
    Entry last = slots.written(number);
    slots.write(number, slots.entry(number).put(candidate, seen));
    return last;
  }

  /** Dismisses candidates of an element; returns what it was written with, if it was ever set. */
  @Nullable Entry dismiss(OpId id, OpId element, Op.Dismiss op, boolean observed) {
    int number = numbers.get(element);
    if (observed) {
      changes.willSet(number);
    }
    Entry last = slots.written(number);
    Entry before = slots.entry(number);
    Entry next = before.dismiss(id, op.seen(), op.recalled());
    if (!next.equals(before)) {
      slots.write(number, next);
    }
    return last;
  }

  /** Adds the elements that show and have more than one candidate. */
  void addContested(ContainerId list, List<Contested> to) {
    slots.forEachWritten(
        (element, entry) -> {
          if (entry.candidates().size() > 1 && slots.shown(element) != ListSlots.NONE) {
            to.add(Contested.of(list, "", id(element), entry));
          }
        });
  }

  /** Takes back a set that returned this. */
  void undoSet(OpId element, @Nullable Entry last) {
    slots.write(numbers.get(element), last);
  }

  void delete(OpId id, List<IdRange> targets, boolean observed) {
    int number = numbers.append(id.replica(), id.seq(), 1);
    deletes.add(number);
    for (IdRange range : IdRanges.normalize(targets)) {
      long seq = range.from();
      while (seq <= range.to()) {
        int first = numbers.get(range.replica(), seq);
        int count = (int) Math.min(range.to() - seq + 1, numbers.endOfRun(first) - first + 1L);
        deletes.addTarget(first, count);
        seq += count;
      }
    }
    deletes.finish();
    cover(number, 1, observed);
  }

  /** Deletes of one slot each: number {@code i} of them covers {@code first + i * step}. */
  void deleteRun(OpId id, Op.DeleteRun run, boolean observed) {
    for (int i = 0; i < run.count(); i++) {
      int target = numbers.get(run.target(i));
      int number = numbers.append(id.replica(), id.seq() + i, 1);
      deletes.addRun(number, target, 1, 0);
      cover(number, 1, observed);
    }
  }

  /** Takes back the deletes that came last, {@code count} of them from {@code id} on. */
  void undoDelete(OpId id, int count) {
    int number = numbers.get(id);
    for (int i = count - 1; i >= 0; i--) {
      cover(number + i, -1, false);
    }
    deletes.truncate(number);
    numbers.truncate(number);
  }

  /** Takes a delete back; false if that was done before. */
  boolean revive(OpId delete, boolean observed) {
    int number = numbers.get(delete);
    if (deletes.isRevived(number)) {
      return false;
    }
    deletes.setRevived(number, true);
    cover(number, -1, observed);
    return true;
  }

  /** Takes back a revive that returned true. */
  void undoRevive(OpId delete) {
    int number = numbers.get(delete);
    deletes.setRevived(number, false);
    cover(number, 1, false);
  }

  /** Takes over the spans that were read from a snapshot; everything else is here already. */
  void load(SpanTreeBuilder built) {
    spans.adopt(built);
    size = built.visible();
    placement.loaded();
  }

  /** Takes out the newest slots. */
  private void remove(OpId first, @Nullable OpId parent, Side side, int count) {
    int number = numbers.get(first);
    int at = parent == null ? OpNumbers.ROOT : numbers.get(parent);
    size -= placement.remove(number, count, at, side);
    slots.remove(number, count);
    numbers.truncate(number);
  }

  /** Covers the slots of a delete by one more or less, and shows their elements where they are. */
  private void cover(int delete, int amount, boolean observed) {
    deletes.forEach(
        delete,
        (first, count) -> {
          for (int slot = first; slot < first + count; slot++) {
            coverSlot(slot, amount, observed);
          }
        });
  }

  private void coverSlot(int slot, int amount, boolean observed) {
    int element = slots.element(slot);
    int before = slots.shown(element);
    slots.cover(slot, amount);
    int after = slots.shown(element);
    if (before == after) {
      return;
    }
    if (before != ListSlots.NONE) {
      show(before, false, observed);
    }
    if (after != ListSlots.NONE) {
      show(after, true, observed);
    }
  }

  private void show(int slot, boolean shows, boolean observed) {
    if (observed) {
      changes.touch(slot, 1, !shows);
    }
    placement.cover(slot, 1, shows ? -1 : 1);
    size += shows ? 1 : -1;
  }
}
