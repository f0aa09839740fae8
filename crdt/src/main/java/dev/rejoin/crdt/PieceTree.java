package dev.rejoin.crdt;

/**
 * Finds the document order of many runs at once, without integrating one after the other.
 *
 * <p>The runs are cut into pieces where something hangs between their atoms or a delete begins or
 * ends; pieces are the nodes of the tree whose traversal is the document order. Whoever hangs them
 * begins with the highest id: putting each in front of its siblings then sorts these. Time and
 * memory are O(pieces + atoms / 64), whatever hangs where.
 */
final class PieceTree {
  /** Hears the pieces in document order. */
  interface Order {
    void next(int number, int length, int shape);
  }

  /** Where a piece is expected; pieces are counted from 1 there, so that arrays begin empty. */
  private static final int NOTHING = 0;

  private final OpNumbers ids;
  private final Cuts cuts;

  /** For each piece its op number, and its parent's. */
  private final int[] numbers;

  private final int[] parents;

  /** For each piece how it hangs and by how many deletes it is covered, like in a leaf. */
  private final int[] shapes;

  /** For each piece its first child on either side, and the sibling behind it. */
  private final int[] lefts;

  private final int[] rights;
  private final int[] siblings;

  /** How many more deletes cover a piece than the one before. */
  private final int[] changes;

  private final SpanTreeBuilder spans = new SpanTreeBuilder();

  /** The first piece at the start of the text. */
  private int first = NOTHING;

  private int hung;

  /** The piece that was placed last. */
  private int before = -1;

  /** Of finished cuts, the last of which is behind the last atom. */
  PieceTree(OpNumbers ids, Cuts cuts) {
    this.ids = ids;
    this.cuts = cuts;
    int pieces = cuts.size() - 1;
    numbers = new int[pieces];
    parents = new int[pieces];
    shapes = new int[pieces];
    lefts = new int[pieces];
    rights = new int[pieces];
    siblings = new int[pieces];
    changes = new int[pieces + 1];
  }

  /**
   * Hangs a run to its parent; its id is below those hung before.
   *
   * @param start its first atom as it was cut; {@code number} is its op number
   * @param last its last piece
   * @param parent the atom it hangs on, as it was cut, or {@link OpNumbers#ROOT}
   * @param side 1 if it hangs left
   */
  void hang(int start, int number, int last, int parent, int side) {
    int shift = number - start;
    int piece = last;
    int at = cuts.start(piece);
    while (at > start) {
      numbers[piece] = at + shift;
      parents[piece] = at + shift - 1;
      hang(piece, rights, piece - 1);
      at = cuts.start(--piece);
    }
    numbers[piece] = number;
    if (parent == OpNumbers.ROOT) {
      parents[piece] = OpNumbers.ROOT;
      siblings[piece] = first;
      first = piece + 1;
      hung++;
    } else {
      shapes[piece] = side;
      hang(piece, side == 0 ? rights : lefts, cuts.pieceOf(parent));
    }
  }

  /** Tells the run that begins with an atom the op number of its parent. */
  void setParent(int start, int number) {
    parents[cuts.pieceOf(start)] = number;
  }

  /** The op number of an atom as it was cut. */
  int number(int atom) {
    int piece = cuts.pieceOf(atom);
    return numbers[piece] + atom - cuts.start(piece);
  }

  /** Covers atoms, which begin and end with pieces, by a delete. */
  void cover(int atom, int count) {
    changes[cuts.pieceOf(atom)] += SpanLeaf.ONE_DELETE;
    changes[cuts.pieceOf(atom + count)] -= SpanLeaf.ONE_DELETE;
  }

  /** All spans in document order, or null if some atoms hang nowhere: in a circle. */
  @org.jspecify.annotations.Nullable
  SpanTreeBuilder build(Order order) {
    int covering = 0;
    for (int piece = 0; piece < shapes.length; piece++) {
      covering += changes[piece];
      shapes[piece] |= covering;
    }
    return traverse(order) == hung ? spans : null;
  }

  private void hang(int piece, int[] side, int parent) {
    siblings[piece] = side[parent];
    side[parent] = piece + 1;
    hung++;
  }

  /** Goes through the tree in order and counts its pieces; a circle is not reached. */
  private int traverse(Order order) {
    int[] open = new int[numbers.length + 1];
    int depth = 0;
    int seen = 0;
    int next = first;
    while (next != NOTHING || depth > 0) {
      int piece = next - 1;
      if (next == NOTHING) {
        next = open[--depth];
        if (next > 0) {
          continue;
        }
        piece = -next - 1;
      } else {
        // On the way down: its siblings come after all below it, itself after its left children.
        if (siblings[piece] != NOTHING) {
          open[depth++] = siblings[piece];
        }
        if (lefts[piece] != NOTHING) {
          open[depth++] = -next;
          next = lefts[piece];
          continue;
        }
      }
      place(piece, order);
      seen++;
      next = rights[piece];
    }
    return seen;
  }

  private void place(int piece, Order order) {
    int length = cuts.start(piece + 1) - cuts.start(piece);
    if (piece == before + 1 && continues(piece)) {
      spans.lengthen(length);
    } else {
      spans.add(numbers[piece], length, parents[piece], shapes[piece]);
    }
    order.next(numbers[piece], length, shapes[piece]);
    before = piece;
  }

  /** Whether a piece directly behind the one before makes one span with it. */
  private boolean continues(int piece) {
    return piece > 0
        && (shapes[piece] & 1) == 0
        && shapes[piece] >>> 1 == shapes[piece - 1] >>> 1
        && parents[piece] == numbers[piece] - 1
        && numbers[piece] == numbers[piece - 1] + cuts.start(piece) - cuts.start(piece - 1)
        && ids.continuesId(numbers[piece]);
  }
}
