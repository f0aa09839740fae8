package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes back changes inside a transaction.
 *
 * <p>What is taken back is what was done, and not how the document looked before, so nothing that
 * others did is lost or comes back: an insert deletes its atoms, a delete is revived, a mark is
 * withdrawn, and a value gives way to what it replaced, but only while it is the one shown.
 */
final class Inverse {
  /** An op of the changes, with its id and Lamport time. */
  record Done(Op op, OpId id, long lamport) {}

  private final Transaction transaction;
  private final Function<OpId, @Nullable Change> changes;
  private final StandIns standIns;
  private final ListInverse lists;
  private final TreeInverse trees;

  /** What was done to each entry of a map, or to a register, in order. */
  private final TreeMap<ContainerId, TreeMap<String, List<Done>>> entries = new TreeMap<>();

  /** What was done to each element of a set. */
  private final TreeMap<ContainerId, TreeMap<Value, List<Done>>> elements = new TreeMap<>();

  /** What was done to the value of each element of a list. */
  private final TreeMap<ContainerId, TreeMap<OpId, List<Done>>> values = new TreeMap<>();

  /** What was done to each node of a tree. */
  private final TreeMap<ContainerId, TreeMap<OpId, List<Done>>> nodes = new TreeMap<>();

  /** The atoms of the changes that are taken back. */
  private final List<IdRange> takenBack = new ArrayList<>();

  Inverse(Transaction transaction, Function<OpId, @Nullable Change> changes) {
    this.transaction = transaction;
    this.changes = changes;
    this.standIns = new StandIns(changes);
    this.lists = new ListInverse(transaction);
    this.trees = new TreeInverse(transaction, changes);
  }

  /** Takes back changes, the newest of which comes first. */
  void takeBack(List<Change> changes) {
    for (Change change : changes) {
      takenBack.add(new IdRange(change.replica(), change.from(), change.to()));
    }
    for (Change change : changes) {
      OpId id = change.last().plus(1);
      for (int i = change.ops().size() - 1; i >= 0; i--) {
        Op op = change.ops().get(i);
        id = id.plus(-op.atoms());
        if (op.container() != null) {
          takeBack(new Done(op, id, change.lamport() + (id.seq() - change.from())), op.container());
        }
      }
    }
    entries.forEach((where, keys) -> keys.forEach((key, done) -> entry(where, key, null, done)));
    values.forEach((where, all) -> all.forEach((element, done) -> entry(where, "", element, done)));
    nodes.forEach(trees::takeBack);
    elements.forEach(
        (where, all) -> all.forEach((element, done) -> takeBack(where, element, done)));
  }

  private void takeBack(Done done, ContainerId container) {
    Op op = done.op();
    if (op instanceof Op.Revive revive && isTakenBack(revive.delete())) {
      return; // what it revived is taken back too, so both come to nothing
    }
    if (op instanceof Op.Put put) {
      add(done, put.key(), entries.computeIfAbsent(container, c -> new TreeMap<>()));
    } else if (op instanceof Op.Remove remove) {
      add(done, remove.key(), entries.computeIfAbsent(container, c -> new TreeMap<>()));
    } else if (op instanceof Op.Dismiss dismiss && dismiss.element() == null) {
      add(done, dismiss.key(), entries.computeIfAbsent(container, c -> new TreeMap<>()));
    } else if (op instanceof Op.Dismiss dismiss && dismiss.element() != null) {
      add(done, dismiss.element(), values.computeIfAbsent(container, c -> new TreeMap<>()));
    } else if (op instanceof Op.Add added) {
      add(done, added.element(), elements.computeIfAbsent(container, c -> new TreeMap<>()));
    } else if (op instanceof Op.Discard discard) {
      add(done, discard.element(), elements.computeIfAbsent(container, c -> new TreeMap<>()));
    } else if (op instanceof Op.Increment increment) {
      if (increment.amount() != Long.MIN_VALUE) { // which has no opposite
        new CounterEditor(transaction, container).add(-increment.amount());
      }
    } else if (op instanceof Op.ListSet set) {
      add(done, set.element(), values.computeIfAbsent(container, c -> new TreeMap<>()));
    } else if (container.kind() == Kind.TEXT) {
      takeBackText(op, done.id(), container);
    } else if (container.kind() == Kind.ANNOTATIONS) {
      takeBackNote(op, done.id(), container);
    } else if (container.kind() == Kind.LIST) {
      lists.takeBack(op, done.id(), container);
    } else {
      OpId node = TreeInverse.node(op, done.id());
      if (node != null) {
        add(done, node, nodes.computeIfAbsent(container, c -> new TreeMap<>()));
      }
    }
  }

