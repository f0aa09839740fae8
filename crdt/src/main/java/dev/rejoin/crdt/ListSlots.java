package dev.rejoin.crdt;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the slots of a list stand for, by op number: whose they are, when they were made, and by how
 * many deletes they are covered; and the values of the elements.
 *
 * <p>An element has the number of its first slot. Nearly all have no other, and were never set, so
 * only the others have a table entry. Everything is O(log elements), but for covering the slot
 * where an element shows that was moved often: going back to the newest one uncovered is O(its
 * slots).
 */
final class ListSlots {
  static final int NONE = -1;

  /** Numbers in a block; those of deletes are many at times, so blocks without a slot are not. */
  private static final int BITS = 6;

  private static final int BLOCK = 1 << BITS;
  private static final int MASK = BLOCK - 1;

  private static final class Block {
    /** For each number the element plus one (high half), and how many deletes cover the slot. */
    private final long[] cells = new long[BLOCK];

    private final long[] lamports = new long[BLOCK];

    /** For each number that is an element the value it was inserted with. */
    private final @Nullable Value[] values = new @Nullable Value[BLOCK];
  }

  /** All slots of an element that was moved, oldest first. */
  private static final class Moved {
    private int[] slots = new int[4];
    private int size;

    /** The newest slot that no delete covers, or NONE. */
    private int shown = NONE;

    void add(int at, int slot) {
      if (size == slots.length) {
        slots = Arrays.copyOf(slots, 2 * size);
      }
      System.arraycopy(slots, at, slots, at + 1, size - at);
      slots[at] = slot;
      size++;
    }
  }

  private final OpNumbers numbers;
  private @Nullable Block[] blocks = new @Nullable Block[1];
  private final TreeMap<Integer, Moved> moved = new TreeMap<>();

  /** The candidates of elements that were set. */
  private final TreeMap<Integer, Entry> written = new TreeMap<>();

  ListSlots(OpNumbers numbers) {
    this.numbers = numbers;
  }

  /** Adds a new element, which is its first slot. */
  void addElement(int element, long lamport, Value value) {
    put(element, element, lamport, value);
  }

  /** Adds a slot of an element; ids of both are known. */
  void addSlot(int slot, int element, long lamport) {
    put(slot, element, lamport, null);
    Moved list = movedList(element);
    list.add(place(list, slot), slot);
    uncovered(list, slot);
  }

  /** Adds a slot that is read from a snapshot; {@link #sort} follows the last of them. */
  void loadSlot(int slot, int element, long lamport) {
    put(slot, element, lamport, null);
    Moved list = movedList(element);
    list.add(list.size, slot);
  }

  /** Puts the slots of each element into order. */
  void sort() {
    for (Moved list : moved.values()) {
      Integer[] sorted = new Integer[list.size];
      Arrays.setAll(sorted, i -> list.slots[i]);
      Arrays.sort(sorted, this::compareAge);
      Arrays.setAll(list.slots, i -> i < list.size ? sorted[i] : 0);
      list.shown = list.slots[list.size - 1];
    }
  }

  /** Forgets slots; sets of elements that stay are the caller's. */
  void remove(int first, int count) {
    for (int slot = first + count - 1; slot >= first; slot--) {
      int element = element(slot);
      if (element != slot) {
        removeSlot(element, slot);
      }
      Block block = block(slot);
      block.cells[slot & MASK] = 0;
      block.values[slot & MASK] = null;
    }
  }

  boolean isElement(int number) {
    return number >= 0 && element(number) == number;
  }

  /** The element of a slot; NONE for a number that is none of a slot. */
  int element(int slot) {
    int at = slot >>> BITS;
    Block block = at < blocks.length ? blocks[at] : null;
    return block == null ? NONE : (int) (block.cells[slot & MASK] >>> 32) - 1;
  }

  long lamport(int slot) {
    return block(slot).lamports[slot & MASK];
  }

  /** Changes by how many deletes a slot is covered. */
  void cover(int slot, int amount) {
    block(slot).cells[slot & MASK] += amount;
    Moved list = moved.isEmpty() ? null : moved.get(element(slot));
    if (list == null) {
      return;
    }
    if (!isCovered(slot)) {
      uncovered(list, slot);
    } else if (list.shown == slot) {
      list.shown = newestBelow(list, place(list, slot));
    }
  }

