package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad edits of a register. */
final class RegisterBadInputTest {
  private static final ContainerId REGISTER = new ContainerId.Root("register", Kind.REGISTER);
  private final Author ana = new Author(1);

  @BeforeEach
  void begin() {
    ana.edit(tx -> tx.register("register").put("a"));
  }

  @Test
  void values_that_do_not_fit_are_refused() {
    Value nested = new Value.Nested(Kind.MAP, List.of());
    Refused.check(ana, Reason.NOT_A_VALUE, tx -> tx.register("register").put(nested));
    Refused.check(
        ana,
        Reason.VALUE_TOO_LARGE,
        tx -> tx.register("register").put("x".repeat(Limits.MAX_VALUE_BYTES + 1)));
    Refused.check(ana, Reason.LONE_SURROGATE, tx -> tx.register("register").put("\uD83D"));
  }

  @Test
  void a_transaction_that_grows_too_large_is_refused() {
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> Refused.fill(value -> tx.register("register").put(Value.of(value))));
  }

  @Test
  void what_others_send_must_fit_a_register() {
    Value nested = new Value.Nested(Kind.MAP, List.of());
    Refused.checkForged(ana, "does not fit", new Op.Put(REGISTER, "k", Value.of(1), List.of()));
    Refused.checkForged(ana, "a container", new Op.Put(REGISTER, "", nested, List.of()));
  }
}
