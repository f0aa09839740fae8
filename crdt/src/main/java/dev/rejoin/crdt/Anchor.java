package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/**
 * A position in a text that sticks to an atom, whatever is edited around it.
 *
 * <p>Immutable, and the same for every replica. Where the atom is deleted, the anchor keeps the
 * place where it was, and has it back when the delete is revived.
 *
 * @param atom the atom it sticks to: directly behind it with {@link Bias#BEFORE}, directly in front
 *     of it with {@link Bias#AFTER}; null for the start (BEFORE) or the end (AFTER) of the text
 */
public record Anchor(@Nullable OpId atom, Bias bias) {
  /** The start of a text, in front of whatever is inserted there later. */
  public static final Anchor START = new Anchor(null, Bias.BEFORE);

  /** The end of a text, behind whatever is appended later. */
  public static final Anchor END = new Anchor(null, Bias.AFTER);
}
