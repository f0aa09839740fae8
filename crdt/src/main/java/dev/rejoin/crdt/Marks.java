package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The marks of a text (Litt, Lim, Kleppmann and van Hardenberg, "Peritext", 2022), kept beside its
 * atoms.
 *
 * <p>A mark covers the atoms between its anchors in document order, so text that comes later falls
 * in or out by its place alone, and edits of the text cost nothing here. In an atom the mark of a
 * key with the highest Lamport time, then replica, wins among those that compete, cover it, and are
 * not withdrawn. A mark counts as withdrawn until every withdrawal of it is taken back.
 *
 * <p>The runs of each key are made when somebody first looks, O(marks log marks) then; see {@link
 * KeyRuns} for the costs after that.
 */
final class Marks {
  /** Which mark is withdrawn, and whether that was taken back. */
  record Withdrawal(OpId mark, boolean revived) {}

  private final TextSequence text;
  private final TreeMap<OpId, Mark> byId = new TreeMap<>();
  private final TreeMap<OpId, Withdrawal> withdrawals = new TreeMap<>();
  private @Nullable TreeMap<String, KeyRuns> keys;

  /** The overlapping marks touched since the last settle, and whether they were there before. */
  private final TreeMap<OpId, Boolean> changed = new TreeMap<>();

  Marks(TextSequence text) {
    this.text = text;
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  boolean contains(OpId id) {
    return byId.containsKey(id);
  }

  boolean isWithdrawn(OpId id) {
    Mark mark = byId.get(id);
    return mark != null && mark.isWithdrawn();
  }

  /** All marks by id, withdrawn ones too. */
  Collection<Mark> all() {
    return byId.values();
  }

  void add(Mark mark, boolean observed) {
    if (observed) {
      observe(mark);
    }
    byId.put(mark.id, mark);
    TreeMap<String, KeyRuns> index = keys;
    if (index != null) {
      place(mark, index);
    }
  }

  /** Takes back the mark that was added last. */
  void undoAdd(OpId id) {
    Mark mark = byId.remove(id);
    TreeMap<String, KeyRuns> index = keys;
    if (mark == null) {
      throw new IllegalStateException("no mark " + id + " to take back");
    }
    if (index != null && mark.start != null && mark.end != null) {
      runs(mark.op.key(), index).remove(mark, mark.start, mark.end);
    }
  }

  /** Withdraws a mark that is here. */
  void withdraw(OpId withdrawal, OpId mark, boolean observed) {
    withdrawals.put(withdrawal, new Withdrawal(mark, false));
    count(get(mark), 1, observed);
  }

  /** Takes back a withdrawal that came last. */
  void undoWithdraw(OpId withdrawal, OpId mark) {
    withdrawals.remove(withdrawal);
    count(get(mark), -1, false);
  }

  boolean knowsWithdrawal(OpId id) {
    return withdrawals.containsKey(id);
  }

  /** Takes a withdrawal back that is here; false if that was done before. */
  boolean revive(OpId withdrawal, boolean observed) {
    Withdrawal of = withdrawals.get(withdrawal);
    if (of == null || of.revived) {
      return false;
    }
    withdrawals.put(withdrawal, new Withdrawal(of.mark, true));
    count(get(of.mark), -1, observed);
    return true;
  }

  /** Takes back a revive that returned true. */
  void undoRevive(OpId withdrawal) {
    Withdrawal of = withdrawals.get(withdrawal);
    if (of != null) {
      withdrawals.put(withdrawal, new Withdrawal(of.mark, false));
      count(get(of.mark), 1, false);
    }
  }

  /** All withdrawals by id. */
  TreeMap<OpId, Withdrawal> withdrawals() {
    return withdrawals;
  }

  private void count(Mark mark, int more, boolean observed) {
    if (observed) {
      observe(mark);
    }
    boolean before = mark.isWithdrawn();
    mark.withdrawals += more;
    TreeMap<String, KeyRuns> index = keys;
    if (before != mark.isWithdrawn() && index != null && !mark.op.overlapping()) {
      runs(mark.op.key(), index).invalidate();
    }
  }

  /** The runs of each key; made if this is the first look. */
  TreeMap<String, KeyRuns> index() {
    TreeMap<String, KeyRuns> index = keys;
    if (index == null) {
      index = new TreeMap<>();
      for (Mark mark : byId.values()) {
        place(mark, index);
      }
      keys = index;
    }
    return index;
  }

  /** The marks of a key that are not withdrawn, by id. O(marks log spans). */
  List<TextMark> list(String key) {
    List<TextMark> list = new ArrayList<>();
    for (Mark mark : byId.values()) {
      Op.Mark op = mark.op;
      if (!mark.isWithdrawn() && op.key().equals(key)) {
        int from = text.position(op.start());
        int to = text.position(op.end());
        list.add(new TextMark(mark.id, key, op.value(), from, to, op.overlapping()));
      }
    }
    return list;
  }

  /** Adds to an event which overlapping marks came and went since the last settle. */
  void collect(ContainerId container, List<ContainerEvent> events) {
    List<OpId> added = new ArrayList<>();
    List<OpId> withdrawn = new ArrayList<>();
    changed.forEach(
        (id, was) -> {
          Mark mark = byId.get(id);
          // A mark that was rolled back may have left its id to one of the other sort.
          boolean is = mark != null && !mark.isWithdrawn() && mark.op.overlapping();
          if (is != was) {
            (is ? added : withdrawn).add(id);
          }
        });
    if (!added.isEmpty() || !withdrawn.isEmpty()) {
      events.add(new ContainerEvent.MarksChanged(container, added, withdrawn));
    }
  }

  void settle() {
    changed.clear();
    TreeMap<String, KeyRuns> index = keys;
    if (index != null) {
      index.values().forEach(KeyRuns::settle);
    }
  }

  /** A mark that is known to be here. */
  Mark get(OpId id) {
    Mark mark = byId.get(id);
    if (mark == null) {
      throw new IllegalStateException("no mark " + id);
    }
    return mark;
  }

  private void observe(Mark mark) {
    if (mark.op.overlapping()) {
      changed.putIfAbsent(mark.id, byId.containsKey(mark.id) && !mark.isWithdrawn());
    } else {
      runs(mark.op.key(), index()).observe();
    }
  }

  private void place(Mark mark, TreeMap<String, KeyRuns> index) {
    MarkPlace start = MarkPlace.of(mark.op.start(), text.numbers());
    MarkPlace end = MarkPlace.of(mark.op.end(), text.numbers());
    mark.start = start;
    mark.end = end;
    runs(mark.op.key(), index).add(mark, start, end);
  }

  private KeyRuns runs(String key, TreeMap<String, KeyRuns> index) {
    KeyRuns runs = index.get(key);
    if (runs == null) {
      runs = new KeyRuns(new PlaceOrder(text.spans()));
      index.put(key, runs);
    }
    return runs;
  }
}
