package dev.rejoin.crdt;

import java.util.Arrays;

/**
 * Builds the spans of a text from the rows of a snapshot, without integrating them.
 *
 * <p>Atoms are cut where something hangs between them or a delete begins or ends, and the pieces
 * are the nodes of the tree whose traversal is the document order. Pieces ascend by id, so going
 * through them from the last to the first and putting each in front of its siblings sorts these.
 * Time and memory are O(rows + atoms), whatever the rows say.
 */
final class TextLoader {
  private static final int NOTHING = -1;

  private final LoadedRows rows;
  private final SnapshotUnits shown;
  private final SnapshotUnits hidden;
  private final TextSequence text;
  private final SnapshotReader in;

  /** Cuts the atoms, counted in the order of ids. */
  private final Cuts cuts;

  private int pieces;

  /** For each piece its op number, and its parent's. */
  private int[] numbers = {};

  private int[] parents = {};

  /** For each piece how it hangs and by how many deletes it is covered, like in a leaf. */
  private int[] shapes = {};

  /** For each piece its first child on either side, and the sibling behind it. */
  private int[] lefts = {};

  private int[] rights = {};
  private int[] siblings = {};

  private final SpanTreeBuilder spans = new SpanTreeBuilder();

  /** The piece that was placed last. */
  private int before = NOTHING;

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
    this.cuts = new Cuts(rows.atoms);
  }

  static void load(TextSequence text, SnapshotReader in) {
    LoadedRows rows = LoadedRows.read(text.numbers(), in);
    SnapshotUnits shown = SnapshotUnits.read(in);
    SnapshotUnits hidden = SnapshotUnits.read(in.deletedText());
    in.check((long) shown.length() + hidden.length() == rows.atoms, "text for other atoms");
    TextLoader loader = new TextLoader(rows, shown, hidden, text, in);
    loader.cut();
    int first = loader.link();
    loader.delete();
    loader.traverse(first);
    text.load(loader.spans);
  }

  private void cut() {
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
    pieces = cuts.size() - 1;
  }

  /** Hangs the pieces to their parents; returns the first one at the start of the text. */
  private int link() {
    numbers = new int[pieces];
    parents = new int[pieces];
    shapes = new int[pieces + 1];
    lefts = nothing(pieces);
    rights = nothing(pieces);
    siblings = nothing(pieces);
    int first = NOTHING;
    int piece = pieces - 1;
    for (int run = rows.runs - 1; run >= 0; run--) {
      int start = rows.runStarts[run];
      int shift = rows.runNumbers[run] - start;
      int at = cuts.start(piece);
      while (at > start) {
        numbers[piece] = at + shift;
        parents[piece] = at + shift - 1;
        hang(piece, rights, piece - 1);
        at = cuts.start(--piece);
      }
      numbers[piece] = at + shift;
      int parent = rows.runParents[run];
      if (parent == OpNumbers.ROOT) {
        siblings[piece] = first;
        first = piece;
      } else {
        shapes[piece] = rows.runSides[run];
        hang(piece, shapes[piece] == 0 ? rights : lefts, cuts.pieceOf(parent));
      }
      piece--;
    }
    for (int run = 0; run < rows.runs; run++) {
      int parent = rows.runParents[run];
      parents[cuts.pieceOf(rows.runStarts[run])] =
          parent == OpNumbers.ROOT ? parent : number(cuts.pieceOf(parent), parent);
    }
    return first;
  }

  private void hang(int piece, int[] side, int parent) {
    siblings[piece] = side[parent];
    side[parent] = piece;
  }

  private void delete() {
    DeleteTable deletes = text.deletes();
    int[] changes = new int[pieces + 1];
    int range = 0;
    for (int row = 0; row < rows.deletes; row++) {
      int kind = rows.kinds[row];
      int number = rows.deleteNumbers[row];
      int size = rows.sizes[row];
      if (kind > SnapshotRows.RANGE) {
        deleteRanges(row, range, changes);
        range += size;
        continue;
      }
      int low = hide(rows.lowest[row], size, SpanLeaf.ONE_DELETE, changes);
      if (kind == SnapshotRows.RANGE) {
        deletes.add(number);
        deletes.addTarget(low, size);
        deletes.finish();
      } else {
        boolean up = kind == SnapshotRows.FORWARDS;
        deletes.addRun(number, up ? low : low + size - 1, size, up ? 1 : -1);
      }
    }
    int covering = 0;
    for (int piece = 0; piece < pieces; piece++) {
      covering += changes[piece];
      shapes[piece] |= covering;
    }
  }

  private void deleteRanges(int row, int from, int[] changes) {
    DeleteTable deletes = text.deletes();
    int number = rows.deleteNumbers[row];
    boolean revived = rows.kinds[row] == SnapshotRows.REVIVED;
    int amount = revived ? 0 : SpanLeaf.ONE_DELETE;
    deletes.add(number);
    for (int range = from; range < from + rows.sizes[row]; range++) {
      int length = rows.ranges[2 * range + 1];
      deletes.addTarget(hide(rows.ranges[2 * range], length, amount, changes), length);
    }
    deletes.finish();
    if (revived) {
      deletes.setRevived(number, true);
    }
  }

  /** Notes where the atoms of a delete begin and end; returns their first op number. */
  private int hide(int atom, int count, int amount, int[] changes) {
    int piece = cuts.pieceOf(atom);
    int end = cuts.pieceOf(atom + count);
    int last = number(end - 1, atom + count - 1);
    in.check(last - numbers[piece] == count - 1, "one delete of atoms apart");
    changes[piece] += amount;
    changes[end] -= amount;
    return numbers[piece];
  }

  /** The op number of an atom of a piece. */
  private int number(int piece, int atom) {
    return numbers[piece] + atom - cuts.start(piece);
  }

  /** Goes through the tree in order; a cycle would not be reached. */
  private void traverse(int first) {
    int[] open = new int[pieces + 1];
    int depth = 0;
    int seen = 0;
    int next = first;
    while (next != NOTHING || depth > 0) {
      int piece = next;
      if (piece == NOTHING) {
        piece = open[--depth];
        if (piece >= 0) {
          next = piece;
          continue;
        }
        piece = ~piece;
      } else {
        // On the way down: its siblings come after all below it, itself after its left children.
        if (siblings[piece] != NOTHING) {
          open[depth++] = siblings[piece];
        }
        if (lefts[piece] != NOTHING) {
          open[depth++] = ~piece;
          next = lefts[piece];
          continue;
        }
      }
      place(piece);
      seen++;
      next = rights[piece];
    }
    in.check(seen == pieces, "atoms that hang nowhere");
  }

  /** Adds the next piece in document order, and its units. */
  private void place(int piece) {
    int number = numbers[piece];
    int length = cuts.start(piece + 1) - cuts.start(piece);
    int shape = shapes[piece];
    if (piece == before + 1 && continues(piece)) {
      spans.lengthen(length);
    } else {
      spans.add(number, length, parents[piece], shape);
    }
    SnapshotUnits units = shape < SpanLeaf.ONE_DELETE ? shown : hidden;
    units.moveTo(text.arena(), number, length);
    before = piece;
  }

  /** Whether a piece directly behind the one before makes one span with it. */
  private boolean continues(int piece) {
    return piece > 0
        && (shapes[piece] & 1) == 0
        && shapes[piece] >>> 1 == shapes[piece - 1] >>> 1
        && numbers[piece] == number(piece - 1, cuts.start(piece))
        && parents[piece] == numbers[piece] - 1
        && text.numbers().continuesId(numbers[piece]);
  }

  private static int[] nothing(int size) {
    int[] list = new int[size];
    Arrays.fill(list, NOTHING);
    return list;
  }
}
