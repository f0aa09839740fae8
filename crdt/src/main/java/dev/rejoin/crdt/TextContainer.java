package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text: the sequence of its atoms, and the marks on them. */
final class TextContainer extends Container {
  private final TextSequence sequence;

  /** Its annotations, once there are any. */
  @Nullable AnnotationsContainer annotations;

  TextContainer(ContainerId id, TextSequence sequence) {
    super(id);
    this.sequence = sequence;
  }

  TextSequence sequence() {
    return sequence;
  }

  @Override
  boolean showsSomething() {
    return sequence.length() > 0 || annotations != null && annotations.showsSomething();
  }

  @Override
  boolean isBlank() {
    return sequence.isBlank() && !sequence.hasMarks();
  }

  /** Lets an op take effect; {@code observed} if anybody wants the event. */
  void perform(Op op, OpId id, long lamport, boolean observed, UndoLog undo) {
    if (op instanceof Op.Insert insert) {
      sequence.insert(id, insert.parent(), insert.side(), insert.text(), observed);
    } else if (op instanceof Op.Delete delete) {
      sequence.delete(id, delete.targets(), observed);
    } else if (op instanceof Op.DeleteRun run) {
      sequence.deleteRun(id, run.first(), run.count(), run.step(), observed);
    } else if (op instanceof Op.Revive revive && !revive(revive.delete(), observed)) {
      return;
    } else if (op instanceof Op.Mark mark) {
      sequence.marks().add(new Mark(id, lamport, mark), observed);
    } else if (op instanceof Op.Withdraw withdraw) {
      sequence.marks().withdraw(id, withdraw.mark(), observed);
    }
    undo.add(this, op, id);
  }

  /** Takes back a delete or a withdrawal. */
  private boolean revive(OpId id, boolean observed) {
    return sequence.knowsWithdrawal(id)
        ? sequence.marks().revive(id, observed)
        : sequence.revive(id, observed);
  }

  /** Takes back the op that took effect last. */
  void undo(Op op, OpId id) {
    if (op instanceof Op.Insert insert) {
      sequence.undoInsert(id, insert.parent(), insert.side(), insert.text().length());
    } else if (op instanceof Op.Delete || op instanceof Op.DeleteRun) {
      sequence.undoDelete(id, op.atoms());
    } else if (op instanceof Op.Revive revive && sequence.knowsWithdrawal(revive.delete())) {
      sequence.marks().undoRevive(revive.delete());
    } else if (op instanceof Op.Revive revive) {
      sequence.undoRevive(revive.delete());
    } else if (op instanceof Op.Mark) {
      sequence.marks().undoAdd(id);
    } else if (op instanceof Op.Withdraw withdraw) {
      sequence.marks().undoWithdraw(id, withdraw.mark());
    }
  }

  @Override
  void collect(List<ContainerEvent> events) {
    List<Delta> deltas = sequence.deltas();
    if (!deltas.isEmpty()) {
      events.add(new ContainerEvent.TextChanged(id(), deltas));
    }
    if (sequence.hasMarks()) {
      sequence.marks().collect(id(), events);
    }
  }

  @Override
  void settle() {
    sequence.settle();
  }

  @Override
  void write(SnapshotWriter out) {
    TextSnapshot.write(sequence, out);
    MarkSnapshot.write(sequence, out);
  }

  static TextContainer read(ContainerId id, SnapshotReader in) {
    TextSequence sequence = TextSnapshot.read(in);
    MarkSnapshot.read(id, sequence, in);
    return new TextContainer(id, sequence);
  }
}
