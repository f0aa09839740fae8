package dev.rejoin.crdt;

import dev.rejoin.crdt.RefusedEditException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad edits of a counter. */
final class CounterBadInputTest {
  private final Author ana = new Author(1);

  @BeforeEach
  void begin() {
    ana.edit(tx -> tx.counter("counter").add(1));
  }

  @Test
  void a_total_beyond_64_bits_is_refused() {
    Refused.check(ana, Reason.COUNTER_OVERFLOW, tx -> tx.counter("counter").add(Long.MAX_VALUE));
    Refused.checkLast(
        ana,
        Reason.COUNTER_OVERFLOW,
        tx -> tx.counter("counter").add(-2).add(Long.MIN_VALUE).add(-1));
  }

  @Test
  void a_counter_in_the_deepest_map_is_refused() {
    Refused.checkLast(ana, Reason.NESTING_TOO_DEEP, tx -> Refused.deepest(tx).counter("c"));
  }

  @Test
  void more_ops_than_a_transaction_takes_are_refused() {
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> {
          for (int i = 0; i < Limits.MAX_TRANSACTION_BYTES; i++) {
            tx.counter("counter").add(i % 2 == 0 ? 1 : -1);
          }
        });
  }

  @Test
  void what_others_send_must_fit_a_counter() {
    ContainerId counter = new ContainerId.Root("counter", Kind.COUNTER);
    Refused.checkForged(ana, "does not fit", new Op.Insert(counter, null, Side.RIGHT, "x"));
  }
}
