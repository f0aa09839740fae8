package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad edits of a map. */
final class MapBadInputTest {
  private static final ContainerId MAP = new ContainerId.Root("map", Kind.MAP);
  private final Author ana = new Author(1);

  @BeforeEach
  void begin() {
    ana.edit(tx -> tx.map("map").put("k", 1));
  }

  @Test
  void keys_that_do_not_fit_are_refused() {
    for (String key : Refused.badKeys()) {
      Refused.check(ana, Reason.KEY_INVALID, tx -> tx.map("map").put(key, 1));
      Refused.check(ana, Reason.KEY_INVALID, tx -> tx.map("map").text(key));
      Refused.check(ana, Reason.KEY_INVALID, tx -> tx.map("map").list(key));
    }
    Refused.check(ana, Reason.LONE_SURROGATE, tx -> tx.map("map").put("\uD83D", 1));
  }

  @Test
  void names_of_containers_that_do_not_fit_are_refused() {
    for (String name : Refused.badKeys()) {
      Refused.check(ana, Reason.KEY_INVALID, tx -> tx.map(name).put("k", 1));
      Refused.check(ana, Reason.KEY_INVALID, tx -> tx.tree(name).create(null));
    }
  }

  @Test
  void values_that_do_not_fit_are_refused() {
    Value nested = new Value.Nested(Kind.LIST, List.of());
    Refused.check(ana, Reason.NOT_A_VALUE, tx -> tx.map("map").put("k", nested));
    int most = Limits.MAX_VALUE_BYTES;
    Refused.check(ana, Reason.VALUE_TOO_LARGE, tx -> tx.map("map").put("k", "x".repeat(most + 1)));
    Refused.check(
        ana, Reason.VALUE_TOO_LARGE, tx -> tx.map("map").put("k", "ä".repeat(most / 2 + 1)));
    Refused.checkValue(Reason.VALUE_TOO_LARGE, () -> Value.of(new byte[most + 1]));
    Refused.check(ana, Reason.LONE_SURROGATE, tx -> tx.map("map").put("k", "\uDE00"));
  }

  @Test
  void maps_that_nest_too_deep_are_refused() {
    Refused.checkLast(ana, Reason.NESTING_TOO_DEEP, tx -> Refused.deepest(tx).map("m"));
    Refused.checkLast(ana, Reason.NESTING_TOO_DEEP, tx -> Refused.deepest(tx).counter("c"));
  }

  @Test
  void a_transaction_that_grows_too_large_is_refused() {
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> Refused.fill(value -> tx.map("map").put("k", Value.of(value))));
  }

  @Test
  void what_others_send_must_fit_a_map() {
    OpId unseen = new OpId(ana.id, 99);
    Refused.checkForged(ana, "does not fit", new Op.Put(MAP, "", Value.of(1), List.of()));
    Refused.checkForged(ana, "cannot have seen", new Op.Remove(MAP, "k", List.of(unseen)));
    Refused.checkForged(ana, "does not fit", new Op.Increment(MAP, 1));
  }
}
