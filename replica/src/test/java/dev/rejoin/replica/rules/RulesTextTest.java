package dev.rejoin.replica.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.proto.v1.ControlRecord;
import dev.rejoin.proto.v1.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules as text and as a record, and what they pick. */
final class RulesTextTest {
  private static final String ALL =
      """
      # a comment
      approval  contracts-*:meta.status   order Ana "Ben B." 3e266a0
      bids      *:bids.*                  highest   # and another
      "low one" "a b:x"                   lowest
      reading   meters:*.kwh              newest at

      title     *:meta.title              ask
      fair      *:**                      custom fair
      last      minutes:v1\\.2            last-writer
      """;

  @Test
  void what_is_written_is_read_again() {
    List<Rule> rules = RulesText.parse(ALL);
    assertEquals(7, rules.size());
    assertEquals(List.of("Ana", "Ben B.", "3e266a0"), rules.get(0).order());
    assertEquals(rules, RulesText.parse(RulesText.write(rules)));
    RuleSet set = new RuleSet(4, RulesText.parse(RulesText.write(rules)));
    assertEquals(set, RuleSet.parse(set.record()));
    assertEquals(List.of(), RulesText.parse("\n# nothing\n"));
  }

  @Test
  void what_is_wrong_is_said_with_its_line() {
    wrong("a *:x\n", "line 1: a rule is NAME DOCUMENT:PATH KIND");
    wrong("\na *:x biggest", "line 2: there is no kind of rule 'biggest'");
    wrong("a x highest", "not DOCUMENT:PATH");
    wrong("a :x highest", "not DOCUMENT:PATH");
    wrong("a *: highest", "not DOCUMENT:PATH");
    wrong("a *:x..y highest", "empty step");
    wrong("a *:**.y highest", "'**' before its end");
    wrong("a *:x*.y highest", "stands for a whole step");
    wrong("a *:x newest", "needs one field");
    wrong("a *:x newest at by", "needs one field");
    wrong("a *:x custom", "name of one function");
    wrong("a *:x order", "needs authors");
    wrong("a *:x ask Ana", "takes nothing more");
    wrong("a *:x ask\na *:y ask", "line 2: there are two rules called 'a'");
    wrong("a \"*:x ask", "not closed");
    wrong("x".repeat(65) + " *:x ask", "too long");
    wrong("a *:" + "x".repeat(600) + " ask", "at most 512");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i <= RulesText.MAX_RULES; i++) {
      many.append("r").append(i).append(" *:x ask\n");
    }
    wrong(many.toString(), "at most 100 rules");
  }

  private static void wrong(String text, String says) {
    RejoinException refused = assertThrows(RejoinException.class, () -> RulesText.parse(text));
    assertEquals(ErrorCode.BAD_RULES, refused.code());
    assertTrue(String.valueOf(refused.getMessage()).contains(says), refused.getMessage());
  }

  @Test
  void patterns_match_whole_steps() {
    PathPattern pattern = PathPattern.parse("con*tracts-*:meta.*.status");
    assertTrue(pattern.matches("contracts-7", List.of("meta", "a", "status")));
    assertTrue(pattern.matches("con-x-tracts-", List.of("meta", "[1:2]", "status")));
    assertFalse(pattern.matches("contracts", List.of("meta", "a", "status")));
    assertFalse(pattern.matches("contracts-7", List.of("meta", "status")));
    assertFalse(pattern.matches("contracts-7", List.of("meta", "a", "b", "status")));
    assertFalse(pattern.matches("contracts-7", List.of("meta", "a", "status", "x")));
    PathPattern rest = PathPattern.parse("*:meta.**");
    assertTrue(rest.matches("any", List.of("meta", "a")));
    assertTrue(rest.matches("any", List.of("meta", "a", "b")));
    assertTrue(PathPattern.parse("*:\\*").matches("any", List.of("*")));
    assertFalse(PathPattern.parse("*:\\*").matches("any", List.of("x")));
    assertFalse(PathPattern.parse("ab*b:x").isNamed("ab"));
  }

  @Test
  void records_of_other_kinds_and_of_newer_versions_do_no_harm() {
    assertNull(RuleSet.parse(new byte[0]));
    assertNull(RuleSet.parse(new byte[] {1, 2, 3}));
    Rules.Builder rules = Rules.newBuilder().setVersion(-1);
    rules.addRule(rule("no pattern", 2)).addRule(rule("*:x", 77));
    for (int i = 0; i < 500; i++) {
      rules.addRule(rule("*:y" + i, 2));
    }
    RuleSet read = RuleSet.parse(ControlRecord.newBuilder().setRules(rules).build().toByteArray());
    assertEquals(0, read.version());
    assertEquals(RulesText.MAX_RULES, read.rules().size());
    Decision newer = new Decider(read, new RuleFunctions()).decide("d", List.of("x"), values(1, 2));
    assertEquals(Decision.Outcome.NOT_KNOWN, newer.outcome());
  }

  private static dev.rejoin.proto.v1.Rule rule(String pattern, int kind) {
    return dev.rejoin.proto.v1.Rule.newBuilder().setPattern(pattern).setKind(kind).build();
  }

  @Test
  void numbers_are_compared_by_size_and_containers_not_at_all() {
    assertEquals(1, picks("highest", List.of(Value.of(9), Value.of(10.5), Value.of(10))));
    assertEquals(0, picks("lowest", List.of(Value.of(9), Value.of(10.5), Value.of(10))));
    long large = (1L << 53) + 1;
    assertEquals(1, picks("highest", List.of(Value.of(large - 1), Value.of(large))));
    assertEquals(1, picks("highest", List.of(Value.of("a"), Value.of("b"))));
    Value map = new Value.Nested(dev.rejoin.crdt.Kind.MAP, List.of());
    assertEquals(1, picks("lowest", List.of(map, Value.of(3))));
    Decision none = decide("highest", List.of(map, map));
    assertEquals(Decision.Outcome.UNDECIDED, none.outcome());
  }

  @Test
  void the_order_names_authors_or_devices_and_the_first_wins() {
    Decider decider = decider("a *:x order 00000000ff Ben");
    RuleCandidate ana = candidate(Value.of(1), "Ana", "00000000ff00");
    RuleCandidate ben = candidate(Value.of(2), "Ben", "11");
    assertEquals(1, decider.decide("d", List.of("x"), List.of(ben, ana)).index());
    RuleCandidate cyn = candidate(Value.of(3), "Cyn", "22");
    Decision told = decider.decide("d", List.of("x"), List.of(cyn, ben));
    assertEquals(1, told.index());
    assertEquals("Ben", told.detail());
    Decision none = decider.decide("d", List.of("x"), List.of(cyn, cyn));
    assertEquals(Decision.Outcome.UNDECIDED, none.outcome());
    assertEquals(0, none.index());
  }

  @Test
  void the_first_rule_that_matches_decides() {
    Decider decider = decider("a *:x ask\nb *:** highest");
    assertEquals("a", decider.decide("d", List.of("x"), values(1, 2)).rule().name());
    Decision rest = decider.decide("d", List.of("y"), values(1, 2));
    assertEquals("b", rest.rule().name());
    assertEquals(1, rest.index());
    assertEquals(3, rest.version());
  }

  private static Decider decider(String text) {
    return new Decider(new RuleSet(3, RulesText.parse(text)), new RuleFunctions());
  }

  private static int picks(String kind, List<Value> values) {
    return decide(kind, values).index();
  }

  private static Decision decide(String kind, List<Value> values) {
    List<RuleCandidate> candidates = new ArrayList<>();
    values.forEach(value -> candidates.add(candidate(value, "", "")));
    return decider("a *:x " + kind).decide("d", List.of("x"), candidates);
  }

  private static List<RuleCandidate> values(long... numbers) {
    List<RuleCandidate> candidates = new ArrayList<>();
    for (long number : numbers) {
      candidates.add(candidate(Value.of(number), "", ""));
    }
    return candidates;
  }

  private static RuleCandidate candidate(Value value, String author, String device) {
    OpId put = new OpId(new ReplicaId(0, 1), 1);
    return new RuleCandidate(put, value, author, device, 1, field -> Optional.empty());
  }
}
