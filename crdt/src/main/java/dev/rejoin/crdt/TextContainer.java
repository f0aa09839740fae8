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
      undo.add(
          () -> sequence.undoInsert(id, insert.parent(), insert.side(), insert.text().length()));
    } else if (op instanceof Op.Delete delete) {
      sequence.delete(id, delete.targets(), observed);
      undo.add(() -> sequence.undoDelete(id, 1));
    } else if (op instanceof Op.DeleteRun run) {
      sequence.deleteRun(id, run.first(), run.count(), run.step(), observed);
      undo.add(() -> sequence.undoDelete(id, run.count()));
    } else if (op instanceof Op.Revive revive && sequence.revive(revive.delete(), observed)) {
      undo.add(() -> sequence.undoRevive(revive.delete()));
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
