package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * Builds a list from the rows of a snapshot, without integrating them.
 *
 * <p>Slots are counted in the order of ids. What shows is found first, from moves, times and
 * deletes; then the order, as that of a text. Time and memory are O(rows + slots), whatever the
 * rows say.
 */
final class ListLoader {
  private final ListSequence list;
  private final SnapshotReader in;
  private final LoadedRows rows;
  private final int count;

  /** For each slot its op number. */
  private final int[] numbers;

  /** For each slot that of the element. */
  private final int[] elements;

  private ListLoader(ListSequence list, LoadedRows rows, SnapshotReader in) {
    this.list = list;
    this.rows = rows;
    this.in = in;
    this.count = rows.atoms;
    numbers = new int[count];
    elements = new int[count];
  }

  static void load(ListSequence list, SnapshotReader in) {
    LoadedRows rows = LoadedRows.read(list.numbers(), in);
    // A slot has a value or is a move, and either takes two bytes at least.
    in.check(rows.atoms <= in.left() / 2, "more slots than bytes");
    ListLoader loader = new ListLoader(list, rows, in);
    loader.number();
    loader.readMoves();
    loader.readElements(loader.readTimes());
    loader.delete();
    SpanTreeBuilder spans = loader.tree().build((number, length, shape) -> {});
    in.check(spans != null, "slots that hang nowhere");
    list.load(spans);
  }

  private void number() {
    for (int run = 0; run < rows.runs; run++) {
      int start = rows.runStarts[run];
      for (int slot = start; slot < endOf(run); slot++) {
        numbers[slot] = rows.runNumbers[run] + slot - start;
      }
    }
  }

  /** The slot behind the last one of a run. */
  private int endOf(int run) {
    return run + 1 < rows.runs ? rows.runStarts[run + 1] : count;
  }

  private void readMoves() {
    Arrays.setAll(elements, slot -> slot);
    int moves = in.choice(count);
    long next = 0;
    long element = 0;
    for (int i = 0; i < moves; i++) {
      next += in.choice(count);
      element += in.signed();
      in.check(next < count && element >= 0 && element < count, "a move of nothing");
      elements[(int) next] = (int) element;
      in.check(next != element, "a move that is its own element");
      next++;
    }
    for (int slot = 0; slot < count; slot++) {
      in.check(elements[elements[slot]] == elements[slot], "a move of a move");
    }
  }

  private long[] readTimes() {
    long[] lamports = new long[count];
    long ahead = 0;
    int slot = 0;
    while (slot < count) {
      int end = slot + 1 + in.choice(count - slot - 1);
      ahead += in.signed();
      while (slot < end) {
        lamports[slot] = list.numbers().seq(numbers[slot]) + ahead;
        in.check(lamports[slot] > 0 && lamports[slot] <= Limits.MAX_SEQ, "a Lamport time");
        slot++;
      }
    }
    return lamports;
  }

  private void readElements(long[] lamports) {
    ListSlots slots = list.slots();
    for (int slot = 0; slot < count; slot++) {
      if (elements[slot] == slot) {
        readElement(numbers[slot], lamports[slot]);
      }
    }
    for (int slot = 0; slot < count; slot++) {
      if (elements[slot] != slot) {
        slots.loadSlot(numbers[slot], numbers[elements[slot]], lamports[slot]);
      }
    }
    slots.sort();
  }

  private void readElement(int number, long lamport) {
    ListSlots slots = list.slots();
    if (in.peek() != ListSnapshot.WRITTEN) {
      slots.addElement(number, lamport, in.value());
      return;
    }
    in.octet();
    Entry entry = Entry.read(in);
    in.check(!entry.candidates().isEmpty() && entry.removes().isEmpty(), "an element of no value");
    slots.addElement(number, lamport, entry.candidates().get(0).value());
    slots.write(number, entry);
  }

  private void delete() {
    DeleteTable deletes = list.deletes();
    int range = 0;
    int[] changes = new int[count + 1];
    for (int row = 0; row < rows.deletes; row++) {
      int kind = rows.kinds[row];
      int number = rows.deleteNumbers[row];
      int size = rows.sizes[row];
      if (kind == SnapshotRows.BACKWARDS || kind == SnapshotRows.FORWARDS) {
        int low = hide(rows.lowest[row], size, 1, changes);
        boolean up = kind == SnapshotRows.FORWARDS;
        deletes.addRun(number, up ? low : low + size - 1, size, up ? 1 : -1);
        continue;
      }
      boolean revived = kind == SnapshotRows.REVIVED;
      deletes.add(number);
      if (kind == SnapshotRows.RANGE) {
        deletes.addTarget(hide(rows.lowest[row], size, 1, changes), size);
      } else {
        for (int end = range + size; range < end; range++) {
          int length = rows.ranges[2 * range + 1];
          int amount = revived ? 0 : 1;
          deletes.addTarget(hide(rows.ranges[2 * range], length, amount, changes), length);
        }
      }
      deletes.finish();
      if (revived) {
        deletes.setRevived(number, true);
      }
    }
    int covering = 0;
    for (int slot = 0; slot < count; slot++) {
      covering += changes[slot];
      list.slots().cover(numbers[slot], covering);
    }
  }

  /** Notes where the slots of a delete begin and end; returns their first op number. */
  private int hide(int slot, int size, int amount, int[] changes) {
    int last = slot + size - 1;
    in.check(numbers[last] - numbers[slot] == size - 1, "one delete of slots apart");
    changes[slot] += amount;
    changes[last + 1] -= amount;
    return numbers[slot];
  }

  /** The slots cut where something hangs between them, and where some show and others do not. */
  private PieceTree tree() {
    boolean[] hidden = hidden();
    Cuts cuts = new Cuts(count);
    for (int run = 0; run < rows.runs; run++) {
      cuts.add(rows.runStarts[run]);
      cuts.add(rows.runParents[run] + 1 - rows.runSides[run]);
    }
    for (int slot = 0; slot < count; slot++) {
      if (hidden[slot]) {
        cuts.add(slot);
        cuts.add(slot + 1);
      }
    }
    cuts.add(count);
    cuts.finish();
    PieceTree tree = new PieceTree(list.numbers(), cuts);
    for (int run = rows.runs - 1; run >= 0; run--) {
      int start = rows.runStarts[run];
      int parent = rows.runParents[run];
      int last = cuts.pieceOf(endOf(run) - 1);
      tree.hang(start, numbers[start], last, parent, rows.runSides[run]);
      if (parent != OpNumbers.ROOT) {
        tree.setParent(start, numbers[parent]);
      }
    }
    for (int slot = 0; slot < count; slot++) {
      if (hidden[slot]) {
        tree.cover(slot, 1);
      }
    }
    return tree;
  }

  /** Which slots are not those where their elements show. */
  private boolean[] hidden() {
    boolean[] hidden = new boolean[count];
    for (int slot = 0; slot < count; slot++) {
      hidden[slot] = list.slots().shown(numbers[elements[slot]]) != numbers[slot];
    }
    return hidden;
  }
}
