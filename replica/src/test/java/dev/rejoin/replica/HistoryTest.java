package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a document: finding, naming, seeing, comparing and restoring them. */
final class HistoryTest {
  @TempDir Path dir;
  private Replica me;
  private Document minutes;

  @BeforeEach
  void open() {
    me = Replica.open(dir, o -> o.author("Ana"));
    minutes = me.space("team").document("minutes");
  }

  @AfterEach
  void close() {
    me.close();
  }

  private Heads edited(
      String author, java.util.function.Consumer<dev.rejoin.crdt.DocumentEdit> edits) {
    minutes.editAs(author, "by " + author, edits);
    return minutes.history().heads();
  }

  private static void refused(ErrorCode code, Runnable what) {
    assertEquals(code, assertThrows(RejoinException.class, what::run).code());
  }

  @Test
  void a_view_stays_as_it_is_while_the_document_goes_on() throws Exception {
    edited("Ana", tx -> tx.text("body").append("one"));
    edited("Ana", tx -> tx.map("meta").put("title", "first"));
    View before = minutes.view();
    Heads heads = minutes.history().heads();
    edited("Ben", tx -> tx.text("body").append(" two"));
    edited("Ben", tx -> tx.map("meta").put("title", "second"));
    assertEquals("one", before.text("body").content());
    assertEquals(Optional.of(Value.of("first")), before.map("meta").get("title"));
    assertEquals(minutes.roots(), before.roots());
    View again = minutes.history().view(heads);
    String seen = CompletableFuture.supplyAsync(() -> again.text("body").content()).get();
    assertEquals("one", seen);
    assertEquals("one two", minutes.view().text("body").content());
    assertEquals(List.of(), minutes.history().view(Heads.none()).roots());
  }

  @Test
  void a_token_leads_back_to_its_version_after_a_restart_too() {
    Heads first = edited("Ana", tx -> tx.text("body").append("one"));
    edited("Ana", tx -> tx.text("body").append(" two"));
    String token = first.token();
    assertTrue(token.matches("h1:[0-9a-f]{32}"), token);
    me.close();
    open();
    minutes = me.existingSpace("team").document("minutes");
    History history = minutes.history();
    assertEquals(first, history.find(token));
    assertEquals(first, history.find(token.substring(0, 11)));
    assertEquals(first, history.find(history.entries().get(0).id()));
    assertEquals("one", history.view(history.find(token)).text("body").content());
    assertEquals(Heads.none(), history.find("h1:"));
  }

  @Test
  void what_is_not_there_is_told_with_a_code() {
    edited("Ana", tx -> tx.text("body").append("one"));
    History history = minutes.history();
    refused(ErrorCode.VERSION_UNKNOWN, () -> history.find("no such name"));
    refused(ErrorCode.VERSION_UNKNOWN, () -> history.find("0"));
    refused(ErrorCode.VERSION_UNKNOWN, () -> history.find("h1:xyz"));
    refused(ErrorCode.VERSION_NOT_HERE, () -> history.find("h1:00000000000000000000000000000000"));
    refused(ErrorCode.VERSION_UNKNOWN, () -> history.at(Instant.parse("2000-01-01T00:00:00Z")));
    refused(ErrorCode.VERSION_UNKNOWN, () -> history.revert("00000000"));
    refused(ErrorCode.VERSION_UNKNOWN, () -> history.unname("never given"));
    refused(ErrorCode.BAD_ARGUMENT, () -> history.name(" "));
    refused(ErrorCode.BAD_ARGUMENT, () -> history.name("h1:abcd"));
    assertThrows(IllegalStateException.class, () -> minutes.edit(tx -> minutes.history().heads()));
    assertEquals("one", minutes.text("body").content());
  }

  @Test
  void the_start_of_an_id_must_tell_changes_apart() {
    for (int i = 0; i < 2_000; i++) {
      int number = i;
      minutes.edit("edit " + i, tx -> tx.counter("n").add(number));
    }
    List<String> ids = minutes.history().entries().stream().map(HistoryEntry::id).toList();
    String twice =
        ids.stream()
            .map(id -> id.substring(0, 4))
            .filter(s -> ids.stream().filter(id -> id.startsWith(s)).count() > 1)
            .findFirst()
            .orElseThrow();
    refused(ErrorCode.VERSION_AMBIGUOUS, () -> minutes.history().find(twice));
  }

