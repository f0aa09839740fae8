package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.rules.Decision;
import dev.rejoin.replica.rules.Message;
import dev.rejoin.replica.rules.Rule;
import dev.rejoin.replica.rules.RuleSet;
import dev.rejoin.replica.rules.RulesText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of a space: set, synced, and what readers see by them. */
final class SpaceRulesTest {
  @TempDir Path dir;
  private Pair pair;

  @BeforeEach
  void open() {
    pair = Pair.in(dir);
  }

  @AfterEach
  void close() {
    pair.close();
  }

  private void bids() {
    pair.anas("bids").edit(tx -> tx.map("lot").put("price", 70));
    pair.bens("bids").edit(tx -> tx.map("other").put("price", 1));
    pair.bens("bids").edit(tx -> tx.map("lot").put("price", 50));
    pair.meet();
  }

  private static Optional<Value> price(Document bids) {
    return bids.map("lot").get("price");
  }

  @Test
  void rules_are_synced_and_pick_what_readers_see() {
    bids();
    assertEquals(Optional.of(Value.of(50)), price(pair.anas("bids")));
    String digest = pair.bens("bids").digest();
    assertEquals(1, pair.anas().rules().set(RulesText.parse("top *:lot.price highest")).version());
    assertEquals(Optional.of(Value.of(70)), price(pair.anas("bids")));
    assertEquals(Optional.of(Value.of(50)), price(pair.bens("bids")), "not yet there");
    pair.meet();
    assertEquals(Optional.of(Value.of(70)), price(pair.bens("bids")));
    assertEquals(Value.of(70), pair.bens("bids").map("lot").entries().get("price"));
    assertEquals(Value.of(70), pair.bens("bids").map("lot").candidates("price").get(0).value());
    assertEquals(digest, pair.bens("bids").digest(), "a rule changes no state");
    Conflict conflict = pair.bens("bids").conflicts().all().get(0);
    assertTrue(conflict.isSettled());
    assertEquals(List.of(), pair.bens("bids").conflicts().open());
    assertEquals(new Message.ByHighest("Ana", Value.of(70), "top", 1), conflict.messages().get(3));
    conflict.dismiss();
    pair.meet();
    assertEquals(Optional.of(Value.of(70)), price(pair.anas("bids")));
    assertEquals(List.of(), pair.anas("bids").conflicts().all());
  }

  @Test
  void of_rules_set_apart_the_same_count_everywhere_and_all_stay_in_the_history() {
    bids();
    pair.anas().rules().set(RulesText.parse("low *:lot.price lowest"));
    pair.bens().rules().set(RulesText.parse("high *:lot.price highest"));
    pair.meet();
    RuleSet current = pair.anas().rules().current();
    assertEquals(current, pair.bens().rules().current());
    assertEquals(2, pair.bens().rules().history().size());
    assertEquals(pair.anas().rules().history(), pair.bens().rules().history());
    assertEquals(price(pair.anas("bids")), price(pair.bens("bids")));
    pair.bens().rules().set(List.of());
    pair.meet();
    assertEquals(new RuleSet(2, List.of()), pair.anas().rules().current());
    assertEquals(Optional.of(Value.of(50)), price(pair.anas("bids")));
  }

  @Test
  void a_record_that_cannot_be_read_hides_none_of_those_behind_it() {
    Space bens = pair.bens();
    bens.control().append(bens.store(), new byte[] {1, 2, 3}, 0);
    bens.control().append(bens.store(), new byte[0], 0);
    bens.rules().set(RulesText.parse("top *:lot.price highest"));
    bids();
    assertEquals(1, pair.anas().rules().history().size());
    assertEquals(Optional.of(Value.of(70)), price(pair.anas("bids")));
  }

  @Test
  void rules_are_there_after_a_restart() {
    pair.anas().rules().set(RulesText.parse("ask *:** ask"));
    pair.ana.close();
    try (Replica again = Replica.open(dir.resolve("ana"))) {
      RuleSet rules = again.existingSpace("team").rules().current();
      assertEquals("ask  *:**  ask\n", RulesText.write(rules.rules()));
    }
  }

  @Test
  void a_measurement_goes_by_the_field_that_its_own_change_wrote() {
    pair.anas("meters").edit(tx -> tx.map("4711").put("kwh", 8123).put("at", 20));
    pair.bens("meters").edit(tx -> tx.map("x").put("y", 1));
    pair.bens("meters").edit(tx -> tx.map("4711").put("kwh", 8100).put("at", 10));
    pair.meet();
    pair.anas().rules().set(RulesText.parse("reading meters:*.kwh newest at"));
    pair.meet();
    assertEquals(Optional.of(Value.of(8123)), pair.bens("meters").map("4711").get("kwh"));
    Conflict kwh = of(pair.bens("meters"), "4711.kwh");
    assertEquals(
        new Message.ByNewest("Ana", Value.of(8123), "reading", 1, "at", "20"),
        kwh.messages().get(3));
  }

