package dev.rejoin.replica;

import dev.rejoin.crdt.Value;
import dev.rejoin.replica.rules.Decision;
import dev.rejoin.replica.rules.Message;
import dev.rejoin.replica.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Turns conflicts and decisions into messages. */
final class Explanation {
  private Explanation() {}

  static List<Message> of(Conflict conflict) {
    List<Message> told = new ArrayList<>();
    told.add(new Message.Apart(conflict.document().name(), conflict.path(), conflict.count()));
    conflict.candidates().forEach(candidate -> told.add(wrote(candidate)));
    int more = conflict.count() - conflict.candidates().size();
    if (more > 0) {
      told.add(new Message.MoreKept(more));
    }
    told.add(decided(conflict));
    told.add(
        conflict.isSettled()
            ? new Message.NothingToDo(conflict.id())
            : new Message.Choose(conflict.id()));
    return List.copyOf(told);
  }

  private static Message wrote(ConflictCandidate of) {
    Duration apart = of.apart();
    if (apart == null) {
      return new Message.WroteAlone(of.number(), of.who(), of.value(), of.deviceName(), of.made());
    }
    return apart.toMinutes() < 1
        ? new Message.Wrote(of.number(), of.who(), of.value(), of.deviceName(), of.made())
        : new Message.WroteApart(
            of.number(), of.who(), of.value(), of.deviceName(), of.made(), apart);
  }

  private static Message decided(Conflict conflict) {
    Decision decision = conflict.decision();
    String who = conflict.shown().who();
    Value value = conflict.shown().value();
    Rule rule = decision.rule();
    if (rule == null) {
      boolean tie = conflict.candidates().get(1).lamport() == conflict.shown().lamport();
      return tie ? new Message.ByTie(who, value) : new Message.ByDefault(who, value);
    }
    String name = rule.name();
    int version = decision.version();
    return switch (decision.outcome()) {
      case DEFAULT, RULE -> byRule(decision, rule, who, value);
      case ASK -> new Message.ForPeople(who, value, name, version);
      case UNDECIDED ->
          decision.detail().isEmpty()
              ? new Message.NotTold(who, value, name, version)
              : new Message.NoField(who, value, name, version, decision.detail());
      case NOT_KNOWN ->
          decision.detail().isEmpty()
              ? new Message.NewerRule(who, value, name, version)
              : new Message.NoFunction(who, value, name, version, decision.detail());
      case FAILED -> new Message.FunctionFailed(who, value, name, version, decision.detail());
    };
  }

  private static Message byRule(Decision decision, Rule rule, String who, Value value) {
    String name = rule.name();
    int version = decision.version();
    return switch (rule.kind()) {
      case HIGHEST -> new Message.ByHighest(who, value, name, version);
      case LOWEST -> new Message.ByLowest(who, value, name, version);
      case NEWEST ->
          new Message.ByNewest(who, value, name, version, rule.argument(), decision.detail());
      case ORDER -> new Message.ByOrder(who, value, name, version, decision.detail());
      case CUSTOM -> new Message.ByFunction(who, value, name, version, rule.argument());
      case LAST_WRITER, ASK, UNKNOWN -> new Message.ByLastWriter(who, value, name, version);
    };
  }
}