  @Test
  void names_are_data_of_the_document() {
    Heads first = edited("Ana", tx -> tx.text("body").append("one"));
    minutes.history().name("sent to print");
    Heads second = edited("Ana", tx -> tx.text("body").append(" two"));
    History history = minutes.history();
    history.name("sent to print", first); // the same again changes nothing
    refused(ErrorCode.VERSION_NAME_TAKEN, () -> history.name("sent to print", second));
    assertEquals(first, history.find("sent to print"));
    history.restore(first);
    assertEquals("one", minutes.text("body").content());
    List<NamedVersion> names = history.names();
    assertEquals(1, names.size());
    assertEquals(Optional.of(first), names.get(0).heads());
    assertEquals("Ana", names.get(0).who().author());
    assertEquals(List.of(new ContainerId.Root("body", Kind.TEXT)), minutes.roots());
    history.unname("sent to print");
    assertEquals(List.of(), history.names());
    refused(ErrorCode.VERSION_UNKNOWN, () -> history.find("sent to print"));
  }

  @Test
  void a_name_with_nonsense_behind_it_harms_nobody() {
    edited("Ana", tx -> tx.map("rejoin:versions").put("odd", "h1:zz").put("odder", 7));
    assertEquals(2, minutes.history().names().size());
    assertTrue(minutes.history().names().stream().allMatch(n -> n.heads().isEmpty()));
    refused(ErrorCode.VERSION_UNKNOWN, () -> minutes.history().find("odd"));
    refused(ErrorCode.VERSION_UNKNOWN, () -> minutes.history().find("odder"));
  }

  @Test
  void a_time_means_what_was_made_until_then() {
    Heads first = edited("Ana", tx -> tx.text("body").append("one"));
    Instant now = Instant.now().plusMillis(1);
    assertEquals(first, minutes.history().at(now));
    HistoryEntry entry = minutes.history().entries().get(0);
    Instant before = Instant.ofEpochMilli(entry.change().timeMillis()).minusMillis(1);
    refused(ErrorCode.VERSION_UNKNOWN, () -> minutes.history().at(before));
  }

  @Test
  void entries_are_told_by_number_author_and_time() {
    edited("Ana", tx -> tx.text("body").append("one"));
    edited("Ben", tx -> tx.text("body").append("two"));
    edited("Ana", tx -> tx.text("body").append("three"));
    History history = minutes.history();
    assertEquals(3, history.entries().size());
    assertEquals(
        List.of("Ana", "Ben"), history.latest(2).stream().map(e -> e.change().author()).toList());
    assertEquals(List.of(), history.latest(0));
    assertEquals(2, history.by("Ana").size());
    assertEquals(3, history.since(Instant.EPOCH).size());
    assertEquals(0, history.since(Instant.now().plusSeconds(60)).size());
  }

  @Test
  void blame_tells_who_wrote_deleted_and_restored() {
    edited("Ana", tx -> tx.text("body").append("Kick-off on Monday."));
    edited("Ben", tx -> tx.text("body").delete(12, 18));
    edited("Ben", tx -> tx.text("body").insert(12, "Tuesday"));
    edited("Cyn", tx -> tx.text("body").delete(0, 9));
    minutes.undo("Cyn").undo();
    List<String> told =
        minutes.history().blame("body").stream()
            .map(
                b ->
                    b.text()
                        + "|"
                        + b.written().author()
                        + b.deleted().map(w -> " -" + w.author()).orElse("")
                        + b.restored().map(w -> " +" + w.author()).orElse(""))
            .toList();
    assertEquals(
        List.of("Kick-off |Ana +Cyn", "on |Ana", "Tuesday|Ben", "Monday|Ana -Ben", ".|Ana"), told);
    assertEquals(me.device(), minutes.history().blame("body").get(0).written().device());
    assertEquals(List.of(), minutes.history().blame("nothing"));
  }

  @Test
  void last_writers_of_fields_elements_members_and_nodes() {
    edited("Ana", tx -> tx.map("meta").put("title", "a").put("room", 4));
    edited("Ben", tx -> tx.map("meta").put("title", "b"));
    edited("Ana", tx -> tx.list("items").add("x").add("y"));
    edited("Ben", tx -> tx.list("items").set(1, "z"));
    edited("Cyn", tx -> tx.set("tags").add("urgent"));
    edited("Ana", tx -> tx.tree("outline").create(null, 0));
    assertEquals(List.of("room Ana", "title Ben"), writers("meta", Kind.MAP));
    assertEquals(List.of("0 Ana", "1 Ben"), writers("items", Kind.LIST));
    assertEquals(List.of(" Cyn"), writers("tags", Kind.SET));
    assertTrue(writers("outline", Kind.TREE).get(0).endsWith(" Ana"));
    assertEquals(List.of(), writers("nothing", Kind.MAP));
  }

