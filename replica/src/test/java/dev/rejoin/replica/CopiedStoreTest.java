package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was copied while edits were open, and its crashes. */
final class CopiedStoreTest {
  @TempDir Path directory;
  private Path copy;

  /** Two frozen edits, one open; then the process is killed and the directory copied. */
  @BeforeEach
  void copyWithAnOpenEdit() throws IOException {
    Path original = directory.resolve("original");
    copy = directory.resolve("copy");
    Replica me = Replica.open(original);
    Document doc = me.space("team").document("minutes");
    doc.edit(tx -> tx.text("body").append("ab"));
    me.space("team").freeze();
    doc.edit(tx -> tx.text("body").append("open"));
    me.crash();
    try (var files = Files.walk(original)) {
      for (Path file : files.sorted().toList()) {
        Files.copy(file, copy.resolve(original.relativize(file).toString()));
      }
    }
  }

  @Test
  void a_copy_opens_again_after_an_edit_and_a_crash() {
    editAndCrash("!");
    assertEquals("ab!", text());
  }

  @Test
  void an_edit_of_a_copy_beyond_the_old_numbers_survives_a_crash() {
    editAndCrash("a long line of text");
    editAndCrash("!");
    editAndCrash("?");
    assertEquals("aba long line of text!?", text());
  }

  @Test
  void open_edits_are_never_read_under_another_replica_id() throws IOException {
    // Here the first number of the open row is 1, which is also the next number of the new line.
    Path early = directory.resolve("early");
    Replica me = Replica.open(early);
    me.space("team").document("minutes").edit(tx -> tx.text("body").append("open"));
    me.crash();
    Files.delete(early.resolve("incarnation"));
    try (Replica again = Replica.open(early)) {
      assertNotEquals(me.id(), again.id());
      assertEquals("", again.existingSpace("team").document("minutes").text("body").content());
    }
  }

  private void editAndCrash(String more) {
    Replica me = Replica.open(copy);
    me.existingSpace("team").document("minutes").edit(tx -> tx.text("body").append(more));
    me.crash();
  }

  private String text() {
    try (Replica me = Replica.open(copy)) {
      return me.existingSpace("team").document("minutes").text("body").content();
    }
  }
}
