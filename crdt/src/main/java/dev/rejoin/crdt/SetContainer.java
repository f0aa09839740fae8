package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A set: for each element the adds that no later op names (ORSWOT without tombstones). */
final class SetContainer extends Container {

  /** Lists are immutable, sorted and never empty. */
  private final TreeMap<Value, List<OpId>> adds = new TreeMap<>();

  private final TreeMap<Value, Boolean> before = new TreeMap<>();

  SetContainer(ContainerId id) {
    super(id);
  }

  /** The adds that keep an element in the set, none where it is absent. */
  List<OpId> adds(Value element) {
    return adds.getOrDefault(element, List.of());
  }

  void add(OpId add, Value element, List<OpId> seen, UndoLog undo) {
    List<OpId> next = without(element, seen);
    next.add(add);
    next.sort(null);
    change(element, List.copyOf(next), undo);
  }

  void discard(Value element, List<OpId> seen, UndoLog undo) {
    change(element, List.copyOf(without(element, seen)), undo);
  }

  int size() {
    return adds.size();
  }

  /** The elements; unmodifiable copy. */
  SortedSet<Value> elements() {
    return ReadOnly.set(new TreeSet<>(adds.keySet()));
  }

  @Override
  boolean showsSomething() {
    return !adds.isEmpty();
  }

  @Override
  boolean isBlank() {
    return adds.isEmpty();
  }

  @Override
  void collect(List<ContainerEvent> events) {
    List<Value> added = new ArrayList<>();
    List<Value> discarded = new ArrayList<>();
    before.forEach(
        (element, was) -> {
          boolean is = adds.containsKey(element);
          if (is != was) {
            (is ? added : discarded).add(element);
          }
        });
    if (!added.isEmpty() || !discarded.isEmpty()) {
      events.add(new ContainerEvent.ElementsChanged(id(), added, discarded));
    }
  }

  @Override
  void settle() {
    before.clear();
  }

  @Override
  void write(SnapshotWriter out) {
    out.number(adds.size());
    for (Map.Entry<Value, List<OpId>> element : adds.entrySet()) {
      out.value(element.getKey());
      out.ids(element.getValue());
    }
  }

  static SetContainer read(ContainerId id, SnapshotReader in) {
    SetContainer container = new SetContainer(id);
    int count = in.count();
    for (int i = 0; i < count; i++) {
      Value element = in.value();
      List<OpId> adds = in.ids();
      in.check(!adds.isEmpty(), "an element without an add");
      in.check(container.adds.put(element, adds) == null, "an element twice");
    }
    return container;
  }

  private List<OpId> without(Value element, List<OpId> seen) {
    List<OpId> rest = new ArrayList<>(adds(element));
    rest.removeAll(seen);
    return rest;
  }

  private void change(Value element, List<OpId> next, UndoLog undo) {
    List<OpId> last = adds(element);
    before.putIfAbsent(element, !last.isEmpty());
    restore(element, next);
    undo.add(() -> restore(element, last));
  }

  private void restore(Value element, List<OpId> ids) {
    if (ids.isEmpty()) {
      adds.remove(element);
    } else {
      adds.put(element, ids);
    }
  }
}