  boolean isCovered(int slot) {
    return (int) block(slot).cells[slot & MASK] != 0;
  }

  /** The slot where an element shows: the newest that no delete covers, or NONE. */
  int shown(int element) {
    Moved list = moved.isEmpty() ? null : moved.get(element);
    if (list == null) {
      return isCovered(element) ? NONE : element;
    }
    return list.shown;
  }

  /** How many slots an element has. */
  int slots(int element) {
    Moved list = moved.get(element);
    return list == null ? 1 : list.size;
  }

  /** One of the slots of an element, oldest first. */
  int slot(int element, int index) {
    Moved list = moved.get(element);
    return list == null ? element : list.slots[index];
  }

  /** The candidates of an element. */
  Entry entry(int element) {
    Entry entry = written.get(element);
    return entry != null ? entry : Entry.of(insert(element));
  }

  /** The candidates of an element that was set, else null. */
  @Nullable Entry written(int element) {
    return written.get(element);
  }

  void forEachWritten(BiConsumer<Integer, Entry> visitor) {
    written.forEach(visitor);
  }

  /** Gives an element its candidates; null takes back that it was ever set. */
  void write(int element, @Nullable Entry entry) {
    if (entry == null) {
      written.remove(element);
    } else {
      written.put(element, entry);
    }
  }

  /** The value that an element shows. */
  Value value(int element) {
    Entry entry = written.isEmpty() ? null : written.get(element);
    return entry == null ? insertedValue(element) : entry.candidates().get(0).value();
  }

  Value insertedValue(int element) {
    Value value = block(element).values[element & MASK];
    if (value == null) {
      throw new IllegalStateException("number " + element + " is no element");
    }
    return value;
  }

  private Candidate insert(int element) {
    OpId id = new OpId(numbers.replica(element), numbers.seq(element));
    return new Candidate(id, lamport(element), insertedValue(element));
  }

  private void put(int slot, int element, long lamport, @Nullable Value value) {
    int at = slot >>> BITS;
    if (at >= blocks.length) {
      blocks = Arrays.copyOf(blocks, Math.max(at + 1, 2 * blocks.length));
    }
    Block block = blocks[at];
    if (block == null) {
      block = new Block();
      blocks[at] = block;
    }
    block.cells[slot & MASK] = (element + 1L) << 32;
    block.lamports[slot & MASK] = lamport;
    block.values[slot & MASK] = value;
  }

  private Block block(int slot) {
    Block block = blocks[slot >>> BITS];
    if (block == null) {
      throw new IllegalStateException("number " + slot + " is no slot");
    }
    return block;
  }

  private Moved movedList(int element) {
    Moved list = moved.get(element);
    if (list == null) {
      list = new Moved();
      list.add(0, element);
      list.shown = isCovered(element) ? NONE : element;
      moved.put(element, list);
    }
    return list;
  }

  private void removeSlot(int element, int slot) {
    Moved list = movedList(element);
    int at = place(list, slot);
    if (list.shown == slot) {
      list.shown = newestBelow(list, at);
    }
    list.size--;
    System.arraycopy(list.slots, at + 1, list.slots, at, list.size - at);
    if (list.size == 1) {
      moved.remove(element);
    }
  }

  /** Notes that no delete covers a slot. */
  private void uncovered(Moved list, int slot) {
    if (list.shown == NONE || compareAge(list.shown, slot) < 0) {
      list.shown = slot;
    }
  }

  /** The newest of the oldest {@code end} slots that no delete covers, or NONE. */
  private int newestBelow(Moved list, int end) {
    for (int i = end - 1; i >= 0; i--) {
      if (!isCovered(list.slots[i])) {
        return list.slots[i];
      }
    }
    return NONE;
  }

  /** How many slots are older than this one. */
  private int place(Moved list, int slot) {
    int low = 0;
    int high = list.size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compareAge(list.slots[middle], slot) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The order that decides where an element shows: Lamport time, then id. */
  private int compareAge(int slot, int other) {
    int byLamport = Long.compare(lamport(slot), lamport(other));
    return byLamport != 0 ? byLamport : numbers.compareIds(slot, other);
  }
}
