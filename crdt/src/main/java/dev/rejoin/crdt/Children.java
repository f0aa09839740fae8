package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * The children on one side of each atom, as far as they are explicit, ascending by id.
 *
 * <p>The right child that has the next number after its parent is implicit (typing on makes nothing
 * else) and not in here. Nearly every atom has one explicit child at most; where there are more,
 * they are kept as a group. Finding one is O(log children).
 */
final class Children {
  private final OpNumbers numbers;

  /** By parent: the child, or where its group is, below {@link #ABSENT}. */
  private final SortedInts byParent = new SortedInts();

  private int[][] groups = new int[2][];
  private int[] sizes = new int[2];
  private int groupCount;

  /** Stands for no child. */
  static final int ABSENT = -1;

  Children(OpNumbers numbers) {
    this.numbers = numbers;
  }

  boolean has(int parent) {
    return byParent.contains(parent);
  }

  /** The child with the lowest id, or {@link #ABSENT}. */
  int first(int parent) {
    int child = byParent.get(parent, ABSENT);
    return child >= ABSENT ? child : groups[group(child)][0];
  }

  /** The child with the highest id, or {@link #ABSENT}. */
  int last(int parent) {
    int child = byParent.get(parent, ABSENT);
    return child >= ABSENT ? child : groups[group(child)][sizes[group(child)] - 1];
  }

  /** The child with the highest id below that of {@code number}, or {@link #ABSENT}. */
  int below(int parent, int number) {
    int child = byParent.get(parent, ABSENT);
    if (child >= ABSENT) {
      return child != ABSENT && numbers.compareIds(child, number) < 0 ? child : ABSENT;
    }
    int rank = rank(group(child), number);
    return rank == 0 ? ABSENT : groups[group(child)][rank - 1];
  }

  /** The child with the lowest id above that of {@code number}, or {@link #ABSENT}. */
  int above(int parent, int number) {
    int child = byParent.get(parent, ABSENT);
    if (child >= ABSENT) {
      return child != ABSENT && numbers.compareIds(child, number) > 0 ? child : ABSENT;
    }
    int rank = rank(group(child), number);
    return rank == sizes[group(child)] ? ABSENT : groups[group(child)][rank];
  }

  /** The first atom from {@code from} to {@code to} that has explicit children, or ABSENT. */
  int parentWithin(int from, int to) {
    return byParent.ceiling(from) && byParent.key() <= to ? byParent.key() : ABSENT;
  }

  /** Tells an empty table a parent to come; {@link #allot} follows the last of them. */
  void announce(int parent) {
    byParent.announce(parent);
  }

  void allot() {
    byParent.allot(ABSENT);
  }

  void add(int parent, int child) {
    int there = byParent.get(parent, ABSENT);
    if (there == ABSENT) {
      byParent.put(parent, child);
      return;
    }
    int group = there < ABSENT ? group(there) : newGroup(parent, there);
    int rank = rank(group, child);
    if (sizes[group] == groups[group].length) {
      groups[group] = Arrays.copyOf(groups[group], 2 * sizes[group]);
    }
    System.arraycopy(groups[group], rank, groups[group], rank + 1, sizes[group] - rank);
    groups[group][rank] = child;
    sizes[group]++;
  }

  void remove(int parent, int child) {
    int there = byParent.get(parent, ABSENT);
    if (there >= ABSENT) {
      byParent.remove(parent);
      return;
    }
    int group = group(there);
    int rank = rank(group, child);
    sizes[group]--;
    System.arraycopy(groups[group], rank + 1, groups[group], rank, sizes[group] - rank);
    if (sizes[group] == 0) {
      byParent.remove(parent);
    }
  }

  private static int group(int entry) {
    return ABSENT - 1 - entry;
  }

  private int newGroup(int parent, int only) {
    if (groupCount == groups.length) {
      groups = Arrays.copyOf(groups, 2 * groupCount);
      sizes = Arrays.copyOf(sizes, 2 * groupCount);
    }
    groups[groupCount] = new int[] {only, 0};
    sizes[groupCount] = 1;
    byParent.put(parent, ABSENT - 1 - groupCount);
    return groupCount++;
  }

  /** How many members of a group have a lower id. */
  private int rank(int group, int number) {
    int low = 0;
    int high = sizes[group];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers.compareIds(groups[group][middle], number) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
