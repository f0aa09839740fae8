package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What went wrong elsewhere with maps in maps, halves of characters, and events. See
 * docs/internals/known-failures.md.
 */
final class NestedFailuresTest {
  private final Author ana = new Author(1);
  private final Author ben = new Author(2);

  private void exchange() {
    List<Received> of = List.copyOf(ana.journal);
    ana.merge(ben);
    ben.receive(of);
    assertArrayEquals(ana.state.save(), ben.state.save());
  }

  private static Optional<Value> value(Object value) {
    return Optional.of(value instanceof String s ? Value.of(s) : Value.of((Boolean) value));
  }

  /** yjs #301: of two maps made apart under one key one is gone with all that is in it. */
  @Test
  void two_maps_made_apart_under_one_key_are_one() {
    ana.edit(tx -> tx.map("map").map("a").put("title", "new"));
    ben.edit(tx -> tx.map("map").map("a").put("done", true));
    exchange();
    MapView both = ben.state.map("map").map("a");
    assertEquals(value("new"), both.get("title"));
    assertEquals(value(true), both.get("done"));
    assertEquals(1, ben.state.map("map").entries().size());
  }

  /** yjs #306, #483: what was typed apart into a text made under one key is gone for one of two. */
  @Test
  void two_texts_made_apart_under_one_key_hold_what_both_typed() {
    ana.edit(tx -> tx.map("map").text("note").append("Ana "));
    ben.edit(tx -> tx.map("map").text("note").append("Ben "));
    exchange();
    String note = ana.state.map("map").text("note").content();
    assertTrue(note.contains("Ana ") && note.contains("Ben ") && note.length() == 8, note);
    ana.edit(tx -> tx.map("map").text("note").append("more"));
    exchange();
    assertEquals(note + "more", ben.state.map("map").text("note").content());
  }

  /** ygo #110: an unrelated write between two of one key makes the key depend on the order. */
  @Test
  void writes_of_one_key_and_another_apart_give_the_same_in_every_order() {
    Author cleo = new Author(3);
    Received a = ana.edit(tx -> tx.map("map").put("x", "a1"));
    Received b = ben.edit(tx -> tx.map("map").put("y", "b2"));
    Received c = cleo.edit(tx -> tx.map("map").put("x", "c3"));
    List<List<Received>> orders =
        List.of(
            List.of(a, b, c),
            List.of(a, c, b),
            List.of(b, a, c),
            List.of(b, c, a),
            List.of(c, a, b),
            List.of(c, b, a));
    byte[] first = new byte[0];
    for (List<Received> order : orders) {
      Author reader = new Author(9);
      order.forEach(reader::receive);
      assertEquals(value("c3"), reader.state.map("map").get("x"));
      assertEquals(value("b2"), reader.state.map("map").get("y"));
      first = first.length == 0 ? reader.state.save() : first;
      assertArrayEquals(first, reader.state.save());
    }
  }

  /** yjs #443: a key that is set in the step that removes its map comes back without a value. */
  @Test
  void a_key_set_and_its_map_removed_in_one_step_come_back_as_they_were() {
    ana.edit(tx -> tx.map("map").map("foo").put("bar", "value1").put("baz", "value2"));
    Received step =
        ana.edit(
            tx -> {
              tx.map("map").map("foo").put("bar", "value3");
              tx.map("map").remove("foo");
            });
    assertEquals(Optional.empty(), ana.state.map("map").get("foo"));
    undo(step);
    assertEquals(value("value1"), ana.state.map("map").map("foo").get("bar"));
    assertEquals(value("value2"), ana.state.map("map").map("foo").get("baz"));
  }

  /** yjs #355: after undoing until a map is gone and redoing all of it, its keys are lost. */
  @Test
  void keys_of_a_map_are_there_after_undoing_and_redoing_all_of_it() {
    Received[] steps = new Received[4];
    for (int i = 0; i < steps.length; i++) {
      int at = 100 * i;
      steps[i] = ana.edit(tx -> tx.map("map").map("a").put("x", at).put("y", at));
    }
    for (int i = steps.length - 1; i >= 0; i--) {
      steps[i] = undo(steps[i]);
    }
    assertEquals(Optional.empty(), ana.state.map("map").get("a"));
    for (int i = 0; i < steps.length; i++) {
      steps[i] = undo(steps[i]);
      MapView point = ana.state.map("map").map("a");
      assertEquals(Optional.of(Value.of(100 * i)), point.get("x"));
      assertEquals(Optional.of(Value.of(100 * i)), point.get("y"));
    }
  }

  private Received undo(Received step) {
    return ana.edit(
        tx ->
            tx.takeBack(
                List.of(step.change()),
                id ->
                    ana.journal.stream()
                        .map(Received::change)
                        .filter(c -> c.from() <= id.seq() && id.seq() <= c.to())
                        .findFirst()
                        .orElseThrow()));
  }

  /** yjs #248: an emoji that is split is replaced for good by two signs for unknown. */
  @Test
  void half_of_a_pair_that_somebody_deletes_shows_as_unknown_and_comes_back_whole() {
    ana.edit(tx -> tx.text("body").append("a\uD83D\uDE00b"));
    ben.merge(ana);
    ContainerId body = new ContainerId.Root("body", Kind.TEXT);
    OpId half = new OpId(ana.id, 2);
    ben.receive(ben.forge(new Op.DeleteRun(body, half, 1, 1)));
    assertEquals("a\uFFFDb", ben.text());
    ben.skip(1);
    ben.edit(tx -> tx.text("body").revive(new OpId(ben.id, 1)));
    exchange();
    assertEquals("a\uD83D\uDE00b", ana.text());
  }

  /** loro #1019: the event of a transaction is put together edit by edit, which is quadratic. */
  @Test
  void an_event_of_many_edits_says_what_came_of_them_and_no_more() {
    ana.edit(tx -> tx.text("body").append("<>"));
    DocumentEvent event =
        ana.observe(
            tx -> {
              for (int i = 0; i < 20_000; i++) {
                tx.text("body").insert(1 + i, "x");
              }
              tx.text("body").delete(1, 19_999);
            });
    assertNotNull(event);
    ContainerEvent.TextChanged text = (ContainerEvent.TextChanged) event.containers().get(0);
    assertEquals(List.of(new Delta.Retain(1), new Delta.Insert("xx")), text.deltas());
  }

  /**
   * loro-prosemirror #77: an editor takes its own edit for that of others, and wipes its content.
   */
  @Test
  void events_tell_own_edits_from_those_of_others() {
    DocumentEvent own = ana.observe(tx -> tx.text("body").append("mine"));
    assertNotNull(own);
    assertTrue(own.local());
    DocumentEvent other = ana.receive(ben.edit(tx -> tx.text("body").append("hers"))).event();
    assertNotNull(other);
    assertFalse(other.local());
  }
}
