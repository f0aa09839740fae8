package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;

/** Edits one counter inside a transaction. */
final class CounterEditor implements CounterEdit {
  private final Transaction transaction;
  private final ContainerId id;
  private final CounterView view;

  CounterEditor(Transaction transaction, ContainerId id) {
    this.transaction = transaction;
    this.id = id;
    this.view = Views.counter(transaction.containers(), id);
  }

  @Override
  public long total() {
    transaction.requireEditing();
    return view.total();
  }

  @Override
  public CounterEdit add(long amount) {
    long total = total();
    long sum = total + amount;
    if (((total ^ sum) & (amount ^ sum)) < 0) {
      throw new RefusedEditException(
          Reason.COUNTER_OVERFLOW, total + " + " + amount + " does not fit into 64 bits");
    }
    if (amount != 0) {
      transaction.reserve(OpSizes.OP_BYTES);
      transaction.perform(new Op.Increment(id, amount));
    }
    return this;
  }
}
