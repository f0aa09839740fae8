package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Undo: what was done is taken back, and nothing else. */
final class TakeBackTest {
  private final Author ana = new Author(1);
  private final Author ben = new Author(2);

  private static Received undo(Author author, Received... newestFirst) {
    List<Change> changes = List.of(newestFirst).stream().map(Received::change).toList();
    return author.edit(tx -> tx.takeBack(changes, id -> changeOf(author, id)));
  }

  /** The change that holds an op, from everything the author has seen. */
  private static @Nullable Change changeOf(Author author, OpId id) {
    for (Received received : author.journal) {
      Change change = received.change();
      boolean own = change.replica().equals(id.replica());
      if (own && change.from() <= id.seq() && id.seq() <= change.to()) {
        return change;
      }
    }
    return null;
  }

  private Received both(Consumer<Transaction> edits) {
    Received made = ana.edit(edits);
    ben.receive(made);
    return made;
  }

  private void exchange() {
    List<Received> of = List.copyOf(ana.journal);
    ana.merge(ben);
    ben.receive(of);
    assertArrayEquals(ana.state.save(), ben.state.save());
  }

  /** Fluid #3964, yorkie-js-sdk #1222: who inserts again what was deleted shows it twice. */
  @Test
  void overlapping_deletes_that_both_undo_give_the_text_once() {
    both(tx -> tx.text("body").append("0123456789"));
    Received mine = ana.edit(tx -> tx.text("body").delete(4, 6));
    Received hers = ben.edit(tx -> tx.text("body").delete(2, 8));
    exchange();
    assertEquals("0189", ana.text());
    undo(ana, mine);
    assertEquals("0189", ana.text(), "what Ben deleted as well stays deleted");
    undo(ben, hers);
    exchange();
    assertEquals("0123456789", ana.text());
  }

  /** yjs #638: relative positions in text that was deleted and brought back point elsewhere. */
  @Test
  void an_anchor_in_deleted_text_is_back_after_the_undo() {
    both(tx -> tx.text("body").append("hello world"));
    Anchor anchor = ana.state.text("body").anchor(6, Bias.AFTER);
    Received cut = ben.edit(tx -> tx.text("body").delete(0, 11));
    exchange();
    assertEquals(0, ana.state.text("body").position(anchor));
    undo(ben, cut);
    exchange();
    assertEquals(6, ana.state.text("body").position(anchor));
  }

  @Test
  void undoing_what_was_typed_leaves_what_others_typed_inside() {
    Received typed = both(tx -> tx.text("body").append("abcdef"));
    ben.edit(tx -> tx.text("body").insert(3, "BEN"));
    exchange();
    Received undone = undo(ana, typed);
    assertEquals("BEN", ana.text());
    undo(ana, undone);
    assertEquals("abcBENdef", ana.text(), "the redo brings the same atoms back");
    exchange();
  }

  @Test
  void what_was_typed_and_taken_back_does_not_return_with_another_undo() {
    Received typed = both(tx -> tx.text("body").append("abcdef").insert(6, "."));
    both(tx -> tx.list("items").add("one").add("two"));
    Received hers =
        ben.edit(
            tx -> {
              tx.text("body").delete(0, 3);
              tx.list("items").delete(0);
            });
    exchange();
    Received undone = undo(ana, typed);
    undo(ana, ana.journal.get(1));
    exchange();
    undo(ben, hers);
    exchange();
    assertEquals("", ana.text(), "Ben brought back what Ana had taken back");
    assertEquals(List.of(), ana.state.list("items").values());
    undo(ana, undone);
    assertEquals("abcdef.", ana.text());
  }

  @Test
  void a_redo_deletes_again_what_the_undo_revived() {
    both(tx -> tx.text("body").append("keep cut keep"));
    Received cut = ana.edit(tx -> tx.text("body").delete(5, 9));
    Received undone = undo(ana, cut);
    assertEquals("keep cut keep", ana.text());
    Received redone = undo(ana, undone);
    assertEquals("keep keep", ana.text());
    undo(ana, redone);
    assertEquals("keep cut keep", ana.text());
  }

  /** automerge-classic #216, yjs #514: an undo of one's own entry undid a newer one of another. */
  @Test
  void an_entry_that_somebody_wrote_since_is_left_alone() {
    both(tx -> tx.map("meta").put("title", Value.of("old")));
    Received mine = ana.edit(tx -> tx.map("meta").put("title", Value.of("mine")));
    ben.receive(mine);
    ben.edit(tx -> tx.map("meta").put("title", Value.of("hers")));
    exchange();
    undo(ana, mine);
    assertEquals(Optional.of(Value.of("hers")), ana.state.map("meta").get("title"));
    exchange();
  }

