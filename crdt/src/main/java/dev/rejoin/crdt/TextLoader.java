package dev.rejoin.crdt;

import java.util.Arrays;

/** Builds the spans of a text from the runs and deletes of a snapshot, without integrating them. */
final class TextLoader {
  private static final byte ATOM = 1;
  private static final byte DELETED = 2;
  private static final byte DELETED_AGAIN = 3;

  private final SnapshotRuns runs;
  private final TextSequence text;
  private final SnapshotReader in;

  /** For each op number what is known of it; 0 where it is no atom. */
  private final byte[] cover;

  /** How many deletes cover an atom, where it is more than one. */
  private final SortedInts deletes = new SortedInts();

  private TextLoader(SnapshotRuns runs, TextSequence text, SnapshotReader in) {
    this.runs = runs;
    this.text = text;
    this.in = in;
    this.cover = new byte[text.numbers().next()];
  }

  static void load(SnapshotRuns runs, TextSequence text, SnapshotReader in) {
    TextLoader loader = new TextLoader(runs, text, in);
    loader.markAtoms();
    text.deletes().forEachHidden(loader::markHidden);
    text.load(loader.spans());
  }

  private void markAtoms() {
    long atoms = 0;
    for (int run = 0; run < runs.size(); run++) {
      int first = runs.first(run);
      Arrays.fill(cover, first, first + runs.length(run), ATOM);
      atoms += runs.length(run);
    }
    for (byte mark : cover) {
      atoms -= mark;
    }
    in.check(atoms == 0, "atoms twice");
    for (int run = 0; run < runs.size(); run++) {
      int parent = runs.parent(run);
      in.check(parent == OpNumbers.ROOT || cover[parent] == ATOM, "an atom without its parent");
    }
  }

  private void markHidden(int first, int count) {
    for (int i = first; i < first + count; i++) {
      byte mark = cover[i];
      in.check(mark >= ATOM, "a delete of atoms that are not here");
      if (mark == ATOM) {
        cover[i] = DELETED;
      } else {
        deletes.put(i, deletes.get(i, 1) + 1);
        cover[i] = DELETED_AGAIN;
      }
    }
  }

  private SpanTreeBuilder spans() {
    SpanTreeBuilder spans = new SpanTreeBuilder();
    for (int run = 0; run < runs.size(); run++) {
      int at = runs.first(run);
      int end = at + runs.length(run);
      int parent = runs.parent(run);
      int side = runs.isLeft(run) ? 1 : 0;
      while (at < end) {
        int to = endOfSpan(at, end);
        spans.add(at, to - at, parent, deletesOf(at) * SpanLeaf.ONE_DELETE | side);
        parent = to - 1;
        side = 0;
        at = to;
      }
    }
    return spans;
  }

  private int endOfSpan(int from, int end) {
    byte mark = cover[from];
    int to = from + 1;
    while (to < end && cover[to] == mark) {
      if (mark == DELETED_AGAIN && deletesOf(to) != deletesOf(from)) {
        break;
      }
      to++;
    }
    return to;
  }

  private int deletesOf(int number) {
    byte mark = cover[number];
    return mark == DELETED_AGAIN ? deletes.get(number, 0) : mark - ATOM;
  }
}
