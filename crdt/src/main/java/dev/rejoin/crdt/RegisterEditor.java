package dev.rejoin.crdt;

import java.util.List;
import java.util.Optional;

/** Edits one register inside a transaction. */
final class RegisterEditor implements RegisterEdit {
  private final Transaction transaction;
  private final ContainerId id;
  private final RegisterView view;

  RegisterEditor(Transaction transaction, ContainerId id) {
    this.transaction = transaction;
    this.id = id;
    this.view = Views.register(transaction.containers(), id);
  }

  @Override
  public Optional<Value> value() {
    transaction.requireEditing();
    return view.value();
  }

  @Override
  public List<Candidate> candidates() {
    transaction.requireEditing();
    return view.candidates();
  }

  @Override
  public RegisterEdit put(Value value) {
    transaction.requireEditing();
    MapEditor.checkValue(value);
    List<OpId> seen = seen();
    transaction.reserve(OpSizes.of("", value, seen));
    transaction.perform(new Op.Put(id, "", value, seen));
    return this;
  }

  @Override
  public RegisterEdit clear() {
    transaction.requireEditing();
    List<OpId> seen = seen();
    if (!seen.isEmpty()) {
      transaction.reserve(OpSizes.of("", Value.of(0), seen));
      transaction.perform(new Op.Remove(id, "", seen));
    }
    return this;
  }

  @Override
  public RegisterEdit keep(OpId candidate) {
    transaction.requireEditing();
    transaction.keep(id, "", null, transaction.containers().entry(id, ""), candidate);
    return this;
  }

  private List<OpId> seen() {
    return transaction.containers().entry(id, "").seen();
  }
}
