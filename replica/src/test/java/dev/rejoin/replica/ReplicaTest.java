package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a single replica promises without any network. */
final class ReplicaTest {
  @TempDir Path dir;

  @Test
  void an_edit_is_there_after_reopening() {
    String digest;
    try (Replica me = Replica.open(dir, o -> o.author("Ana"))) {
      Document minutes = me.space("team").document("minutes");
      minutes.edit(
          "first draft",
          tx -> {
            tx.text("body").append("Kick-off on Monday at ten.");
            tx.map("meta").put("title", "Kick-off").put("room", 4);
            tx.set("tags").add("urgent");
            tx.counter("views").add(1);
            tx.register("state").put("draft");
          });
      minutes.edit(tx -> tx.text("body").replace(12, 18, "Tuesday"));
      digest = minutes.digest();
    }
    try (Replica me = Replica.open(dir)) {
      Document minutes = me.existingSpace("team").document("minutes");
      assertEquals("Kick-off on Tuesday at ten.", minutes.text("body").content());
      assertEquals(Optional.of(Value.of(4)), minutes.map("meta").get("room"));
      assertTrue(minutes.set("tags").contains("urgent"));
      assertEquals(1, minutes.counter("views").total());
      assertEquals(Optional.of(Value.of("draft")), minutes.register("state").value());
      assertEquals(digest, minutes.digest());
      assertEquals("Ana", minutes.history().entries().get(0).change().author());
      assertEquals("first draft", minutes.history().entries().get(0).change().message());
    }
  }

  @Test
  void an_acknowledged_edit_survives_a_crash_before_it_was_frozen() {
    Replica me = Replica.open(dir);
    Document doc = me.space("team").document("minutes");
    doc.edit(tx -> tx.text("body").append("one "));
    doc.edit(tx -> tx.text("body").append("two "));
    doc.edit(tx -> tx.text("body").append("three"));
    me.crash();
    try (Replica again = Replica.open(dir)) {
      Document back = again.existingSpace("team").document("minutes");
      assertEquals("one two three", back.text("body").content());
      assertEquals(1, back.history().entries().size(), "the three were one open row");
      back.edit(tx -> tx.text("body").append("!"));
      assertEquals("one two three!", back.text("body").content());
      assertEquals(me.id(), again.id(), "a crash does not change who we are");
    }
  }

