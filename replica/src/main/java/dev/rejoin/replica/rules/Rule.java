package dev.rejoin.replica.rules;

import java.util.List;

/**
 * One rule: which places it is for, and how it picks the value shown there. Immutable.
 *
 * @param name for people, as in sentences
 * @param pattern the places, see {@link PathPattern}
 * @param argument of {@link RuleKind#NEWEST} the field, of {@link RuleKind#CUSTOM} the function;
 *     else empty
 * @param order of {@link RuleKind#ORDER} authors or starts of device ids, the first wins; else
 *     empty
 */
public record Rule(
    String name, PathPattern pattern, RuleKind kind, String argument, List<String> order) {
  public Rule {
    order = List.copyOf(order);
  }

  /** The line of a file of rules. */
  String line() {
    StringBuilder line = new StringBuilder();
    line.append(RulesText.quoted(name)).append("  ").append(RulesText.quoted(pattern.text()));
    line.append("  ").append(kind.word());
    if (!argument.isEmpty()) {
      line.append(' ').append(RulesText.quoted(argument));
    }
    order.forEach(who -> line.append(' ').append(RulesText.quoted(who)));
    return line.toString();
  }
}
