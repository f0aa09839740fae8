package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rejoin.crdt.RefusedEditException.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad edits of a text. */
final class TextBadInputTest {
  private final Author ana = new Author(1);

  @BeforeEach
  void begin() {
    ana.edit(tx -> tx.text("body").append("ab\uD83D\uDE00c"));
  }

  @Test
  void positions_outside_of_the_text_are_refused() {
    for (int position : new int[] {-1, 6, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      Refused.check(ana, Reason.POSITION_OUT_OF_RANGE, tx -> tx.text("body").insert(position, "x"));
      Refused.check(ana, Reason.POSITION_OUT_OF_RANGE, tx -> tx.text("body").delete(0, position));
      Refused.check(
          ana, Reason.POSITION_OUT_OF_RANGE, tx -> tx.text("body").anchor(position, Bias.AFTER));
    }
    Refused.check(ana, Reason.POSITION_OUT_OF_RANGE, tx -> tx.text("none").insert(1, "x"));
    Refused.check(ana, Reason.POSITION_OUT_OF_RANGE, tx -> tx.text("body").delete(2, 1));
  }

  @Test
  void half_of_a_pair_is_neither_typed_nor_left() {
    Refused.check(ana, Reason.SPLIT_SURROGATE_PAIR, tx -> tx.text("body").insert(3, "x"));
    Refused.check(ana, Reason.SPLIT_SURROGATE_PAIR, tx -> tx.text("body").delete(3, 4));
    Refused.check(ana, Reason.SPLIT_SURROGATE_PAIR, tx -> tx.text("body").delete(0, 3));
    Refused.check(ana, Reason.LONE_SURROGATE, tx -> tx.text("body").append("\uD83D"));
    Refused.check(ana, Reason.LONE_SURROGATE, tx -> tx.text("body").append("\uDE00 x"));
  }

  @Test
  void a_text_too_large_for_a_transaction_is_refused() {
    String most = "x".repeat(Limits.MAX_TRANSACTION_BYTES);
    Refused.check(ana, Reason.TRANSACTION_TOO_LARGE, tx -> tx.text("body").append(most));
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> {
          tx.text("body").append(most.substring(most.length() / 2));
          tx.text("body").append(most.substring(most.length() / 2));
        });
  }

  @Test
  void more_ops_than_a_transaction_takes_are_refused() {
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> {
          for (int i = 0; i < Limits.MAX_TRANSACTION_BYTES; i++) {
            tx.text("body").insert(0, "x");
          }
        });
  }

  @Test
  void a_text_in_the_deepest_map_is_refused() {
    Refused.checkLast(ana, Reason.NESTING_TOO_DEEP, tx -> Refused.deepest(tx).text("t"));
  }

  @Test
  void deletes_that_are_not_there_are_not_revived() {
    ana.edit(tx -> tx.text("other").append("x").delete(0, 1));
    OpId ofOther = new OpId(ana.id, ana.next() - 1);
    byte[] before = ana.state.save();
    Transaction tx = ana.state.begin(ana.id, ana.next(), false);
    assertThrows(IllegalArgumentException.class, () -> tx.text("body").revive(ofOther));
    OpId atom = new OpId(ana.id, 1);
    assertThrows(IllegalArgumentException.class, () -> tx.text("body").revive(atom));
    tx.rollback();
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, ana.state.save());
  }

  @Test
  void what_others_send_must_name_atoms_of_the_text() {
    ContainerId body = new ContainerId.Root("body", Kind.TEXT);
    OpId none = new OpId(ana.id, 99);
    Refused.checkForged(ana, "no atom", new Op.Insert(body, none, Side.LEFT, "x"));
    Refused.checkForged(ana, "not all of it", new Op.DeleteRun(body, none, 1, 1));
    Refused.checkForged(ana, "no delete", new Op.Revive(body, new OpId(ana.id, 1)));
  }
}
