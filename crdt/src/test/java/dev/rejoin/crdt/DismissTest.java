package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Dismissals: candidates step back without being lost. */
final class DismissTest {
  private static final ContainerId META = new ContainerId.Root("meta", Kind.MAP);

  private final Author ana = new Author(1);
  private final Author ben = new Author(2);

  private void apart(String one, String other) {
    ana.edit(tx -> tx.map("meta").put("title", one));
    ben.edit(tx -> tx.map("meta").put("title", other));
    exchange();
  }

  private void exchange() {
    List<Received> of = List.copyOf(ana.journal);
    ana.merge(ben);
    ben.receive(of);
    assertArrayEquals(ana.state.save(), ben.state.save());
    DocumentState loaded = DocumentState.load(ana.state.save());
    assertArrayEquals(ana.state.save(), loaded.save());
    assertEquals(ana.state.contested(), loaded.contested());
  }

  private static List<String> titles(Author author) {
    return author.state.map("meta").candidates("title").stream()
        .map(candidate -> candidate.value().toString())
        .toList();
  }

  private OpId put(String value) {
    return ana.state.map("meta").candidates("title").stream()
        .filter(candidate -> candidate.value().equals(Value.of(value)))
        .findFirst()
        .orElseThrow()
        .put();
  }

  @Test
  void the_kept_one_is_all_that_readers_see() {
    apart("one", "two");
    assertEquals(List.of("two", "one"), titles(ana));
    assertEquals(1, ana.state.contested().size());
    OpId one = put("one");
    ana.edit(tx -> tx.map("meta").keep("title", one));
    exchange();
    assertEquals(List.of("one"), titles(ben));
    assertEquals(Optional.of(Value.of("one")), ben.state.map("meta").get("title"));
    assertEquals(List.of(), ben.state.contested());
    assertEquals(1, ben.state.contested(META, "title", null).dismissed().size());
  }

  @Test
  void what_was_dismissed_can_be_chosen_again_until_somebody_writes() {
    apart("one", "two");
    OpId one = put("one");
    OpId two = put("two");
    ana.edit(tx -> tx.map("meta").keep("title", one));
    ana.edit(tx -> tx.map("meta").keep("title", two));
    assertEquals(List.of("two"), titles(ana));
    ana.edit(tx -> tx.map("meta").put("title", "three"));
    RefusedEditException gone =
        assertThrows(
            RefusedEditException.class, () -> ana.edit(tx -> tx.map("meta").keep("title", one)));
    assertEquals(RefusedEditException.Reason.CANDIDATE_GONE, gone.reason());
    assertEquals(List.of(), ana.state.contested(META, "title", null).dismissed());
  }

  /** One dismissal covers the kept one and another, which must not come back with it. */
  @Test
  void only_the_kept_one_comes_back() {
    Author cyn = new Author(3);
    cyn.edit(tx -> tx.map("meta").put("title", "three"));
    apart("one", "two");
    ana.merge(cyn);
    OpId one = put("one");
    OpId two = put("two");
    ana.edit(tx -> tx.map("meta").keep("title", two));
    ana.edit(tx -> tx.map("meta").keep("title", one));
    assertEquals(List.of("one"), titles(ana));
  }

  @Test
  void it_is_no_remove_so_a_nested_container_stays_the_same() {
    ana.edit(tx -> tx.map("meta").map("title").put("x", 1));
    ben.edit(tx -> tx.map("meta").put("title", "plain"));
    exchange();
    OpId map =
        ana.state.map("meta").candidates("title").stream()
            .filter(candidate -> candidate.value() instanceof Value.Nested)
            .findFirst()
            .orElseThrow()
            .put();
    ana.edit(tx -> tx.map("meta").keep("title", map));
    ben.edit(tx -> tx.map("meta").map("title").put("y", 2));
    exchange();
    assertEquals(Optional.of(Value.of(1)), ana.state.map("meta").map("title").get("x"));
    assertEquals(Optional.of(Value.of(2)), ben.state.map("meta").map("title").get("y"));
  }

  /** couchdb-fauxton #1483: who chooses among the revisions of a conflict can delete both. */
  @Test
  void dismissals_never_leave_nothing() {
    apart("one", "two");
    OpId one = put("one");
    OpId two = put("two");
    ana.edit(tx -> tx.map("meta").keep("title", one));
    ben.edit(tx -> tx.map("meta").keep("title", two));
    exchange();
    assertEquals(List.of("two", "one"), titles(ana));
    ana.edit(tx -> tx.map("meta").keep("title", one));
    exchange();
    assertEquals(List.of("one"), titles(ben));
    ben.edit(tx -> tx.map("meta").remove("title"));
    exchange();
    assertEquals(List.of(), titles(ana));
  }

  @Test
  void a_write_made_apart_from_a_dismissal_stays() {
    apart("one", "two");
    OpId one = put("one");
    ana.edit(tx -> tx.map("meta").keep("title", one));
    ben.edit(tx -> tx.map("meta").put("title", "three"));
    exchange();
    assertEquals(List.of("three"), titles(ana));
  }

  @Test
  void elements_of_lists_are_kept_and_always_have_a_value() {
    ana.edit(tx -> tx.list("items").add("milk"));
    exchange();
    ana.edit(tx -> tx.list("items").set(0, "rye"));
    ben.edit(tx -> tx.list("items").set(0, "toast"));
    exchange();
    List<Candidate> all = ana.state.list("items").candidates(0);
    assertEquals(1, ana.state.contested().size());
    ana.edit(tx -> tx.list("items").keep(0, all.get(1).put()));
    ben.edit(tx -> tx.list("items").keep(0, all.get(0).put()));
    exchange();
    assertEquals(all, ben.state.list("items").candidates(0));
    ana.edit(tx -> tx.list("items").keep(0, all.get(1).put()));
    exchange();
    assertEquals(List.of(all.get(1)), ben.state.list("items").candidates(0));
    ContainerId items = new ContainerId.Root("items", Kind.LIST);
    OpId element = ana.state.list("items").element(0);
    List<OpId> every = all.stream().map(Candidate::put).toList();
    Received forged = ana.forge(new Op.Dismiss(items, "", element, every, List.of()));
    assertTrue(ana.receive(forged).invalid().isEmpty());
    assertEquals(2, ana.state.list("items").candidates(0).size());
  }

  @Test
  void an_event_tells_what_is_shown_otherwise() {
    apart("one", "two");
    OpId one = put("one");
    DocumentEvent event = ana.observe(tx -> tx.map("meta").keep("title", one));
    assertEquals(
        List.of(
            new ContainerEvent.ValueChanged(
                META, "title", Optional.of(Value.of("two")), Optional.of(Value.of("one")))),
        event == null ? null : event.containers());
  }

  @Test
  void a_dismissal_that_names_nothing_there_does_nothing() {
    apart("one", "two");
    OpId strange = new OpId(ana.id, 1);
    byte[] before = ana.state.save();
    ana.edit(tx -> tx.map("meta").put("other", 1));
    Received forged =
        ana.forge(new Op.Dismiss(META, "none", null, List.of(strange), List.of(strange)));
    assertTrue(ana.receive(forged).invalid().isEmpty());
    assertEquals(2, titles(ana).size());
    assertTrue(before.length < ana.state.save().length);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Op.Dismiss(META, "title", null, List.of(), List.of()));
  }
}
