package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Edits one map inside a transaction. */
final class MapEditor implements MapEdit {
  private final Transaction transaction;
  private final ContainerId id;
  private final MapView view;

  MapEditor(Transaction transaction, ContainerId id) {
    this.transaction = transaction;
    this.id = id;
    this.view = Views.map(transaction.containers(), id);
  }

  @Override
  public Optional<Value> get(String key) {
    return view().get(key);
  }

  @Override
  public SortedMap<String, Value> entries() {
    return view().entries();
  }

  @Override
  public List<Candidate> candidates(String key) {
    return view().candidates(key);
  }

  @Override
  public MapEdit put(String key, Value value) {
    transaction.requireEditing();
    Refusal.checkKey(key);
    checkValue(value);
    write(key, value);
    return this;
  }

  @Override
  public MapEdit remove(String key) {
    transaction.requireEditing();
    Entry entry = transaction.containers().entry(id, key);
    if (!entry.candidates().isEmpty()) {
      transaction.reserve(OpSizes.of(key, Value.of(0), entry.seen()));
      transaction.perform(new Op.Remove(id, key, entry.seen()));
    }
    return this;
  }

  @Override
  public MapEdit keep(String key, OpId candidate) {
    transaction.requireEditing();
    transaction.keep(id, key, null, transaction.containers().entry(id, key), candidate);
    return this;
  }

  @Override
  public TextEdit text(String key) {
    return new TextEditor(transaction, child(key, Kind.TEXT));
  }

  @Override
  public MapEdit map(String key) {
    return new MapEditor(transaction, child(key, Kind.MAP));
  }

  @Override
  public SetEdit set(String key) {
    return new SetEditor(transaction, child(key, Kind.SET));
  }

  @Override
  public CounterEdit counter(String key) {
    return new CounterEditor(transaction, child(key, Kind.COUNTER));
  }

  @Override
  public ListEdit list(String key) {
    return new ListEditor(transaction, child(key, Kind.LIST));
  }

  @Override
  public TreeEdit tree(String key) {
    return new TreeEditor(transaction, child(key, Kind.TREE));
  }

  /** Refuses a value that stands for a container: maps and lists make those themselves. */
  static void checkValue(Value value) {
    if (value instanceof Value.Nested) {
      throw new RefusedEditException(
          Reason.NOT_A_VALUE,
          "a nested container is no value: text(key), map(key) and the like make one in a map,"
              + " insertText(index), insertMap(index) and the like in a list");
    }
  }

  private MapView view() {
    transaction.requireEditing();
    return view;
  }

  /** The container shown under a key, created if it is of another kind or not there. */
  private ContainerId child(String key, Kind kind) {
    transaction.requireEditing();
    ContainerId shown = Views.shownChild(transaction.containers(), id, key, kind);
    if (shown != null) {
      return shown;
    }
    List<OpId> generation = transaction.containers().entry(id, key).removes();
    ContainerId created = new ContainerId.Child(id, key, kind, generation);
    write(key, new Value.Nested(kind, generation));
    return created;
  }

  private void write(String key, Value value) {
    List<OpId> seen = transaction.containers().entry(id, key).seen();
    transaction.reserve(OpSizes.of(key, value, seen));
    transaction.perform(new Op.Put(id, key, value, seen));
  }
}