  @Test
  void what_a_rule_shows_leads_to_what_lies_in_it() {
    pair.anas("minutes").edit(tx -> tx.map("meta").map("room").put("name", "A1"));
    pair.bens("minutes").edit(tx -> tx.map("x").put("y", 1));
    pair.bens("minutes").edit(tx -> tx.map("meta").put("room", "none"));
    pair.anas("minutes").edit(tx -> tx.list("items").add("one"));
    pair.meet();
    pair.anas("minutes").edit(tx -> tx.list("items").set(0, "Ana's"));
    pair.bens("minutes").edit(tx -> tx.list("items").set(0, "Ben's"));
    pair.anas("minutes").edit(tx -> tx.register("state").put("Ana's"));
    pair.bens("minutes").edit(tx -> tx.register("state").put("Ben's"));
    pair.meet();
    for (String who : List.of("Ana", "Ben")) {
      pair.anas().rules().set(RulesText.parse("boss minutes:** order " + who));
      Document minutes = pair.anas("minutes");
      boolean ana = who.equals("Ana");
      assertEquals(Optional.of(Value.of(who + "'s")), minutes.register("state").value());
      assertEquals(Value.of(who + "'s"), minutes.list("items").get(0));
      assertEquals(Value.of(who + "'s"), minutes.list("items").items().get(0).value());
      assertEquals(
          ana ? Optional.of(Value.of("A1")) : Optional.empty(),
          minutes.map("meta").map("room").get("name"));
    }
  }

  @Test
  void functions_of_the_application_decide_and_their_failures_are_told() {
    bids();
    List<Rule> rules = RulesText.parse("fair *:lot.price custom fair");
    pair.anas().rules().set(rules);
    Decision unknown = of(pair.anas("bids"), "lot.price").decision();
    assertEquals(Decision.Outcome.NOT_KNOWN, unknown.outcome());
    assertEquals(Optional.of(Value.of(50)), price(pair.anas("bids")), "by the default rule");
    pair.ana.ruleFunctions().register("fair", candidates -> candidates.size() - 1);
    assertEquals(Optional.of(Value.of(70)), price(pair.anas("bids")));
    pair.ana
        .ruleFunctions()
        .register(
            "fair",
            candidates -> {
              throw new IllegalStateException("no idea");
            });
    Conflict failed = of(pair.anas("bids"), "lot.price");
    assertEquals(Decision.Outcome.FAILED, failed.decision().outcome());
    assertTrue(failed.messages().get(3).toString().contains("no idea"));
    assertEquals(Optional.of(Value.of(50)), price(pair.anas("bids")));
    pair.ana.ruleFunctions().register("fair", candidates -> 7);
    assertEquals(Decision.Outcome.FAILED, of(pair.anas("bids"), "lot.price").decision().outcome());
  }

  @Test
  void a_dry_run_tells_what_would_be_shown_otherwise_and_sets_nothing() {
    bids();
    List<SpaceRules.Preview> changed =
        pair.anas().rules().preview(RulesText.parse("top *:lot.price highest"));
    assertEquals(1, changed.size());
    assertEquals(Value.of(50), changed.get(0).now().shown().value());
    assertEquals(Value.of(70), changed.get(0).then().shown().value());
    assertEquals(RuleSet.NONE, pair.anas().rules().current());
    assertEquals(List.of(), pair.anas().rules().preview(RulesText.parse("low *:lot.price lowest")));
  }

  @Test
  void too_many_rules_are_refused_and_nothing_is_set() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 90; i++) {
      many.append("r").append(i).append(" *:").append("x".repeat(400)).append(" ask\n");
    }
    List<Rule> rules = RulesText.parse(many.toString());
    long head = pair.anas().controlJournal().head();
    RejoinException refused =
        assertThrows(RejoinException.class, () -> pair.anas().rules().set(rules));
    assertEquals(ErrorCode.BAD_RULES, refused.code());
    assertEquals(RuleSet.NONE, pair.anas().rules().current());
    assertEquals(head, pair.anas().controlJournal().head());
  }

  private static Conflict of(Document document, String path) {
    return document.conflicts().all().stream()
        .filter(conflict -> conflict.path().equals(path))
        .findFirst()
        .orElseThrow();
  }
}
