package dev.rejoin.crdt;

import java.util.List;

/** A text: the sequence of its atoms. */
final class TextContainer extends Container {
  private final TextSequence sequence;

  TextContainer(ContainerId id, TextSequence sequence) {
    super(id);
    this.sequence = sequence;
  }

  TextSequence sequence() {
    return sequence;
  }

  @Override
  boolean showsSomething() {
    return sequence.length() > 0;
  }

  @Override
  boolean isBlank() {
    return sequence.isBlank();
  }

  /** Lets an op take effect; {@code observed} if anybody wants the event. */
  void perform(Op op, OpId id, boolean observed, UndoLog undo) {
    if (op instanceof Op.Insert insert) {
      sequence.insert(id, insert.parent(), insert.side(), insert.text(), observed);
    } else if (op instanceof Op.Delete delete) {
      sequence.delete(id, delete.targets(), observed);
    } else if (op instanceof Op.DeleteRun run) {
      sequence.deleteRun(id, run.first(), run.count(), run.step(), observed);
    } else if (op instanceof Op.Revive revive && !sequence.revive(revive.delete(), observed)) {
      return;
    }
    undo.add(this, op, id);
  }

  /** Takes back the op that took effect last. */
  void undo(Op op, OpId id) {
    if (op instanceof Op.Insert insert) {
      sequence.undoInsert(id, insert.parent(), insert.side(), insert.text().length());
    } else if (op instanceof Op.Delete || op instanceof Op.DeleteRun) {
      sequence.undoDelete(id, op.atoms());
    } else if (op instanceof Op.Revive revive) {
      sequence.undoRevive(revive.delete());
    }
  }

  @Override
  void collect(List<ContainerEvent> events) {
    List<Delta> deltas = sequence.deltas();
    if (!deltas.isEmpty()) {
      events.add(new ContainerEvent.TextChanged(id(), deltas));
    }
  }

  @Override
  void settle() {
    sequence.settle();
  }

  @Override
  void write(SnapshotWriter out) {
    TextSnapshot.write(sequence, out);
  }
}
