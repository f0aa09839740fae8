package dev.rejoin.replica.rules;

import org.jspecify.annotations.Nullable;

/**
 * Which of several candidates is shown, and why. Immutable.
 *
 * @param index in the order of the default rule
 * @param rule the one for the place, or null where the default rule is all there is
 * @param version of the rules
 * @param detail what decided: the value of the field, the name in the order, or what went wrong
 */
public record Decision(
    int index, Outcome outcome, @Nullable Rule rule, int version, String detail) {
  /** How a decision came about. */
  public enum Outcome {
    /** No rule is for the place. */
    DEFAULT,
    /** The rule picked. */
    RULE,
    /** The rule says that people decide. */
    ASK,
    /** The rule cannot tell the candidates apart: none has the field, none is in the order. */
    UNDECIDED,
    /** The rule is of a kind, or asks for a function, that is not known here. */
    NOT_KNOWN,
    /** The function threw, or picked what is not there. */
    FAILED
  }

  /** Whether a rule settles it, so that nobody has to. */
  public boolean isSettled() {
    return outcome == Outcome.RULE;
  }
}
