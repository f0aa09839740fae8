package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A movable list: the sequence of its slots, and its elements. */
final class ListContainer extends Container {
  private final ListSequence sequence;

  ListContainer(ContainerId id, ListSequence sequence) {
    super(id);
    this.sequence = sequence;
  }

  ListSequence sequence() {
    return sequence;
  }

  @Override
  boolean showsSomething() {
    return sequence.size() > 0;
  }

  @Override
  boolean isBlank() {
    return sequence.isBlank();
  }

  /** Lets an op take effect; {@code observed} if anybody wants the event. */
  void perform(Op op, OpId id, long lamport, boolean observed, UndoLog undo) {
    if (op instanceof Op.ListInsert o) {
      sequence.insert(id, lamport, o.parent(), o.side(), o.values(), observed);
      undo.add(() -> sequence.undoInsert(id, o.parent(), o.side(), o.atoms()));
    } else if (op instanceof Op.ListMove o) {
      sequence.move(id, lamport, o.element(), o.parent(), o.side(), observed);
      undo.add(() -> sequence.undoMove(id, o.element(), o.parent(), o.side()));
    } else if (op instanceof Op.ListSet o) {
      Candidate candidate = new Candidate(id, lamport, o.value());
      @Nullable Entry last = sequence.set(o.element(), candidate, o.seen(), observed);
      undo.add(() -> sequence.undoSet(o.element(), last));
    } else if (op instanceof Op.Dismiss o && o.element() != null) {
      OpId element = o.element();
      @Nullable Entry last = sequence.dismiss(id, element, o, observed);
      undo.add(() -> sequence.undoSet(element, last));
    } else if (op instanceof Op.Delete o) {
      sequence.delete(id, o.targets(), observed);
      undo.add(() -> sequence.undoDelete(id, 1));
    } else if (op instanceof Op.DeleteRun o) {
      sequence.deleteRun(id, o, observed);
      undo.add(() -> sequence.undoDelete(id, o.count()));
    } else if (op instanceof Op.Revive o && sequence.revive(o.delete(), observed)) {
      undo.add(() -> sequence.undoRevive(o.delete()));
    }
  }

  @Override
  void collect(List<ContainerEvent> events) {
    ContainerEvent.ListChanged event = sequence.changes().event(id());
    if (event != null) {
      events.add(event);
    }
  }

  @Override
  void settle() {
    sequence.changes().settle();
  }

  @Override
  void write(SnapshotWriter out) {
    ListSnapshot.write(sequence, out);
  }
}
