package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Limits;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.trust.InviteLink;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More devices edit apart than one change can name as its causes. */
final class ManyHeadsTest {
  private static final int DEVICES = 2 * Limits.MAX_DEPS + 7;

  @TempDir Path dir;

  @Test
  void heads_beyond_the_limit_are_joined_by_empty_changes() {
    try (Replica hub = Replica.open(dir.resolve("hub"))) {
      Space shared = hub.space("shared");
      InviteLink invite = shared.invite(List.of());
      for (int i = 0; i < DEVICES; i++) {
        try (Replica device = Replica.open(dir.resolve("device"))) {
          Space space = device.join(invite, "shared");
          carry(shared.control().journal(), space.control().journal(), device);
          space.control().catchUp();
          String word = "w" + i + " ";
          space.document("d").edit(tx -> tx.text("body").append(word));
          space.line().freeze();
          carry(space.journal(), shared.journal(), hub);
        }
        delete(dir.resolve("device"));
      }
      Document doc = shared.document("d");
      String before = doc.text("body").content();
      doc.edit(tx -> tx.text("body").append("end"));
      assertEquals(before + "end", doc.text("body").content());
      assertTrue(
          doc.history().entries().stream()
              .allMatch(h -> h.change().deps().size() <= Limits.MAX_DEPS));
      assertEquals(DEVICES + 2 + 1, doc.history().entries().size(), "two joins and the edit");
      try (Replica reader = Replica.open(dir.resolve("reader"))) {
        Space space = reader.join(invite, "shared");
        carry(shared.control().journal(), space.control().journal(), reader);
        carry(shared.journal(), space.journal(), reader);
        assertEquals(doc.digest(), space.document("d").digest());
        assertEquals(0, space.document("d").held());
      }
    }
  }

  private static void carry(SpaceJournal from, SpaceJournal to, Replica receiver) {
    for (var row : from.read(0, Long.MAX_VALUE, Long.MAX_VALUE)) {
      byte[] signature = row.signature();
      SignedBatch batch = new SignedBatch(row.replica(), List.of(row.change()), signature);
      receiver.linkHost().intake().take(to, batch, receiver.device(), null);
    }
  }

  private static void delete(Path directory) {
    try (var files = java.nio.file.Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        java.nio.file.Files.delete(file);
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
