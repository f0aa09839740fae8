package dev.rejoin.crdt;

/**
 * The edge of an atom, where marks begin and end.
 *
 * @param number the op number of the atom, {@link OpNumbers#ROOT} for the start of the text, {@link
 *     #LAST} for its end
 * @param behind whether it is behind the atom rather than in front of it
 */
record MarkPlace(int number, boolean behind) {
  /** Stands for the end of the text where an atom is expected; no op has this number. */
  static final int LAST = Integer.MAX_VALUE;

  static final MarkPlace START = new MarkPlace(OpNumbers.ROOT, true);
  static final MarkPlace END = new MarkPlace(LAST, false);

  static MarkPlace behind(int number) {
    return number == OpNumbers.ROOT ? START : new MarkPlace(number, true);
  }

  static MarkPlace before(int number) {
    return new MarkPlace(number, false);
  }

  static MarkPlace of(Anchor anchor, OpNumbers numbers) {
    OpId atom = anchor.atom();
    boolean behind = anchor.bias() == Bias.BEFORE;
    if (atom == null) {
      return behind ? START : END;
    }
    return new MarkPlace(numbers.get(atom), behind);
  }
}
