package dev.rejoin.replica.rules;

import java.util.Locale;

/** How a rule picks among candidates. The numbers are those of the format and never reused. */
public enum RuleKind {
  /** The highest (Lamport time, replica), as where there is no rule; wall clocks do not count. */
  LAST_WRITER(1),
  /** The largest number, or the last text in the order of their units. */
  HIGHEST(2),
  LOWEST(3),
  /** The candidate whose change wrote the highest value under a field. */
  NEWEST(4),
  /** The candidate of the author or device that the rule names first. */
  ORDER(5),
  /** Shows what the default rule would, and leaves the conflict open. */
  ASK(6),
  /** A function that the application registered by name. */
  CUSTOM(7),
  /** Of a newer version: the default rule decides. */
  UNKNOWN(0);

  private final int number;

  RuleKind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** As it is written in a file of rules: {@code last-writer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static RuleKind ofNumber(int number) {
    for (RuleKind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    return UNKNOWN;
  }
}
