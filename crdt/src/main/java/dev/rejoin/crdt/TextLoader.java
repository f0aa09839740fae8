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

  private TextLoader(LoadedRows rows, TextSequence text, SnapshotReader in) {
    this.rows = rows;
    this.text = text;
    this.in = in;
    this.cuts = new Cuts(rows.atoms());
  }

  static void load(TextSequence text, SnapshotReader in) {
    LoadedRows rows = LoadedRows.read(text.numbers().next(), in);
    SnapshotUnits shown = SnapshotUnits.read(in);
    SnapshotUnits hidden = SnapshotUnits.read(in.deletedText());
    in.check((long) shown.length() + hidden.length() == rows.atoms(), "text for other atoms");
    TextLoader loader = new TextLoader(rows, text, in);
    loader.cut();
    loader.number();
    loader.delete();
    int first = loader.link();
    text.load(loader.traverse(first, shown, hidden));
  }

  private void cut() {
    int atom = 0;
    for (int row = 0; row < rows.size(); row++) {
      int at = rows.ordinal(row);
      int count = rows.count(row);
      switch (rows.kind(row)) {
        case SnapshotRows.RIGHT -> {
          cuts.add(atom);
          cuts.add(at + 1);
          atom += count;
        }
        case SnapshotRows.LEFT -> {
          cuts.add(atom);
          cuts.add(at);
          atom += count;
        }
        case SnapshotRows.BACKWARDS -> cutAround(at - count + 1, count);
        case SnapshotRows.FORWARDS, SnapshotRows.RANGE -> cutAround(at, count);
        default -> {
          // Ranges follow.
        }
      }
    }
    for (int range = 0; range < rows.ranges(); range++) {
      cutAround(rows.rangeStart(range), rows.rangeLength(range));
    }
    cuts.add(atom);
    cuts.finish();
    pieces = cuts.size() - 1;
  }

  private void cutAround(int from, int count) {
    cuts.add(from);
    cuts.add(from + count);
  }

  /** Gives the pieces their op numbers, and parents as if each continued the one before. */
  private void number() {
    numbers = new int[pieces];
    parents = new int[pieces];
    int number = 0;
    int end = 0;
    int piece = 0;
    for (int row = 0; row < rows.size(); row++) {
      int ops = rows.ops(row);
      if (rows.kind(row) <= SnapshotRows.LEFT) {
        int last = number + ops - 1;
        in.check(last <= text.numbers().endOfRun(number), "a run over a gap between ids");
        int shift = number - end;
        end += ops;
        while (cuts.start(piece) < end) {
          int first = cuts.start(piece) + shift;
          numbers[piece] = first;
          parents[piece++] = first - 1;
        }
      }
      number += ops;
    }
  }

  private void delete() {
    shapes = new int[pieces + 1];
    DeleteTable deletes = text.deletes();
    int number = 0;
    int range = 0;
    for (int row = 0; row < rows.size(); row++) {
      int kind = rows.kind(row);
      int count = rows.count(row);
      int at = rows.ordinal(row);
      if (kind == SnapshotRows.BACKWARDS) {
        int first = hide(at - count + 1, count, SpanLeaf.ONE_DELETE);
        deletes.addRun(number, first + count - 1, count, -1);
      } else if (kind == SnapshotRows.FORWARDS) {
        deletes.addRun(number, hide(at, count, SpanLeaf.ONE_DELETE), count, 1);
      } else if (kind == SnapshotRows.RANGE) {
        deletes.add(number);
        deletes.addTarget(hide(at, count, SpanLeaf.ONE_DELETE), count);
        deletes.finish();
      } else if (kind > SnapshotRows.RANGE) {
        deleteRanges(number, range, count, kind == SnapshotRows.REVIVED);
        range += count;
      }
      number += rows.ops(row);
    }
    for (int piece = 1; piece < pieces; piece++) {
      shapes[piece] += shapes[piece - 1];
    }
  }

  private void deleteRanges(int number, int from, int count, boolean revived) {
    DeleteTable deletes = text.deletes();
    deletes.add(number);
    for (int range = from; range < from + count; range++) {
      int length = rows.rangeLength(range);
      int amount = revived ? 0 : SpanLeaf.ONE_DELETE;
      deletes.addTarget(hide(rows.rangeStart(range), length, amount), length);
    }
    deletes.finish();
    if (revived) {
      deletes.setRevived(number, true);
    }
  }

  /** Notes a delete where its atoms begin and where they end; returns their first op number. */
  private int hide(int atom, int count, int amount) {
    int piece = cuts.pieceOf(atom);
    int end = cuts.pieceOf(atom + count);
    in.check(last(end - 1) - numbers[piece] == count - 1, "one delete of atoms apart");
    shapes[piece] += amount;
    shapes[end] -= amount;
    return numbers[piece];
  }

  /** Hangs the pieces to their parents; returns the first one at the start of the text. */
  private int link() {
    lefts = nothing(pieces);
    rights = nothing(pieces);
    siblings = nothing(pieces);
    int first = NOTHING;
    int atom = rows.atoms();
    int piece = pieces - 1;
    for (int row = rows.size() - 1; row >= 0; row--) {
      if (rows.kind(row) > SnapshotRows.LEFT) {
        continue;
      }
      atom -= rows.count(row);
      while (cuts.start(piece) > atom) {
        hang(piece, rights, piece - 1);
        piece--;
      }
      int at = rows.ordinal(row);
      if (at == OpNumbers.ROOT) {
        parents[piece] = OpNumbers.ROOT;
        siblings[piece] = first;
        first = piece;
      } else {
        int parent = cuts.pieceOf(at);
        boolean left = rows.kind(row) == SnapshotRows.LEFT;
        parents[piece] = left ? numbers[parent] : last(parent);
        shapes[piece] |= left ? 1 : 0;
        hang(piece, left ? lefts : rights, parent);
      }
      piece--;
    }
    return first;
  }

  private void hang(int piece, int[] side, int parent) {
    siblings[piece] = side[parent];
    side[parent] = piece;
  }

  /** Goes through the tree in order; a cycle would not be reached. */
  private SpanTreeBuilder traverse(int first, SnapshotUnits shown, SnapshotUnits hidden) {
    SpanTreeBuilder spans = new SpanTreeBuilder();
    TextArena arena = text.arena();
    int[] open = new int[pieces + 1];
    int depth = 0;
    int seen = 0;
    int before = NOTHING;
    int next = first;
    while (next != NOTHING || depth > 0) {
      int piece = next;
      if (piece != NOTHING) {
        // On the way down: its siblings come after all below it, itself after its left children.
        if (siblings[piece] != NOTHING) {
          open[depth++] = siblings[piece];
        }
        if (lefts[piece] != NOTHING) {
          open[depth++] = ~piece;
          next = lefts[piece];
          continue;
        }
      } else {
        piece = open[--depth];
        if (piece >= 0) {
          next = piece;
          continue;
        }
        piece = ~piece;
      }
      int length = length(piece);
      int shape = shapes[piece];
      if (piece == before + 1 && continues(piece)) {
        spans.lengthen(length);
      } else {
        spans.add(numbers[piece], length, parents[piece], shape);
      }
      (shape < SpanLeaf.ONE_DELETE ? shown : hidden).moveTo(arena, numbers[piece], length);
      before = piece;
      seen++;
      next = rights[piece];
    }
    in.check(seen == pieces, "atoms that hang nowhere");
    return spans;
  }

  /** Whether a piece directly behind the one before makes one span with it. */
  private boolean continues(int piece) {
    return piece > 0
        && (shapes[piece] & 1) == 0
        && shapes[piece] >>> 1 == shapes[piece - 1] >>> 1
        && numbers[piece] == last(piece - 1) + 1
        && parents[piece] == numbers[piece] - 1
        && text.numbers().continuesId(numbers[piece]);
  }

  private int length(int piece) {
    return cuts.start(piece + 1) - cuts.start(piece);
  }

  private int last(int piece) {
    return numbers[piece] + length(piece) - 1;
  }

  private static int[] nothing(int size) {
    int[] list = new int[size];
    Arrays.fill(list, NOTHING);
    return list;
  }
}
