package dev.rejoin.crdt;

/**
 * Builds the spans of a text from the rows of a snapshot, without integrating them.
 *
 * <p>Atoms are counted in the order of ids. Time and memory are O(rows + atoms), whatever the rows
 * say.
 */
final class TextLoader {
  private final LoadedRows rows;
  private final SnapshotUnits shown;
  private final SnapshotUnits hidden;
  private final TextSequence text;
  private final SnapshotReader in;
  private final Cuts cuts;
  private final PieceTree tree;

  private TextLoader(
      LoadedRows rows,
      SnapshotUnits shown,
      SnapshotUnits hidden,
      TextSequence text,
      SnapshotReader in) {
    this.rows = rows;
    this.shown = shown;
    this.hidden = hidden;
    this.text = text;
    this.in = in;
    this.cuts = cut(rows);
    this.tree = new PieceTree(text.numbers(), cuts);
  }

  static void load(TextSequence text, SnapshotReader in) {
    LoadedRows rows = LoadedRows.read(text.numbers(), in);
    SnapshotUnits shown = SnapshotUnits.read(in);
    SnapshotUnits hidden = SnapshotUnits.read(in.deletedText());
    in.check((long) shown.length() + hidden.length() == rows.atoms, "text for other atoms");
    TextLoader loader = new TextLoader(rows, shown, hidden, text, in);
    loader.hang();
    loader.delete();
    SpanTreeBuilder spans = loader.tree.build(loader::moveUnits);
    in.check(spans != null, "atoms that hang nowhere");
    text.load(spans);
  }

  private static Cuts cut(LoadedRows rows) {
    Cuts cuts = new Cuts(rows.atoms);
    for (int run = 0; run < rows.runs; run++) {
      cuts.add(rows.runStarts[run]);
      cuts.add(rows.runParents[run] + 1 - rows.runSides[run]);
    }
    for (int row = 0; row < rows.deletes; row++) {
      if (rows.kinds[row] <= SnapshotRows.RANGE) {
        cuts.add(rows.lowest[row]);
        cuts.add(rows.lowest[row] + rows.sizes[row]);
      }
    }
    for (int range = 0; range < rows.rangeCount; range++) {
      int start = rows.ranges[2 * range];
      cuts.add(start);
      cuts.add(start + rows.ranges[2 * range + 1]);
    }
    cuts.add(rows.atoms);
    cuts.finish();
    return cuts;
  }

  /** Hangs the runs to their parents. */
  private void hang() {
    int end = rows.atoms;
    for (int run = rows.runs - 1; run >= 0; run--) {
      int start = rows.runStarts[run];
      int last = cuts.pieceOf(end - 1);
      tree.hang(start, rows.runNumbers[run], last, rows.runParents[run], rows.runSides[run]);
      end = start;
    }
    for (int run = 0; run < rows.runs; run++) {
      int parent = rows.runParents[run];
      if (parent != OpNumbers.ROOT) {
        tree.setParent(rows.runStarts[run], tree.number(parent));
      }
    }
  }

  private void delete() {
    DeleteTable deletes = text.deletes();
    int range = 0;
    for (int row = 0; row < rows.deletes; row++) {
      int kind = rows.kinds[row];
      int number = rows.deleteNumbers[row];
      int size = rows.sizes[row];
      if (kind > SnapshotRows.RANGE) {
        deleteRanges(row, range);
        range += size;
        continue;
      }
      int low = atoms(rows.lowest[row], size);
      tree.cover(rows.lowest[row], size);
      if (kind == SnapshotRows.RANGE) {
        deletes.add(number);
        deletes.addTarget(low, size);
        deletes.finish();
      } else {
        boolean up = kind == SnapshotRows.FORWARDS;
        deletes.addRun(number, up ? low : low + size - 1, size, up ? 1 : -1);
      }
    }
  }

  private void deleteRanges(int row, int from) {
    DeleteTable deletes = text.deletes();
    int number = rows.deleteNumbers[row];
    boolean revived = rows.kinds[row] == SnapshotRows.REVIVED;
    deletes.add(number);
    for (int range = from; range < from + rows.sizes[row]; range++) {
      int start = rows.ranges[2 * range];
      int length = rows.ranges[2 * range + 1];
      deletes.addTarget(atoms(start, length), length);
      if (!revived) {
        tree.cover(start, length);
      }
    }
    deletes.finish();
    if (revived) {
      deletes.setRevived(number, true);
    }
  }

  /** The first op number of atoms that one delete names. */
  private int atoms(int atom, int count) {
    int number = tree.number(atom);
    in.check(tree.number(atom + count - 1) - number == count - 1, "one delete of atoms apart");
    return number;
  }

  private void moveUnits(int number, int length, int shape) {
    SnapshotUnits units = shape < SpanLeaf.ONE_DELETE ? shown : hidden;
    units.moveTo(text.arena(), number, length);
  }
}
