package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes back what was done to a list: inserted elements are deleted, deletes are revived, and a
 * move gives up the slot it made, so that the element shows where it was, or where others have
 * moved it.
 */
final class ListInverse {
  private final Transaction transaction;

  ListInverse(Transaction transaction) {
    this.transaction = transaction;
  }

  void takeBack(Op op, OpId id, ContainerId container) {
    ListSequence list = transaction.containers().list(container);
    if (list == null) {
      return;
    }
    ListEditor editor = new ListEditor(transaction, container);
    if (op instanceof Op.ListInsert insert) {
      List<IdRange> slots = new ArrayList<>();
      for (int i = 0; i < insert.atoms(); i++) {
        slots.addAll(list.slotsOf(id.plus(i)));
      }
      editor.delete(IdRanges.normalize(slots));
    } else if (op instanceof Op.ListMove) {
      editor.delete(List.of(IdRange.of(id))); // whether it is there that the element shows or not
    } else if (op instanceof Op.Revive revive) {
      editor.delete(list.targets(revive.delete()));
    } else if (op instanceof Op.Delete || op instanceof Op.DeleteRun) {
      for (int i = 0; i < op.atoms(); i++) { // each delete of a run has an id of its own
        editor.revive(id.plus(i));
      }
    }
  }
}
