package dev.rejoin.crdt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The atoms that one delete hides, each once, and whether it was taken back. Immutable.
 *
 * <p>In a snapshot, deletes of one atom each that follow each other like keystrokes (next number,
 * neighbouring atom) share a row. Rows are cut greedily, so equal deletes give equal bytes, and at
 * a fixed length, so that few bytes cannot stand for very many deletes.
 */
record Deleted(List<IdRange> targets, boolean revived) {
  private static final int SINGLE = 0;
  private static final int REVIVED = 1;
  private static final int FORWARDS = 2;
  private static final int BACKWARDS = 3;
  private static final int MAX_ROW = 64;

  static void write(TreeMap<OpId, Deleted> deletes, SnapshotWriter out) {
    out.number(deletes.size());
    Map.Entry<OpId, Deleted> first = deletes.firstEntry();
    while (first != null) {
      OpId id = first.getKey();
      Deleted deleted = first.getValue();
      int step = step(deletes, id, deleted);
      int length = step == 0 ? 1 : rowLength(deletes, id, deleted, step);
      if (step == 0) {
        out.number(deleted.revived ? REVIVED : SINGLE);
        out.id(id);
        out.ranges(deleted.targets);
      } else {
        out.number(step > 0 ? FORWARDS : BACKWARDS);
        out.number(length);
        out.id(id);
        out.id(deleted.targets.get(0).first());
      }
      first = deletes.higherEntry(id.plus(length - 1));
    }
  }

  /** Reads what {@link #write} wrote. */
  static TreeMap<OpId, Deleted> read(SnapshotReader in) {
    TreeMap<OpId, Deleted> deletes = new TreeMap<>();
    long count = in.number();
    while (deletes.size() < count) {
      int row = in.choice(BACKWARDS);
      if (row == SINGLE || row == REVIVED) {
        put(in.id(), new Deleted(in.ranges(), row == REVIVED), deletes, in);
        continue;
      }
      int length = in.choice(MAX_ROW);
      in.check(length >= 2, "a row of one delete");
      OpId id = in.id();
      OpId target = in.id();
      for (int i = 0; i < length; i++) {
        OpId one = in.known(target.replica(), target.seq() + (row == FORWARDS ? i : -i));
        OpId delete = in.known(id.replica(), id.seq() + i);
        put(delete, new Deleted(List.of(IdRange.of(one)), false), deletes, in);
      }
    }
    in.check(deletes.size() == count, "another number of deletes than announced");
    return deletes;
  }

  private static void put(
      OpId id, Deleted deleted, TreeMap<OpId, Deleted> deletes, SnapshotReader in) {
    in.check(deletes.put(id, deleted) == null, "a delete twice");
  }

  /** Where the next delete of the line goes on: 1 or -1 atoms further, or 0 if it does not. */
  private static int step(TreeMap<OpId, Deleted> deletes, OpId id, Deleted deleted) {
    return hides(deletes, id, deleted, 1, 1) ? 1 : hides(deletes, id, deleted, 1, -1) ? -1 : 0;
  }

  private static int rowLength(TreeMap<OpId, Deleted> deletes, OpId id, Deleted deleted, int step) {
    int length = 2;
    while (length < MAX_ROW && hides(deletes, id, deleted, length, step)) {
      length++;
    }
    return length;
  }

  /** Whether the delete {@code i} numbers on hides just the atom {@code i * step} further on. */
  private static boolean hides(
      TreeMap<OpId, Deleted> deletes, OpId id, Deleted deleted, int i, int step) {
    if (id.seq() + i > Limits.MAX_SEQ) {
      return false;
    }
    OpId at = deleted.onlyAtom();
    Deleted next = deletes.get(id.plus(i));
    OpId nextAt = next == null ? null : next.onlyAtom();
    return at != null
        && nextAt != null
        && nextAt.seq() == at.seq() + (long) i * step
        && nextAt.replica().equals(at.replica());
  }

  /** The only atom that an effective delete hides, or null. */
  private @Nullable OpId onlyAtom() {
    boolean one = !revived && targets.size() == 1 && targets.get(0).size() == 1;
    return one ? targets.get(0).first() : null;
  }
}