  @Test
  void an_exception_in_an_edit_leaves_nothing_behind() {
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("minutes");
      doc.edit(tx -> tx.text("body").append("kept"));
      String before = doc.digest();
      assertThrows(
          IllegalStateException.class,
          () ->
              doc.edit(
                  tx -> {
                    tx.text("body").delete(0, 4).append("lost");
                    tx.map("meta").put("a", 1);
                    throw new IllegalStateException("the form was not complete");
                  }));
      assertEquals("kept", doc.text("body").content());
      assertEquals(before, doc.digest());
    }
  }

  @Test
  void refused_edits_have_codes_and_change_nothing() {
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("minutes");
      doc.edit(tx -> tx.text("body").append("a\uD83D\uDE00b"));
      String before = doc.digest();
      assertRefused(
          ErrorCode.POSITION_OUT_OF_RANGE, () -> doc.edit(tx -> tx.text("body").insert(5, "x")));
      assertRefused(
          ErrorCode.SPLIT_SURROGATE_PAIR, () -> doc.edit(tx -> tx.text("body").insert(2, "x")));
      assertRefused(
          ErrorCode.SPLIT_SURROGATE_PAIR, () -> doc.edit(tx -> tx.text("body").delete(1, 2)));
      assertRefused(
          ErrorCode.LONE_SURROGATE, () -> doc.edit(tx -> tx.text("body").insert(0, "\uD83D")));
      assertEquals(before, doc.digest());
    }
  }

  private static void assertRefused(ErrorCode code, Runnable edit) {
    assertEquals(code, assertThrows(RejoinException.class, edit::run).code());
  }

  @Test
  void a_second_opener_is_told_who_holds_the_directory() {
    try (Replica me = Replica.open(dir)) {
      RejoinException e = assertThrows(RejoinException.class, () -> Replica.open(dir));
      assertEquals(ErrorCode.REPLICA_LOCKED, e.code());
      assertTrue(e.getMessage().contains("pid " + ProcessHandle.current().pid()), e.getMessage());
      assertEquals(dir, me.directory());
    }
  }

  @Test
  void a_copied_store_gets_a_new_replica_id_before_its_first_edit(@TempDir Path elsewhere)
      throws IOException {
    Replica me = Replica.open(dir);
    me.space("team").document("minutes").edit(tx -> tx.text("body").append("original"));
    me.close();
    Path copy = elsewhere.resolve("copy");
    copy(dir, copy);
    try (Replica original = Replica.open(dir);
        Replica clone = Replica.open(copy)) {
      assertEquals(me.id(), original.id());
      assertNotEquals(me.id(), clone.id());
      Document doc = clone.existingSpace("team").document("minutes");
      doc.edit(tx -> tx.text("body").append(" and copy"));
      assertEquals("original and copy", doc.text("body").content());
      assertEquals(2, doc.history().entries().size());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void a_transaction_too_large_for_one_change_becomes_several_and_stays_one() {
    String page = "0123456789abcdef".repeat(4_096);
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("book");
      doc.edit(tx -> tx.text("body").append("before "));
      doc.edit(
          tx -> {
            for (int i = 0; i < 5; i++) {
              tx.text("body").append(page);
            }
            tx.counter("pages").add(5);
          });
      doc.edit(tx -> tx.text("body").append(" after"));
      assertEquals(7 + 5 * page.length() + 6, doc.text("body").length());
    }
    try (Replica me = Replica.open(dir)) {
      Document doc = me.existingSpace("team").document("book");
      assertEquals(7 + 5 * page.length() + 6, doc.text("body").length());
      assertEquals(5, doc.counter("pages").total());
      assertTrue(doc.history().entries().size() > 5);
      assertEquals(0, doc.held());
    }
  }

  @Test
  void two_documents_of_a_space_take_turns_on_one_line() {
    try (Replica me = Replica.open(dir)) {
      Space team = me.space("team");
      Document a = team.document("a");
      Document b = team.document("b");
      for (int i = 0; i < 20; i++) {
        a.edit(tx -> tx.text("body").append("a"));
        b.edit(tx -> tx.text("body").append("b"));
      }
      assertEquals("a".repeat(20), a.text("body").content());
      assertEquals("b".repeat(20), b.text("body").content());
      long expected = 1;
      for (var row : team.journal().read(0, Long.MAX_VALUE, Long.MAX_VALUE)) {
        assertEquals(expected, row.from());
        expected = row.to() + 1;
      }
    }
  }

  @Test
  void a_listener_hears_one_event_and_may_edit() throws Exception {
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("minutes");
      var heard = new java.util.concurrent.LinkedBlockingQueue<String>();
      doc.observe(
          event -> {
            heard.add(event.containers().size() + " " + event.local());
            if (doc.counter("answers").total() == 0) {
              doc.edit(tx -> tx.counter("answers").add(1));
            }
          });
      doc.edit(tx -> tx.text("body").append("x").append("y"));
      assertEquals("1 true", heard.poll(20, TimeUnit.SECONDS));
      assertEquals("1 true", heard.poll(20, TimeUnit.SECONDS));
      assertEquals(1, doc.counter("answers").total());
    }
  }

  @Test
  void an_edit_inside_an_edit_joins_it_or_is_refused() {
    try (Replica me = Replica.open(dir)) {
      Document a = me.space("team").document("a");
      Document b = me.space("team").document("b");
      a.edit(tx -> a.edit(inner -> inner.text("body").append("nested")));
      assertEquals("nested", a.text("body").content());
      assertThrows(
          IllegalStateException.class,
          () -> a.edit(tx -> b.edit(other -> other.counter("n").add(1))));
      assertEquals(0, b.counter("n").total());
    }
  }

  @Test
  void a_receipt_is_saved_after_fsync() throws Exception {
    try (Replica me = Replica.open(dir)) {
      Receipt receipt = me.space("team").document("a").edit(tx -> tx.counter("n").add(1));
      assertEquals(Tier.SAVED, receipt.reached(Tier.SAVED).get(20, TimeUnit.SECONDS).tier());
      assertFalse(receipt.reached(Tier.SENT).isDone());
      assertEquals(1, me.status().pending());
    }
  }

  @Test
  void an_edit_that_changes_nothing_takes_no_number() {
    try (Replica me = Replica.open(dir)) {
      Receipt receipt = me.space("team").document("a").edit(tx -> tx.text("body").append(""));
      assertTrue(receipt.isEmpty());
      assertEquals(0, me.status().pending());
    }
  }

  @Test
  void a_damaged_change_is_reported_and_not_applied() {
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("minutes");
      doc.edit("first", tx -> tx.text("body").append("one "));
      doc.edit("second", tx -> tx.text("body").append("two"));
    }
    dev.rejoin.replica.store.Damage.flipJournal(dir, 2); // 0: genesis, 1: first, 2: second
    try (Replica me = Replica.open(dir)) {
      Document doc = me.existingSpace("team").document("minutes");
      assertEquals("one ", doc.text("body").content());
      assertTrue(doc.isDamaged());
      assertRefused(
          ErrorCode.DAMAGED_CHANGE, () -> doc.edit(tx -> tx.text("body").append("three")));
      assertTrue(
          me.status().notices().stream().anyMatch(n -> n.what().equals("DAMAGED_CHANGE")),
          "status tells");
      me.space("team").document("other").edit(tx -> tx.counter("n").add(1));
    }
  }

  @Test
  void use_after_close_is_an_exception_not_the_end_of_the_process() {
    Replica me = Replica.open(dir);
    Document doc = me.space("team").document("minutes");
    doc.edit(tx -> tx.text("body").append("x"));
    me.close();
    assertThrows(IllegalStateException.class, () -> doc.edit(tx -> tx.text("body").append("y")));
    assertThrows(IllegalStateException.class, () -> doc.history().entries());
  }

  @Test
  void another_document_is_not_read_inside_an_edit() {
    try (Replica me = Replica.open(dir)) {
      Document a = me.space("team").document("a");
      Document b = me.space("team").document("b");
      assertThrows(
          IllegalStateException.class,
          () -> a.edit(tx -> tx.text("body").append(b.text("body").content())));
      String read = b.text("body").content();
      a.edit(tx -> tx.text("body").append(read + "fine"));
      assertEquals("fine", a.text("body").content());
    }
  }

  @Test
  void a_store_whose_directory_was_moved_is_the_same_store() throws IOException {
    Path home = dir.resolve("home");
    Replica me = Replica.open(home);
    me.space("team").document("a").edit(tx -> tx.counter("n").add(1));
    me.close();
    Path moved = dir.resolve("moved");
    Files.move(home, moved);
    try (Replica again = Replica.open(moved)) {
      assertEquals(me.id(), again.id());
    }
  }
}
