package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rejoin.crdt.RefusedEditException.Reason;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad edits of a list. */
final class ListBadInputTest {
  private static final ContainerId LIST = new ContainerId.Root("list", Kind.LIST);
  private final Author ana = new Author(1);

  @BeforeEach
  void begin() {
    ana.edit(tx -> tx.list("list").add("a").add("b").insertMap(2).put("k", 1));
  }

  @Test
  void indices_of_no_element_are_refused() {
    for (int index : new int[] {-1, 3, 4, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      Reason reason = Reason.INDEX_OUT_OF_RANGE;
      Refused.check(ana, reason, tx -> tx.list("list").set(index, "x"));
      Refused.check(ana, reason, tx -> tx.list("list").move(index, 0));
      Refused.check(ana, reason, tx -> tx.list("list").move(0, index));
      Refused.check(ana, reason, tx -> tx.list("list").get(index));
      Refused.check(ana, reason, tx -> tx.list("list").element(index));
      Refused.check(ana, reason, tx -> tx.list("list").candidates(index));
      Refused.check(ana, reason, tx -> tx.list("list").map(index));
      Refused.check(ana, reason, tx -> tx.list("list").delete(index, index + 1));
    }
    for (int index : new int[] {-1, 4, Integer.MAX_VALUE}) {
      Reason reason = Reason.INDEX_OUT_OF_RANGE;
      Refused.check(ana, reason, tx -> tx.list("list").insert(index, "x"));
      Refused.check(ana, reason, tx -> tx.list("list").insertText(index));
      Refused.check(ana, reason, tx -> tx.list("list").insertAll(index, List.of()));
      Refused.check(ana, reason, tx -> tx.list("list").delete(0, index));
    }
    Refused.check(ana, Reason.INDEX_OUT_OF_RANGE, tx -> tx.list("list").delete(2, 1));
    Refused.check(ana, Reason.INDEX_OUT_OF_RANGE, tx -> tx.list("none").set(0, "x"));
  }

  @Test
  void an_element_of_another_kind_is_refused() {
    Refused.check(ana, Reason.OTHER_KIND, tx -> tx.list("list").map(0));
    Refused.check(ana, Reason.OTHER_KIND, tx -> tx.list("list").text(2));
    Refused.check(ana, Reason.OTHER_KIND, tx -> tx.list("list").list(1).add("x"));
  }

  @Test
  void values_that_do_not_fit_are_refused() {
    Value nested = new Value.Nested(Kind.MAP, List.of());
    Refused.check(ana, Reason.NOT_A_VALUE, tx -> tx.list("list").add(nested));
    Refused.check(ana, Reason.NOT_A_VALUE, tx -> tx.list("list").set(0, nested));
    Refused.check(
        ana, Reason.NOT_A_VALUE, tx -> tx.list("list").addAll(List.of(Value.of(1), nested)));
    Refused.checkValue(
        Reason.VALUE_TOO_LARGE, () -> Value.of("x".repeat(Limits.MAX_VALUE_BYTES + 1)));
    Refused.checkValue(Reason.LONE_SURROGATE, () -> Value.of("\uD83D"));
  }

  @Test
  void too_many_elements_are_refused_at_once_and_one_by_one() {
    List<Value> half = Collections.nCopies(Limits.MAX_LIST_SIZE / 2, Value.of(true));
    ana.edit(tx -> tx.list("list").addAll(half));
    Refused.check(ana, Reason.LIST_TOO_LARGE, tx -> tx.list("list").addAll(half));
    Refused.checkLast(
        ana,
        Reason.LIST_TOO_LARGE,
        tx -> tx.list("list").addAll(half.subList(3, half.size())).add(true));
    Refused.checkLast(
        ana,
        Reason.TRANSACTION_TOO_LARGE,
        tx -> Refused.fill(value -> tx.list("list").add(Value.of(value))));
  }

  @Test
  void a_list_in_the_deepest_map_is_refused_and_so_is_a_container_in_the_deepest_list() {
    Refused.checkLast(ana, Reason.NESTING_TOO_DEEP, tx -> Refused.deepest(tx).list("l"));
    Refused.checkLast(
        ana,
        Reason.NESTING_TOO_DEEP,
        tx -> {
          ListEdit list = tx.list("deep");
          for (int depth = 0; depth < Limits.MAX_NESTING; depth++) {
            list = list.insertList(0);
          }
        });
  }

  @Test
  void deletes_that_are_not_there_are_not_revived() {
    byte[] before = ana.state.save();
    Transaction tx = ana.state.begin(ana.id, ana.next(), false);
    OpId element = new OpId(ana.id, 1);
    assertThrows(IllegalArgumentException.class, () -> tx.list("list").revive(element));
    assertThrows(IllegalArgumentException.class, () -> tx.list("none").revive(element));
    tx.rollback();
    assertArrayEquals(before, ana.state.save());
  }

  @Test
  void what_others_send_must_name_elements_of_the_list() {
    OpId none = new OpId(ana.id, 99);
    OpId put = new OpId(ana.id, 4);
    for (OpId id : List.of(none, put)) {
      Refused.checkForged(ana, "", new Op.ListMove(LIST, id, null, Side.RIGHT));
      Refused.checkForged(ana, "", new Op.ListSet(LIST, id, Value.of(1), List.of()));
      Refused.checkForged(ana, "", new Op.ListInsert(LIST, id, Side.RIGHT, List.of(Value.of(1))));
    }
    Refused.checkForged(ana, "fit", new Op.Insert(LIST, null, Side.RIGHT, "x"));
  }
}
