package dev.rejoin.replica.rules;

import dev.rejoin.crdt.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rules of a space to candidates. A pure function of rules, candidates and registered
 * functions; safe for any thread.
 */
public record Decider(RuleSet rules, RuleFunctions functions) {
  /**
   * Which candidate is shown at a place.
   *
   * @param path a container and keys
   * @param candidates at least one, in the order of the default rule
   */
  public Decision decide(String document, List<String> path, List<RuleCandidate> candidates) {
    Rule rule = candidates.size() < 2 ? null : rules.find(document, path);
    if (rule == null) {
      return new Decision(0, Decision.Outcome.DEFAULT, null, rules.version(), "");
    }
    return switch (rule.kind()) {
      case LAST_WRITER -> of(0, Decision.Outcome.RULE, rule, "");
      case HIGHEST -> extreme(rule, candidates, 1);
      case LOWEST -> extreme(rule, candidates, -1);
      case NEWEST -> newest(rule, candidates);
      case ORDER -> order(rule, candidates);
      case ASK -> of(0, Decision.Outcome.ASK, rule, "");
      case CUSTOM -> custom(rule, candidates);
      case UNKNOWN -> of(0, Decision.Outcome.NOT_KNOWN, rule, "");
    };
  }

  private Decision of(int index, Decision.Outcome outcome, Rule rule, String detail) {
    return new Decision(index, outcome, rule, rules.version(), detail);
  }

  private Decision extreme(Rule rule, List<RuleCandidate> candidates, int sign) {
    int best = -1;
    for (int i = 0; i < candidates.size(); i++) {
      Value value = candidates.get(i).value();
      if (value instanceof Value.Nested) {
        continue; // a container is neither high nor low
      }
      if (best < 0 || sign * compare(value, candidates.get(best).value()) > 0) {
        best = i;
      }
    }
    return best < 0
        ? of(0, Decision.Outcome.UNDECIDED, rule, "")
        : of(best, Decision.Outcome.RULE, rule, "");
  }

  /** Numbers by their size whatever their type, before everything else by the order of values. */
  private static int compare(Value one, Value other) {
    boolean numbers = isNumber(one) && isNumber(other);
    if (!numbers) {
      return one.compareTo(other);
    }
    if (one instanceof Value.Int a && other instanceof Value.Int b) {
      return Long.compare(a.number64(), b.number64());
    }
    int order = Double.compare(number(one), number(other));
    return order != 0 ? order : one.compareTo(other);
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Int || value instanceof Value.Real;
  }

  private static double number(Value value) {
    return value instanceof Value.Int whole ? whole.number64() : ((Value.Real) value).number64();
  }

  private Decision newest(Rule rule, List<RuleCandidate> candidates) {
    int best = -1;
    Value newest = null;
    for (int i = 0; i < candidates.size(); i++) {
      Optional<Value> at = candidates.get(i).field().apply(rule.argument());
      if (at.isPresent() && (newest == null || compare(at.get(), newest) > 0)) {
        best = i;
        newest = at.get();
      }
    }
    return newest == null
        ? of(0, Decision.Outcome.UNDECIDED, rule, rule.argument())
        : of(best, Decision.Outcome.RULE, rule, newest.toString());
  }

  private Decision order(Rule rule, List<RuleCandidate> candidates) {
    for (String who : rule.order()) {
      for (int i = 0; i < candidates.size(); i++) {
        RuleCandidate candidate = candidates.get(i);
        if (who.equals(candidate.author())
            || who.length() >= 7 && candidate.device().startsWith(who.toLowerCase(Locale.ROOT))) {
          return of(i, Decision.Outcome.RULE, rule, who);
        }
      }
    }
    return of(0, Decision.Outcome.UNDECIDED, rule, "");
  }

  private Decision custom(Rule rule, List<RuleCandidate> candidates) {
    RuleFunction function = functions.find(rule.argument());
    if (function == null) {
      return of(0, Decision.Outcome.NOT_KNOWN, rule, rule.argument());
    }
    @Nullable String problem;
    try {
      int picked = function.pick(candidates);
      if (picked >= 0 && picked < candidates.size()) {
        return of(picked, Decision.Outcome.RULE, rule, rule.argument());
      }
      problem = "it picked number " + picked + " of " + candidates.size();
    } catch (RuntimeException e) {
      problem = e.toString();
    }
    return of(0, Decision.Outcome.FAILED, rule, problem);
  }
}
