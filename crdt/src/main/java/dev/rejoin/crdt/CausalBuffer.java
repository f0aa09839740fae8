package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds what arrived before its cause until the cause is here.
 *
 * <p>Single-threaded and unbounded: whoever fills it limits it by {@link #size}. An item waits for
 * one cause at a time; when that is included, the caller looks again and may offer it once more.
 * Offering and releasing are O(log items); the order of what is released depends on the order of
 * calls only.
 */
public final class CausalBuffer<T> {
  private final TreeMap<OpId, List<T>> byMissing = new TreeMap<>();
  private final List<T> stuck = new ArrayList<>();
  private int size;

  /**
   * Holds an item.
   *
   * @param missing the atom whose inclusion may free the item, or null if no inclusion will (its
   *     cause is a fork that is not here): then only {@link #drain} gives it back
   */
  public void offer(T item, @Nullable OpId missing) {
    if (missing == null) {
      stuck.add(item);
    } else {
      byMissing.computeIfAbsent(missing, id -> new ArrayList<>(1)).add(item);
    }
    size++;
  }

  /**
   * Releases what waited for this atom or an earlier one of its line: by missing atom, then in the
   * order of offers.
   */
  public List<T> include(OpId included) {
    if (byMissing.isEmpty()) {
      return List.of();
    }
    OpId lineStart = new OpId(included.replica(), 1);
    List<T> released = new ArrayList<>();
    // One by one: compiled to JavaScript, clearing a part of a map clears all of it.
    Map.Entry<OpId, List<T>> next = byMissing.ceilingEntry(lineStart);
    while (next != null && next.getKey().compareTo(included) <= 0) {
      released.addAll(next.getValue());
      byMissing.remove(next.getKey());
      next = byMissing.ceilingEntry(lineStart);
    }
    size -= released.size();
    return released;
  }

  /** Empties the buffer and returns what was in it, in the same order as {@link #include}. */
  public List<T> drain() {
    List<T> all = new ArrayList<>();
    byMissing.values().forEach(all::addAll);
    all.addAll(stuck);
    byMissing.clear();
    stuck.clear();
    size = 0;
    return all;
  }

  /** How many items wait. */
  public int size() {
    return size;
  }

  /** The atoms that items wait for, sorted: what to ask others for. */
  public List<OpId> missing() {
    return List.copyOf(byMissing.keySet());
  }
}
