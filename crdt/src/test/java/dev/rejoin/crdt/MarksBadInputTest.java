package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad edits of the marks of a text. */
final class MarksBadInputTest {
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);
  private static final Value ON = Value.of(true);
  private final Author ana = new Author(1);

  @BeforeEach
  void begin() {
    ana.edit(tx -> tx.text("body").append("ab\uD83D\uDE00c"));
    ana.edit(tx -> tx.text("body").mark(0, 2, "bold", ON, Expand.AFTER));
  }

  private void refused(Reason reason, int from, int to, String key) {
    for (Expand expand : Expand.values()) {
      Refused.check(ana, reason, tx -> tx.text("body").mark(from, to, key, ON, expand));
      Refused.check(ana, reason, tx -> tx.text("body").unmark(from, to, key, expand));
      Refused.check(ana, reason, tx -> tx.text("body").markOverlapping(from, to, key, ON, expand));
    }
  }

  @Test
  void marks_outside_of_the_text_are_refused() {
    refused(Reason.POSITION_OUT_OF_RANGE, -1, 2, "bold");
    refused(Reason.POSITION_OUT_OF_RANGE, 0, 6, "bold");
    refused(Reason.POSITION_OUT_OF_RANGE, 6, 7, "bold");
    Refused.check(
        ana,
        Reason.POSITION_OUT_OF_RANGE,
        tx -> tx.text("none").mark(0, 1, "bold", ON, Expand.NONE));
  }

  @Test
  void marks_that_end_before_they_start_or_cover_nothing_are_refused() {
    refused(Reason.POSITION_OUT_OF_RANGE, 2, 1, "bold");
    refused(Reason.POSITION_OUT_OF_RANGE, 1, 1, "bold");
    refused(Reason.POSITION_OUT_OF_RANGE, 5, 5, "bold");
    refused(Reason.POSITION_OUT_OF_RANGE, 0, 0, "bold");
  }

  @Test
  void a_mark_does_not_split_a_pair() {
    refused(Reason.SPLIT_SURROGATE_PAIR, 0, 3, "bold");
    refused(Reason.SPLIT_SURROGATE_PAIR, 3, 5, "bold");
  }

  @Test
  void keys_that_do_not_fit_are_refused() {
    Refused.badKeys().forEach(key -> refused(Reason.KEY_INVALID, 0, 1, key));
    refused(Reason.LONE_SURROGATE, 0, 1, "\uD83D");
  }

  @Test
  void values_that_do_not_fit_are_refused() {
    Value nested = new Value.Nested(Kind.MAP, List.of());
    Refused.check(
        ana, Reason.NOT_A_VALUE, tx -> tx.text("body").mark(0, 1, "k", nested, Expand.NONE));
    Refused.checkValue(
        Reason.VALUE_TOO_LARGE, () -> Value.of("x".repeat(Limits.MAX_VALUE_BYTES + 1)));
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> Refused.fill(value -> tx.text("body").mark(0, 1, "k", Value.of(value), Expand.NONE)));
  }

  @Test
  void marks_that_are_not_there_are_not_withdrawn() {
    byte[] before = ana.state.save();
    Transaction tx = ana.state.begin(ana.id, ana.next(), false);
    OpId atom = new OpId(ana.id, 1);
    OpId mark = new OpId(ana.id, 6);
    assertThrows(IllegalArgumentException.class, () -> tx.text("body").withdraw(atom));
    assertThrows(IllegalArgumentException.class, () -> tx.text("other").withdraw(mark));
    assertThrows(IllegalArgumentException.class, () -> tx.text("body").revive(mark));
    tx.text("body").withdraw(mark);
    tx.rollback();
    assertArrayEquals(before, ana.state.save());
  }

  @Test
  void what_others_send_must_name_atoms_and_marks_of_the_text() {
    Anchor nowhere = new Anchor(new OpId(ana.id, 99), Bias.AFTER);
    Refused.checkForged(ana, "no atom", new Op.Mark(BODY, "k", ON, nowhere, Anchor.END, false));
    Refused.checkForged(ana, "no atom", new Op.Mark(BODY, "k", ON, Anchor.START, nowhere, true));
    Refused.checkForged(ana, "no mark", new Op.Withdraw(BODY, new OpId(ana.id, 1)));
    Refused.checkForged(
        ana, "does not fit", new Op.Mark(BODY, "", ON, Anchor.START, Anchor.END, false));
    Refused.checkForged(
        ana,
        "a container",
        new Op.Mark(
            BODY, "k", new Value.Nested(Kind.MAP, List.of()), Anchor.START, Anchor.END, false));
  }
}
