package dev.rejoin.crdt;

/**
 * Which edges of a mark grow: whether text that is typed there belongs to it.
 *
 * <p>It only decides to which neighbours the two anchors stick when a mark is made; nothing else
 * remembers it.
 */
public enum Expand {
  /** Grows at its end, as bold does: text typed there is marked too. */
  AFTER(Bias.AFTER, Bias.AFTER),
  /** Does not grow, as a link or a comment. */
  NONE(Bias.AFTER, Bias.BEFORE),
  /** Grows at its start. */
  BEFORE(Bias.BEFORE, Bias.BEFORE),
  /** Grows at both edges. */
  BOTH(Bias.BEFORE, Bias.AFTER);

  private final Bias start;
  private final Bias end;

  Expand(Bias start, Bias end) {
    this.start = start;
    this.end = end;
  }

  /** To which neighbour the start of a mark sticks. */
  Bias start() {
    return start;
  }

  Bias end() {
    return end;
  }

  /**
   * How what takes away a format of this kind grows: where the format does not grow, this does, or
   * text typed at the edge would have the old format back.
   */
  Expand ofUnmark() {
    return this == NONE ? BOTH : this;
  }
}
