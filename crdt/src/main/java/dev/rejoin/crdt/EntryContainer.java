package dev.rejoin.crdt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A map, or a register as the map that has only the empty key. */
final class EntryContainer extends Container {
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final TreeSet<String> conflicts = new TreeSet<>();
  private final TreeMap<String, Optional<Value>> before = new TreeMap<>();

  EntryContainer(ContainerId id) {
    super(id);
  }

  Entry entry(String key) {
    return entries.getOrDefault(key, Entry.EMPTY);
  }

  /** The keys that were ever written, removed ones too. */
  Set<String> keys() {
    return entries.keySet();
  }

  void put(Candidate candidate, String key, List<OpId> seen, UndoLog undo) {
    change(key, entry(key).put(candidate, seen), undo);
  }

  void remove(OpId remove, String key, List<OpId> seen, UndoLog undo) {
    Entry rest = entry(key).remove(seen);
    change(key, id().kind() == Kind.MAP ? rest.keepRemove(remove) : rest, undo);
  }

  void dismiss(OpId id, Op.Dismiss op, UndoLog undo) {
    change(op.key(), entry(op.key()).dismiss(id, op.seen(), op.recalled()), undo);
  }

  /** The keys with more than one candidate, sorted; O(1). */
  Iterable<String> conflicts() {
    return conflicts;
  }

  /** The shown values by key; unmodifiable copy. */
  SortedMap<String, Value> shown() {
    TreeMap<String, Value> shown = new TreeMap<>();
    entries.forEach((key, entry) -> entry.shown().ifPresent(value -> shown.put(key, value)));
    return ReadOnly.map(shown);
  }

  @Override
  boolean showsSomething() {
    return entries.values().stream().anyMatch(entry -> !entry.candidates().isEmpty());
  }

  @Override
  boolean isBlank() {
    return entries.isEmpty();
  }

  @Override
  void collect(List<ContainerEvent> events) {
    before.forEach(
        (key, was) -> {
          Optional<Value> is = entry(key).shown();
          if (!was.equals(is)) {
            events.add(new ContainerEvent.ValueChanged(id(), key, was, is));
          }
        });
  }

  @Override
  void settle() {
    before.clear();
  }

  @Override
  void write(SnapshotWriter out) {
    out.number(entries.size());
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      out.string(entry.getKey());
      entry.getValue().write(out);
    }
  }

  static EntryContainer read(ContainerId id, SnapshotReader in) {
    EntryContainer container = new EntryContainer(id);
    int count = in.count();
    for (int i = 0; i < count; i++) {
      String key = in.string();
      Entry entry = Entry.read(in);
      in.check(!entry.isEmpty(), "an empty entry");
      in.check(OpValidator.fitsKey(id.kind(), key), "a key that does not fit");
      in.check(!container.entries.containsKey(key), "a key twice");
      container.restore(key, entry);
    }
    return container;
  }

  private void change(String key, Entry next, UndoLog undo) {
    Entry last = entry(key);
    before.putIfAbsent(key, last.shown());
    restore(key, next);
    undo.add(() -> restore(key, last));
  }

  private void restore(String key, Entry entry) {
    if (entry.isEmpty()) {
      entries.remove(key);
    } else {
      entries.put(key, entry);
    }
    if (entry.candidates().size() > 1) {
      conflicts.add(key);
    } else {
      conflicts.remove(key);
    }
  }
}
