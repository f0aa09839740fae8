package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad edits of a set. */
final class SetBadInputTest {
  private static final ContainerId SET = new ContainerId.Root("set", Kind.SET);
  private final Author ana = new Author(1);

  @BeforeEach
  void begin() {
    ana.edit(tx -> tx.set("set").add("a"));
  }

  @Test
  void elements_that_do_not_fit_are_refused() {
    Value nested = new Value.Nested(Kind.MAP, List.of());
    Refused.check(ana, Reason.NOT_A_VALUE, tx -> tx.set("set").add(nested));
    Refused.check(
        ana,
        Reason.VALUE_TOO_LARGE,
        tx -> tx.set("set").add("x".repeat(Limits.MAX_VALUE_BYTES + 1)));
    Refused.check(ana, Reason.LONE_SURROGATE, tx -> tx.set("set").add("\uD83D"));
  }

  @Test
  void a_set_in_the_deepest_map_is_refused() {
    Refused.checkLast(ana, Reason.NESTING_TOO_DEEP, tx -> Refused.deepest(tx).set("s"));
  }

  @Test
  void a_transaction_that_grows_too_large_is_refused() {
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> Refused.fill(value -> tx.set("set").add(Value.of(value))));
  }

  @Test
  void what_others_send_must_fit_a_set() {
    Value nested = new Value.Nested(Kind.MAP, List.of());
    OpId unseen = new OpId(ana.id, 99);
    Refused.checkForged(ana, "a container", new Op.Add(SET, nested, List.of()));
    Refused.checkForged(
        ana, "cannot have seen", new Op.Discard(SET, Value.of("a"), List.of(unseen)));
  }
}
