package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * Replicas as small ints, in the order in which they were first met.
 *
 * <p>The ints never leave the process and never decide an order: {@link #compare} orders by id.
 * Lookup is O(1) for the replica asked for last, O(1) expected otherwise.
 */
final class Replicas {
  private ReplicaId[] ids = new ReplicaId[2];
  private int size;
  private int recent;

  /** Open addressing: index + 1, or 0 where nothing is. */
  private int[] slots = new int[8];

  int size() {
    return size;
  }

  ReplicaId get(int index) {
    return ids[index];
  }

  /** The index of a replica, or -1 where it was never met. */
  int find(ReplicaId replica) {
    if (size > 0 && isSame(ids[recent], replica)) {
      return recent;
    }
    int index = slots[slot(replica)] - 1;
    if (index >= 0) {
      recent = index;
    }
    return index;
  }

  /** The index of a replica, a new one where it was never met. */
  int intern(ReplicaId replica) {
    int index = find(replica);
    if (index >= 0) {
      return index;
    }
    if (2 * size >= slots.length) {
      rehash();
    }
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size] = replica;
    slots[slot(replica)] = ++size;
    recent = size - 1;
    return recent;
  }

  int compare(int one, int other) {
    return one == other ? 0 : ids[one].compareTo(ids[other]);
  }

  private static boolean isSame(ReplicaId one, ReplicaId other) {
    return one == other || one.high() == other.high() && one.low() == other.low();
  }

  private int slot(ReplicaId replica) {
    long mixed = (replica.high() * 31 + replica.low()) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & slots.length - 1;
    while (slots[slot] != 0 && !isSame(ids[slots[slot] - 1], replica)) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int i = 0; i < size; i++) {
      slots[slot(ids[i])] = i + 1;
    }
  }
}
