package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Value;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Undo in a replica: per author, and after a restart as before. */
final class UndoTest {
  @TempDir Path dir;

  private static Replica open(Path dir) {
    return Replica.open(dir, o -> o.author("Ana"));
  }

  /** automerge-classic #318: an undo that is gone when the program is closed. */
  @Test
  void steps_are_there_after_a_restart() {
    try (Replica me = open(dir)) {
      Document minutes = me.space("team").document("minutes");
      minutes.edit("first", tx -> tx.text("body").append("one"));
      minutes.edit("second", tx -> tx.text("body").append(" two"));
      minutes.edit("third", tx -> tx.map("meta").put("title", "Kick-off"));
    }
    try (Replica me = open(dir)) {
      Document minutes = me.existingSpace("team").document("minutes");
      assertTrue(minutes.undo("Ana").undo().isPresent());
      assertTrue(minutes.undo("Ana").undo().isPresent());
      assertEquals("one", minutes.text("body").content());
      assertEquals(Optional.empty(), minutes.map("meta").get("title"));
    }
    try (Replica me = open(dir)) {
      Document minutes = me.existingSpace("team").document("minutes");
      Undo undo = minutes.undo("Ana");
      assertTrue(undo.redo().isPresent());
      assertEquals("one two", minutes.text("body").content());
      assertTrue(undo.redo().isPresent());
      assertEquals(Optional.of(Value.of("Kick-off")), minutes.map("meta").get("title"));
      assertFalse(undo.canRedo());
      assertTrue(undo.redo().isEmpty());
      assertTrue(undo.undo().isPresent());
      assertTrue(undo.undo().isPresent());
      assertTrue(undo.undo().isPresent());
      assertEquals("", minutes.text("body").content());
      assertFalse(undo.canUndo());
      assertTrue(undo.undo().isEmpty());
    }
  }

  @Test
  void each_author_takes_back_the_own_steps_only() {
    try (Replica me = open(dir)) {
      Document minutes = me.space("team").document("minutes");
      minutes.editAs("Ana", "", tx -> tx.text("body").append("Ana. "));
      minutes.editAs("Ben", "", tx -> tx.text("body").append("Ben. "));
      minutes.editAs("Ana", "", tx -> tx.counter("views").add(1));
      minutes.undo("Ben").undo();
      assertEquals("Ana. ", minutes.text("body").content());
      assertEquals(1, minutes.counter("views").total());
      assertFalse(minutes.undo("Ben").canUndo());
      assertFalse(minutes.undo("Cleo").canUndo());
      assertTrue(minutes.undo("Ana").canUndo());
    }
  }

  @Test
  void what_was_typed_in_one_go_is_one_step_and_what_follows_an_undo_another() {
    try (Replica me = open(dir)) {
      Document minutes = me.space("team").document("minutes");
      for (char letter : "hello".toCharArray()) {
        minutes.edit(tx -> tx.text("body").append(String.valueOf(letter)));
      }
      Undo undo = minutes.undo("Ana");
      undo.undo();
      assertEquals("", minutes.text("body").content());
      minutes.edit(tx -> tx.text("body").append("again"));
      assertFalse(undo.canRedo(), "who goes on editing has chosen");
      undo.undo();
      assertEquals("", minutes.text("body").content());
    }
  }

  /**
   * A transaction above the size of one change is frozen into several, and is one step all the
   * same.
   */
  @Test
  void a_large_transaction_is_one_step() {
    String page = "0123456789abcdef".repeat(1_000);
    try (Replica me = open(dir)) {
      Document minutes = me.space("team").document("minutes");
      minutes.edit(
          "paste",
          tx -> {
            for (int i = 0; i < 12; i++) {
              tx.text("body").append(page);
            }
          });
      assertTrue(minutes.history().entries().size() > 1);
      minutes.undo("Ana").undo();
      assertEquals(0, minutes.text("body").length());
      minutes.undo("Ana").redo();
      assertEquals(12 * page.length(), minutes.text("body").length());
      assertTrue(minutes.undo("Ana").canUndo());
    }
  }

  @Test
  void thousands_of_entries_get_back_what_they_were() {
    int many = 6_000;
    try (Replica me = open(dir)) {
      Document minutes = me.space("team").document("minutes");
      for (int round = 0; round < 2; round++) {
        int value = round;
        minutes.edit(
            "round " + round,
            tx -> {
              for (int i = 0; i < many; i++) {
                tx.map("table").put("row " + i, value);
              }
            });
      }
      minutes.undo("Ana").undo();
      for (int i = 0; i < many; i++) {
        assertEquals(Optional.of(Value.of(0)), minutes.map("table").get("row " + i));
      }
      minutes.undo("Ana").redo();
      assertEquals(Optional.of(Value.of(1)), minutes.map("table").get("row 7"));
    }
  }

  /** Beyond what is looked at, undo ends; it never takes back half of a step. */
  @Test
  void many_steps_end_somewhere() {
    try (Replica me = open(dir)) {
      Document minutes = me.space("team").document("minutes");
      for (int i = 0; i < UndoSteps.MOST_STEPS + 5; i++) {
        minutes.edit("step " + i, tx -> tx.text("body").append("x"));
      }
      Undo undo = minutes.undo("Ana");
      int steps = 0;
      while (undo.undo().isPresent()) {
        steps++;
      }
      assertEquals(UndoSteps.MOST_STEPS, steps);
      assertEquals("xxxxx", minutes.text("body").content());
    }
  }

  @Test
  void an_undo_inside_an_edit_is_refused() {
    try (Replica me = open(dir)) {
      Document minutes = me.space("team").document("minutes");
      minutes.edit(tx -> tx.text("body").append("one"));
      assertThrows(
          IllegalStateException.class, () -> minutes.edit(tx -> minutes.undo("Ana").undo()));
      assertEquals("one", minutes.text("body").content());
    }
  }
}