  @Test
  void an_entry_gets_back_what_it_showed_and_the_other_candidates() {
    ana.edit(tx -> tx.map("meta").put("title", Value.of("a")));
    ben.edit(tx -> tx.map("meta").put("title", Value.of("b")));
    exchange();
    List<Value> before = values(ana);
    Received put = ana.edit(tx -> tx.map("meta").put("title", Value.of("c")));
    undo(ana, put);
    assertEquals(before, values(ana));
    Received removed = ana.edit(tx -> tx.map("meta").remove("title"));
    undo(ana, removed);
    assertEquals(before, values(ana));
    exchange();
  }

  private static List<Value> values(Author author) {
    return author.state.map("meta").candidates("title").stream().map(Candidate::value).toList();
  }

  /** A value that an undo brought back is known as the one it was, however often one goes back. */
  @Test
  void several_steps_go_back_and_forth_through_one_entry_and_one_element() {
    List<Received> steps = new ArrayList<>();
    for (String title : List.of("a", "b", "c")) {
      steps.add(both(tx -> tx.map("meta").put("title", Value.of(title))));
    }
    steps.add(both(tx -> tx.map("meta").remove("title")));
    steps.add(both(tx -> tx.set("tags").add(Value.of("red"))));
    steps.add(both(tx -> tx.set("tags").discard(Value.of("red"))));
    for (int round = 0; round < 4; round++) {
      List<String> shown = new ArrayList<>();
      for (int i = steps.size() - 1; i >= 0; i--) {
        steps.set(i, undo(ana, steps.get(i)));
        shown.add(shown(ana));
      }
      assertEquals(List.of("-red", "-", "c", "b", "a", "-"), shown, "undo in round " + round);
      shown.clear();
      for (int i = 0; i < steps.size(); i++) {
        steps.set(i, undo(ana, steps.get(i)));
        shown.add(shown(ana));
      }
      assertEquals(List.of("a", "b", "c", "-", "-red", "-"), shown, "redo in round " + round);
    }
    exchange();
  }

  private static String shown(Author author) {
    Value title = author.state.map("meta").get("title").orElse(Value.of("-"));
    return ((Value.Str) title).text()
        + (author.state.set("tags").contains(Value.of("red")) ? "red" : "");
  }

  /** yjs #472, #642: what was in a removed map did not come back, or only as a copy. */
  @Test
  void a_removed_container_comes_back_with_what_was_written_in_it_meanwhile() {
    both(tx -> tx.map("meta").text("note").append("draft"));
    Received removed = ana.edit(tx -> tx.map("meta").remove("note"));
    ben.edit(tx -> tx.map("meta").text("note").append(" two"));
    exchange();
    assertEquals(Optional.empty(), ana.state.map("meta").get("note"));
    undo(ana, removed);
    assertEquals("draft two", ana.state.map("meta").text("note").content());
    exchange();
  }

  @Test
  void elements_counters_and_backspaces_are_taken_back() {
    both(
        tx -> {
          tx.set("tags").add(Value.of("red"));
          tx.text("body").append("abc");
        });
    Received many =
        ana.edit(
            tx -> {
              tx.set("tags").add(Value.of("blue")).discard(Value.of("red"));
              tx.counter("views").add(5);
              tx.text("body").delete(2, 3);
              tx.text("body").delete(1, 2);
            });
    ben.edit(tx -> tx.counter("views").add(2));
    exchange();
    undo(ana, many);
    exchange();
    assertEquals("abc", ben.text());
    assertEquals(2, ben.state.counter("views").total());
    assertTrue(ben.state.set("tags").contains(Value.of("red")));
    assertEquals(1, ben.state.set("tags").elements().size());
  }

  @Test
  void an_element_that_was_there_before_stays() {
    both(tx -> tx.set("tags").add(Value.of("red")));
    Received again =
        ana.edit(
            tx -> {
              tx.set("tags").add(Value.of("red"));
              tx.counter("views").add(1);
            });
    undo(ana, again);
    assertEquals(0, ana.state.counter("views").total());
    assertTrue(ana.state.set("tags").contains(Value.of("red")));
  }

