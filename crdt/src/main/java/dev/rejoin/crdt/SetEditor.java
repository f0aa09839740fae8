package dev.rejoin.crdt;

import java.util.List;
import java.util.SortedSet;

/** Edits one set inside a transaction. */
final class SetEditor implements SetEdit {
  private final Transaction transaction;
  private final ContainerId id;
  private final SetView view;

  SetEditor(Transaction transaction, ContainerId id) {
    this.transaction = transaction;
    this.id = id;
    this.view = Views.set(transaction.containers(), id);
  }

  @Override
  public boolean contains(Value element) {
    return view().contains(element);
  }

  @Override
  public int size() {
    return view().size();
  }

  @Override
  public SortedSet<Value> elements() {
    return view().elements();
  }

  @Override
  public SetEdit add(Value element) {
    transaction.requireEditing();
    MapEditor.checkValue(element);
    List<OpId> seen = adds(element); // one that is there is said again, so that it beats a discard
    transaction.reserve(OpSizes.of("", element, seen));
    transaction.perform(new Op.Add(id, element, seen));
    return this;
  }

  @Override
  public SetEdit discard(Value element) {
    transaction.requireEditing();
    List<OpId> seen = adds(element);
    if (!seen.isEmpty()) {
      transaction.reserve(OpSizes.of("", element, seen));
      transaction.perform(new Op.Discard(id, element, seen));
    }
    return this;
  }

  private List<OpId> adds(Value element) {
    SetContainer set = transaction.containers().set(id);
    return set == null ? List.of() : set.adds(element);
  }

  private SetView view() {
    transaction.requireEditing();
    return view;
  }
}
