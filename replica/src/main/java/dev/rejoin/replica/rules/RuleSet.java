package dev.rejoin.replica.rules;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rejoin.proto.v1.ControlRecord;
import dev.rejoin.proto.v1.Rules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a space, which are replaced as a whole; versions count from 1. Immutable.
 *
 * @param version 0 while nobody has set any
 */
public record RuleSet(int version, List<Rule> rules) {
  /** Of a space where nobody has set any. */
  public static final RuleSet NONE = new RuleSet(0, List.of());

  /** What one control record may take; a little less than the format allows. */
  private static final int MAX_BYTES = 15 * 1024;

  public RuleSet {
    rules = List.copyOf(rules);
  }

  /** The first rule for a place, or null; {@code path} is a container and keys. */
  public @Nullable Rule find(String document, List<String> path) {
    return RulesText.find(rules, document, path);
  }

  /** Whether some place of a document has a rule. */
  public boolean names(String document) {
    return rules.stream().anyMatch(rule -> rule.pattern().isNamed(document));
  }

  /**
   * The control record that says so.
   *
   * @throws dev.rejoin.proto.RejoinException BAD_RULES if there are more than a record holds
   */
  public byte[] record() {
    RulesText.check(rules);
    Rules.Builder all = Rules.newBuilder().setVersion(version);
    for (Rule rule : rules) {
      all.addRule(
          dev.rejoin.proto.v1.Rule.newBuilder()
              .setName(rule.name())
              .setPattern(rule.pattern().text())
              .setKind(rule.kind().number())
              .setArgument(rule.argument())
              .addAllOrder(rule.order()));
    }
    byte[] record = ControlRecord.newBuilder().setRules(all).build().toByteArray();
    if (record.length > MAX_BYTES) {
      throw RulesText.bad(
          "the rules take " + record.length + " bytes; at most " + MAX_BYTES + " are allowed");
    }
    return record;
  }

  /**
   * The rules that a control record holds, or null if it is of another kind or cannot be read. A
   * rule whose pattern cannot be read, or of a kind of a newer version, is kept as far as it is
   * understood.
   */
  public static @Nullable RuleSet parse(byte[] record) {
    try {
      ControlRecord parsed = ControlRecord.parseFrom(record);
      if (!parsed.hasRules()) {
        return null;
      }
      List<Rule> rules = new ArrayList<>();
      for (var rule : parsed.getRules().getRuleList()) {
        if (rules.size() < RulesText.MAX_RULES) {
          add(rule, rules);
        }
      }
      return new RuleSet(Math.max(parsed.getRules().getVersion(), 0), rules);
    } catch (InvalidProtocolBufferException e) {
      return null; // the records behind it count nevertheless
    }
  }

  private static void add(dev.rejoin.proto.v1.Rule rule, List<Rule> to) {
    try {
      PathPattern pattern = PathPattern.parse(rule.getPattern());
      RuleKind kind = RuleKind.ofNumber(rule.getKind());
      to.add(new Rule(rule.getName(), pattern, kind, rule.getArgument(), rule.getOrderList()));
    } catch (IllegalArgumentException e) {
      // A pattern that cannot be read names no place, here as everywhere.
    }
  }
}