  /** Where each move makes a copy, or a delete and an insert, the undo of one moves the other's. */
  @Test
  void a_move_in_a_list_goes_back_unless_somebody_moved_the_element_since() {
    both(tx -> tx.list("items").add("a").add("b").add("c"));
    Received mine = both(tx -> tx.list("items").move(0, 2));
    Received hers = ben.edit(tx -> tx.list("items").move(2, 1));
    exchange();
    undo(ana, mine);
    assertEquals(List.of("b", "a", "c"), items(), "it stays where Ben has moved it");
    exchange();
    undo(ben, hers);
    exchange();
    assertEquals(List.of("a", "b", "c"), items(), "nobody's move is left");
  }

  @Test
  void an_element_comes_back_as_itself_with_what_it_holds() {
    both(tx -> tx.list("items").insertMap(0).put("title", Value.of("milk")));
    OpId element = ana.state.list("items").element(0);
    Received deleted = ana.edit(tx -> tx.list("items").delete(0));
    ben.edit(tx -> tx.list("items").map(0).put("title", Value.of("oat milk")));
    exchange();
    assertEquals(0, ana.state.list("items").size());
    undo(ana, deleted);
    exchange();
    assertEquals(element, ben.state.list("items").element(0));
    assertEquals(Optional.of(Value.of("oat milk")), ben.state.list("items").map(0).get("title"));
    Received set = ana.edit(tx -> tx.list("items").set(0, "gone"));
    undo(ana, set);
    assertEquals(Optional.of(Value.of("oat milk")), ana.state.list("items").map(0).get("title"));
  }

  private List<String> items() {
    return ana.state.list("items").values().stream().map(v -> ((Value.Str) v).text()).toList();
  }

  @Test
  void a_node_goes_back_unless_somebody_moved_it_since() {
    both(tx -> tx.tree("outline").create(null, 0));
    both(tx -> tx.tree("outline").create(null, 1));
    List<OpId> nodes = ana.state.tree("outline").roots();
    Received mine = both(tx -> tx.tree("outline").move(nodes.get(0), nodes.get(1), 0));
    undo(ana, mine);
    assertEquals(nodes, ana.state.tree("outline").roots());
    Received again = both(tx -> tx.tree("outline").move(nodes.get(1), nodes.get(0), 0));
    ana.merge(ben);
    ben.merge(ana);
    ben.edit(tx -> tx.tree("outline").move(nodes.get(1), null, 0));
    exchange();
    undo(ana, again);
    assertEquals(List.of(nodes.get(1), nodes.get(0)), ana.state.tree("outline").roots());
    exchange();
  }

  /** The undo of a step that ended in the trash, as it began, made the step before it forget. */
  @Test
  void a_node_that_left_the_trash_and_went_back_can_still_be_brought_back() {
    both(tx -> tx.tree("outline").create(null, 0));
    OpId node = ana.state.tree("outline").roots().get(0);
    Received deleted = ana.edit(tx -> tx.tree("outline").delete(node));
    Received thereAndBack = ana.edit(tx -> tx.tree("outline").restore(node).delete(node));
    undo(ana, thereAndBack);
    assertEquals(List.of(node), ana.state.tree("outline").trash());
    undo(ana, deleted);
    assertEquals(List.of(node), ana.state.tree("outline").roots());
    exchange();
  }

  @Test
  void several_changes_are_one_step() {
    Received one = both(tx -> tx.text("body").append("one "));
    Received two = both(tx -> tx.text("body").append("two"));
    Received undone = undo(ana, two, one);
    assertEquals("", ana.text());
    Op.Undoes undoes = (Op.Undoes) undone.change().ops().get(0);
    assertEquals(List.of(two.change().last(), one.change().last()), undoes.changes());
  }

  @Test
  void a_change_that_is_not_here_cannot_be_taken_back() {
    Received hers = ben.edit(tx -> tx.text("body").append("x"));
    ana.edit(tx -> tx.text("body").append("y"));
    assertThrows(
        IllegalArgumentException.class,
        () -> ana.edit(tx -> tx.takeBack(List.of(hers.change()), id -> null)));
    assertEquals("y", ana.text());
  }

  @Test
  void an_undo_of_what_the_author_cannot_know_is_invalid_everywhere() {
    Received forged = ana.forge(new Op.Undoes(List.of(new OpId(ben.id, 7))));
    ben.receive(ben.edit(tx -> tx.text("body").append("1234567")));
    Imported imported = ben.receive(forged);
    assertEquals(1, imported.invalid().size());
  }
}