  private boolean isTakenBack(OpId id) {
    for (IdRange range : takenBack) {
      boolean same = range.replica().equals(id.replica());
      if (same && range.from() <= id.seq() && id.seq() <= range.to()) {
        return true;
      }
    }
    return false;
  }

  private void entry(ContainerId container, String key, @Nullable OpId element, List<Done> done) {
    new EntryInverse(transaction, standIns, container, key, element).takeBack(done);
  }

  /** Adds what was done before the rest. */
  private static <K> void add(Done done, K key, TreeMap<K, List<Done>> to) {
    to.computeIfAbsent(key, k -> new ArrayList<>()).add(0, done);
  }

  private void takeBackText(Op op, OpId id, ContainerId container) {
    TextSequence text = transaction.containers().text(container);
    if (text == null) {
      return;
    }
    TextEditor editor = new TextEditor(transaction, container);
    if (op instanceof Op.Insert) {
      // All of it, so that what others delete and bring back again stays taken back.
      IdRange atoms = new IdRange(id.replica(), id.seq(), id.seq() + op.atoms() - 1);
      editor.delete(List.of(atoms));
    } else if (op instanceof Op.Revive revive) {
      takeBackRevive(revive.delete(), text, editor);
    } else if (op instanceof Op.Mark) {
      editor.withdraw(id);
    } else {
      takeBackDeletes(op, id, container, text, editor);
    }
  }

  private void takeBackDeletes(
      Op op, OpId id, ContainerId container, TextSequence text, TextEditor editor) {
    List<OpId> before = new ArrayList<>();
    for (int i = 0; i < op.atoms(); i++) { // each delete of a run has an id of its own
      OpId delete = id.plus(i);
      if (text.knowsDelete(delete) && text.isRevived(delete)) {
        before.add(delete);
      }
      editor.revive(delete);
    }
    if (!before.isEmpty()) {
      new Redeletes(text, container, changes).of(before).forEach(editor::revive);
    }
  }

  private void takeBackNote(Op op, OpId id, ContainerId container) {
    AnnotationsContainer notes = transaction.containers().annotations(container);
    ContainerId text = container.parent();
    if (notes == null || text == null) {
      return;
    }
    AnnotationsEditor editor = new AnnotationsEditor(transaction, text);
    if (op instanceof Op.Annotate) {
      editor.withdraw(id);
    } else if (op instanceof Op.Withdraw) {
      editor.reviveAll(id);
    } else if (op instanceof Op.Revive revive) {
      AnnotationTable.Withdrawal of = notes.table().withdrawals().get(revive.delete());
      if (of != null) {
        editor.withdraw(of.attachment());
      }
    }
  }

  private static void takeBackRevive(OpId revived, TextSequence text, TextEditor editor) {
    if (text.knowsWithdrawal(revived)) {
      editor.withdraw(text.marks().withdrawals().get(revived).mark());
    } else {
      editor.delete(text.targets(revived));
    }
  }

  private void takeBack(ContainerId container, Value element, List<Done> done) {
    List<OpId> made = new ArrayList<>();
    List<OpId> replaced = new ArrayList<>();
    for (Done step : done) {
      if (step.op() instanceof Op.Add add) {
        made.add(step.id());
        replaced.addAll(add.seen());
      } else if (step.op() instanceof Op.Discard discard) {
        replaced.addAll(discard.seen());
      }
    }
    replaced.removeAll(made);
    boolean added = done.get(done.size() - 1).op() instanceof Op.Add;
    SetContainer set = transaction.containers().set(container);
    List<OpId> there = set == null ? List.of() : set.adds(element);
    if (added) {
      List<OpId> own = there.stream().filter(id -> standIns.isForAny(id, made)).toList();
      if (!own.isEmpty()) {
        transaction.reserve(OpSizes.of("", element, own));
        transaction.perform( // one that was there before stays, as what it was
            replaced.isEmpty()
                ? new Op.Discard(container, element, own)
                : new Op.Add(container, element, own));
      }
    } else if (!added && !replaced.isEmpty() && there.isEmpty()) {
      transaction.reserve(OpSizes.of("", element, List.of()));
      transaction.perform(new Op.Add(container, element, List.of()));
    }
  }
}