  private List<String> writers(String name, Kind kind) {
    return minutes.history().lastWriters(new ContainerId.Root(name, kind)).stream()
        .map(w -> w.key() + " " + w.who().author())
        .toList();
  }

  @Test
  void a_diff_is_of_identities_and_not_of_strings() {
    Heads first = edited("Ana", tx -> tx.text("body").append("Kick-off on Monday at ten.\nBye.\n"));
    Heads second =
        edited(
            "Ben",
            tx -> {
              tx.text("body").replace(12, 18, "Tuesday");
              tx.map("meta").put("title", "Kick-off");
            });
    History history = minutes.history();
    Diff diff = history.diff(first, second);
    assertEquals("body\nKick-off on [-Monday-]{+Tuesday+} at ten.\n", diff.word());
    assertEquals(
        """
        --- body
        +++ body
        @@ -1,2 +1,2 @@
        -Kick-off on Monday at ten.
        +Kick-off on Tuesday at ten.
         Bye.
        """,
        diff.unified());
    assertEquals(2, diff.changes().size());
    Diff back = history.diff(second, first);
    assertEquals("body\nKick-off on [-Tuesday-]{+Monday+} at ten.\n", back.word());
    assertTrue(
        back.changes()
            .contains(
                new ContainerEvent.ValueChanged(
                    new ContainerId.Root("meta", Kind.MAP),
                    "title",
                    Optional.of(Value.of("Kick-off")),
                    Optional.empty())));
    assertTrue(history.diff(second, second).isEmpty());
    assertEquals(
        "--- body\n+++ body\n@@ -0,0 +1,2 @@\n+Kick-off on Monday at ten.\n+Bye.\n",
        history.diff(Heads.none(), first).unified());
  }

  @Test
  void restoring_brings_back_the_same_atoms() {
    edited("Ana", tx -> tx.text("body").append("Kick-off on Monday."));
    edited("Ana", tx -> tx.text("body").mark(12, 18, "bold", Value.of(true), Expand.NONE));
    Anchor anchor = minutes.text("body").anchor(14, Bias.AFTER);
    Heads before = minutes.history().heads();
    edited("Ben", tx -> tx.text("body").delete(0, 19));
    edited("Ben", tx -> tx.text("body").append("Nothing."));
    assertTrue(minutes.history().restore(before, "Cyn", "").isPresent());
    assertEquals("Kick-off on Monday.", minutes.text("body").content());
    assertEquals(14, minutes.text("body").position(anchor));
    assertEquals(Value.of(true), minutes.text("body").formatsAt(14).get("bold"));
    assertTrue(minutes.history().restore(before).isEmpty(), "it shows that already");
    assertTrue(minutes.undo("Cyn").undo().isPresent());
    assertEquals("Nothing.", minutes.text("body").content());
    assertTrue(minutes.undo("Cyn").redo().isPresent());
    assertEquals("Kick-off on Monday.", minutes.text("body").content());
    assertEquals(14, minutes.text("body").position(anchor));
    assertTrue(
        minutes.history().latest(50).stream()
            .anyMatch(e -> e.change().message().startsWith("restored h1:")));
  }

  @Test
  void one_change_of_somebody_else_is_reverted_and_that_is_undone() {
    edited("Ana", tx -> tx.text("body").append("one three"));
    edited("Ben", tx -> tx.text("body").insert(4, "two "));
    String id = minutes.history().latest(1).get(0).id();
    edited("Ana", tx -> tx.text("body").append(" four"));
    minutes.history().revert(id, "Ana");
    assertEquals("one three four", minutes.text("body").content());
    assertTrue(minutes.undo("Ana").undo().isPresent());
    assertEquals("one two three four", minutes.text("body").content());
    assertTrue(minutes.undo("Ana").undo().isPresent());
    assertEquals("one two three", minutes.text("body").content());
    assertFalse(minutes.undo("Ben").canRedo());
  }

  @Test
  void a_large_transaction_is_one_version_and_reverted_as_one() {
    edited("Ana", tx -> tx.text("body").append("small"));
    String piece = "0123456789".repeat(3_000);
    minutes.edit(
        "large",
        tx -> {
          for (int i = 0; i < 20; i++) {
            tx.text("body").append(piece).insert(0, piece);
          }
        });
    List<HistoryEntry> parts =
        minutes.history().entries().stream()
            .filter(e -> e.change().message().equals("large"))
            .toList();
    assertTrue(parts.size() > 1, "it fits into one change");
    assertEquals(
        minutes.history().heads(), minutes.history().find(parts.get(0).id()), "all its parts");
    minutes.history().revert(parts.get(0).id());
    assertEquals("small", minutes.text("body").content());
  }
}
