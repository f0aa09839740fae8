package dev.rejoin.crdt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The moves of a tree in the order of (Lamport time, replica, number), and where they put each
 * node.
 *
 * <p>Concurrency rule: a move takes effect unless, at its place in the log, its node would come to
 * lie below itself. A move that comes late undoes the newer ones, takes effect, and has them done
 * again, so every replica with the same moves has the same tree, and there is never a cycle.
 *
 * <p>Complexity: a move at the end of the log is O(depth), moves that come late together are O(m
 * log m) for themselves, O(1) for each newer one, and O(depth) for those newer ones that they may
 * touch ({@link LateMoves}), which is all of them at worst. Deciding is all that is done here: who
 * keeps lists of children hears of the nodes that moved by {@link #takeMoved}.
 */
/*
 * Implementation notes
 *
 * The algorithm is that of [1], with creations and deletions as moves from nowhere and to the
 * trash. Ops have numbers in the order of arrival, and a node has the number of the op that created
 * it. Where a node is is the number of the move that put it there; the undo information of a move
 * is the number of the one before. So undoing and redoing write two ints for each move.
 *
 * Moves that arrive are not looked at until somebody asks: an import of many changes has one undo
 * and one redo. Until then their numbers are the last ones.
 *
 * There are no checkpoints of the tree. With ints as undo information, going back over a thousand
 * moves takes less time than copying a tree of 100,000 nodes would; what is older than that is woven
 * in by LateMoves.
 *
 * [1] Kleppmann, Mulligan, Gomes, Beresford: A highly-available move operation for replicated
 *     trees, IEEE TPDS 33(7), 2022, https://doi.org/10.1109/TPDS.2021.3118603
 */
final class TreeLog {
  /** The parent of the nodes that have none. */
  static final int TOP = -1;

  /** The parent of the nodes that are deleted. */
  static final int TRASH = -2;

  /** Instead of a move: the node is not in the tree. */
  static final int NOWHERE = -1;

  /** Instead of the move before: this one had no effect. */
  static final int NO_EFFECT = -2;

  private static final int NONE = -1;

  /** From so many newer moves on for each late one it is looked for those that it may touch. */
  private static final int NEWER_PER_LATE = 8;

  private final OpNumbers numbers = new OpNumbers();

  private long[] lamports = new long[8];
  private int[] nodes = new int[8];
  private int[] parents = new int[8];
  private @Nullable FractionalIndex[] positions = new @Nullable FractionalIndex[8];

  /** The first eight bytes of each position, which nearly always decide. */
  private long[] heads = new long[8];

  /** For each rekey the move that it is about, {@link #NONE} for other ops. */
  private int[] rekeyed = new int[8];

  /** For each move in the order where its node was before, or {@link #NO_EFFECT}. */
  private int[] befores = new int[8];

  /** For each node the move that put it where it is; nothing for other ops. */
  private int[] places = new int[8];

  /**
   * The ops that have been looked at, oldest first. Invariant: these are the numbers below {@link
   * #done}.
   */
  private int[] order = new int[8];

  private int done;

  private int[] moved = new int[8];
  private int movedCount;

  /** How many ops there are; all numbers are below. */
  int size() {
    return numbers.next();
  }

  /** The number of an op, or a negative number if it is not here. */
  int number(OpId id) {
    return numbers.get(id);
  }

  /** The number of a node, or a negative number if no op with this id created one. */
  int node(OpId id) {
    int number = numbers.get(id);
    return number >= 0 && nodes[number] == number ? number : OpNumbers.NONE;
  }

  OpId id(int number) {
    return new OpId(numbers.replica(number), numbers.seq(number));
  }

  long lamport(int number) {
    return lamports[number];
  }

  /** The node that a move is about. */
  int nodeOf(int move) {
    return nodes[move];
  }

  /** Where a move puts its node. */
  int parentOf(int move) {
    return parents[move];
  }

  /** Where a move puts its node among the siblings; null in the trash. */
  @Nullable FractionalIndex positionOf(int move) {
    return positions[move];
  }

  /** The move that a rekey is about; negative for another op. */
  int rekeyedBy(int number) {
    return rekeyed[number];
  }

  /** Op number {@code at} of the log, from the oldest. */
  int inOrder(int at) {
    return order[at];
  }

  /** The move that put a node where it is, {@link #NOWHERE} while its creation is taken back. */
  int place(int node) {
    return places[node];
  }

  /**
   * The move that had put its node where it was before a move, {@link #NOWHERE} if nothing had or
   * the move had no effect.
   */
  int before(int move) {
    return Math.max(befores[move], NOWHERE);
  }

  /** The same, or {@link #NO_EFFECT}. */
  int link(int move) {
    return befores[move];
  }

  /** Changes what {@link #link} tells. */
  void relink(int move, int before) {
    befores[move] = before;
  }

  /** The move that put a node below its parent, before room was made there. */
  int withoutRekeys(int move) {
    int at = move;
    while (at >= 0 && rekeyed[at] != NONE) {
      at = rekeyed[at];
    }
    return at;
  }

  /** The newest move of a node that did not delete it. */
  int lastPlaceOutside(int node) {
    int move = places[node];
    while (parents[move] == TRASH) {
      move = befores[move];
    }
    return move;
  }

  /** The order of siblings: by position, then by the id of the move. */
  int compareSiblings(int move, int other) {
    int byHead = Long.compareUnsigned(heads[move], heads[other]);
    if (byHead != 0) {
      return byHead;
    }
    FractionalIndex one = positions[move];
    FractionalIndex two = positions[other];
    int byPosition = one == null || two == null ? 0 : one.compareTo(two);
    return byPosition != 0 ? byPosition : numbers.compareIds(move, other);
  }

  /** Adds the creation of a node. */
  void create(OpId id, long lamport, int parent, FractionalIndex position) {
    add(id, lamport, NONE, parent, position, NONE);
  }

  /** Adds a move; the position is null in the trash. */
  void move(OpId id, long lamport, int node, int parent, @Nullable FractionalIndex position) {
    add(id, lamport, node, parent, position, NONE);
  }

  /** Adds a new position for a node, if it is still where a move put it. */
  void rekey(OpId id, long lamport, int move, FractionalIndex position) {
    add(id, lamport, nodes[move], parents[move], position, move);
  }

  private void add(
      OpId id, long lamport, int node, int parent, @Nullable FractionalIndex position, int rekeys) {
    int number = numbers.append(id.replica(), id.seq(), 1);
    if (number == nodes.length) {
      grow(2 * number);
    }
    lamports[number] = lamport;
    nodes[number] = node == NONE ? number : node;
    parents[number] = parent;
    positions[number] = position;
    heads[number] = head(position);
    rekeyed[number] = rekeys;
    befores[number] = NO_EFFECT;
    places[number] = NOWHERE;
  }

  private static long head(@Nullable FractionalIndex position) {
    long head = 0;
    for (int i = 0; position != null && i < Long.BYTES; i++) {
      head = head << 8 | position.unit(i);
    }
    return head;
  }

  private void grow(int capacity) {
    lamports = Arrays.copyOf(lamports, capacity);
    nodes = Arrays.copyOf(nodes, capacity);
    parents = Arrays.copyOf(parents, capacity);
    positions = Arrays.copyOf(positions, capacity);
    heads = Arrays.copyOf(heads, capacity);
    rekeyed = Arrays.copyOf(rekeyed, capacity);
    befores = Arrays.copyOf(befores, capacity);
    places = Arrays.copyOf(places, capacity);
    order = Arrays.copyOf(order, capacity);
  }

  /** Lets everything that was added take effect. */
  void settle() {
    int size = size();
    if (done == size) {
      return;
    }
    int[] late = sortedFrom(done, size);
    boolean isLate = done > 0 && compare(late[0], order[done - 1]) < 0;
    int from = isLate ? search(late[0]) : done;
    int newer = done - from;
    merge(from, late);
    int firstLate = done;
    done = size;
    boolean few = newer >= (long) NEWER_PER_LATE * late.length;
    if (few && isLate && new LateMoves(this, firstLate).weave(from, size)) {
      return;
    }
    undo(from);
    redo(from);
  }

  /** Whether the op with the highest number has been looked at. */
  boolean isLastSettled() {
    return done == size();
  }

  /** Undoes the op with the highest number, which has been looked at. */
  void unsettleLast() {
    int last = done - 1;
    int at = search(last);
    undo(at);
    System.arraycopy(order, at + 1, order, at, last - at);
    done = last;
    redo(at);
  }

  /** Forgets the op with the highest number, which has no effect any more. */
  void removeLast() {
    int last = size() - 1;
    positions[last] = null;
    numbers.truncate(last);
  }

  /** The nodes that moved since the last call, some of them more than once. */
  int[] takeMoved() {
    int[] taken = Arrays.copyOf(moved, movedCount);
    movedCount = 0;
    return taken;
  }

  /** The order of the log. */
  int compare(int one, int other) {
    int byTime = Long.compare(lamports[one], lamports[other]);
    return byTime != 0 ? byTime : numbers.compareIds(one, other);
  }

  private int[] sortedFrom(int from, int to) {
    int[] sorted = new int[to - from];
    boolean inOrder = true;
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = from + i;
      inOrder &= i == 0 || compare(sorted[i - 1], sorted[i]) < 0;
    }
    if (inOrder) {
      return sorted;
    }
    Integer[] boxed = new Integer[sorted.length];
    Arrays.setAll(boxed, i -> from + i);
    Arrays.sort(boxed, this::compare);
    Arrays.setAll(sorted, i -> boxed[i]);
    return sorted;
  }

  /** Where an op is in the order, or would be. */
  private int search(int number) {
    int low = 0;
    int high = done;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(order[middle], number) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Merges sorted ops into the order, none of which comes before {@code from}. */
  private void merge(int from, int[] late) {
    int old = done - 1;
    int next = late.length - 1;
    for (int at = done + late.length - 1; next >= 0; at--) {
      if (old >= from && compare(order[old], late[next]) > 0) {
        order[at] = order[old--];
      } else {
        order[at] = late[next--];
      }
    }
  }

  private void undo(int from) {
    for (int at = done - 1; at >= from; at--) {
      int move = order[at];
      if (befores[move] != NO_EFFECT) {
        put(nodes[move], befores[move]);
      }
    }
  }

  private void redo(int from) {
    for (int at = from; at < done; at++) {
      int move = order[at];
      int node = nodes[move];
      if (hasEffect(move)) {
        befores[move] = places[node];
        put(node, move);
      } else {
        befores[move] = NO_EFFECT;
      }
    }
  }

  private boolean hasEffect(int move) {
    int node = nodes[move];
    if (rekeyed[move] != NONE) {
      return places[node] == rekeyed[move];
    }
    if (node == move) {
      return true;
    }
    int above = parents[move];
    while (above >= 0 && above != node) {
      above = parents[places[above]];
    }
    return above != node;
  }

  /** Says that a move put a node where it is. */
  void put(int node, int move) {
    places[node] = move;
    if (movedCount == moved.length) {
      moved = Arrays.copyOf(moved, 2 * movedCount);
    }
    moved[movedCount++] = node;
  }
}
