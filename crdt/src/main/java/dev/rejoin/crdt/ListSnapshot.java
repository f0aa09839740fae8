package dev.rejoin.crdt;

/**
 * A list in a snapshot: ids, and slots and deletes in rows, as those of a text; then which slots
 * are moves, when all were made, and the values of the elements.
 *
 * <p>Everything is in the order of ids, so equal states give equal bytes. Slots are named by
 * counting them in that order. A move is told by the slots before it that are none, and its element
 * by the distance from that of the move before. Lamport times are told by how far they are from the
 * numbers of the ids, which changes rarely: how many slots, and by how much more. An element has
 * its value as it was inserted, or {@link #WRITTEN} and its candidates if it was ever set.
 */
final class ListSnapshot {
  /** Stands where the number of a type of value would, which is never 0. */
  static final int WRITTEN = 0;

  private final ListSlots slots;
  private final OpNumbers numbers;

  /** The slots in the order of ids, and for each op number that is a slot its place there. */
  private final int[] sorted;

  private final int[] ordinals;
  private int count;

  private ListSnapshot(ListSequence list) {
    slots = list.slots();
    numbers = list.numbers();
    sorted = new int[numbers.next()];
    ordinals = new int[numbers.next()];
    for (int run : numbers.runsById()) {
      int first = numbers.firstOfRun(run);
      for (int number = first; number < first + numbers.lengthOfRun(run); number++) {
        if (slots.element(number) != ListSlots.NONE) {
          ordinals[number] = count;
          sorted[count++] = number;
        }
      }
    }
  }

  static void write(ListSequence list, SnapshotWriter out) {
    CanonicalNumbers canonical = CanonicalNumbers.of(list.numbers());
    canonical.write(out);
    SnapshotHistory.write(list.spans(), list.deletes(), canonical, out);
    ListSnapshot snapshot = new ListSnapshot(list);
    snapshot.writeMoves(out);
    snapshot.writeTimes(out);
    snapshot.writeValues(out);
  }

  /** Reads what {@link #write} wrote. */
  static ListSequence read(SnapshotReader in) {
    ListSequence list = new ListSequence();
    CanonicalNumbers.read(list.numbers(), in);
    ListLoader.load(list, in);
    return list;
  }

  private void writeMoves(SnapshotWriter out) {
    int moves = 0;
    for (int i = 0; i < count; i++) {
      moves += slots.isElement(sorted[i]) ? 0 : 1;
    }
    out.number(moves);
    int next = 0;
    int last = 0;
    for (int i = 0; i < count; i++) {
      if (!slots.isElement(sorted[i])) {
        int element = ordinals[slots.element(sorted[i])];
        out.number(i - next);
        out.signed((long) element - last);
        next = i + 1;
        last = element;
      }
    }
  }

  private void writeTimes(SnapshotWriter out) {
    long last = 0;
    int at = 0;
    while (at < count) {
      long ahead = ahead(at);
      int end = at + 1;
      while (end < count && ahead(end) == ahead) {
        end++;
      }
      out.number(end - at - 1L);
      out.signed(ahead - last);
      last = ahead;
      at = end;
    }
  }

  /** How far the Lamport time of a slot is from the number of its id. */
  private long ahead(int ordinal) {
    return slots.lamport(sorted[ordinal]) - numbers.seq(sorted[ordinal]);
  }

  private void writeValues(SnapshotWriter out) {
    for (int i = 0; i < count; i++) {
      if (slots.isElement(sorted[i])) {
        Entry written = slots.written(sorted[i]);
        if (written == null) {
          out.value(slots.insertedValue(sorted[i]));
        } else {
          out.number(WRITTEN);
          written.write(out);
        }
      }
    }
  }
}
