package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Received;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the own line gives out its numbers. */
final class OwnLineTest {
  @TempDir Path dir;

  @Test
  void heads_of_one_document_are_merged_although_another_has_an_open_row() {
    try (Replica me = Replica.open(dir)) {
      Space space = me.space("team");
      Receipt other = space.document("other").edit(tx -> tx.text("body").append("typing"));
      Received merge = space.line().merge("minutes", 0, Heads.none(), 1, "", 0);
      assertEquals(other.to() + 1, merge.change().from());
      Receipt next = space.document("other").edit(tx -> tx.text("body").append("!"));
      assertEquals(merge.change().to() + 1, next.from());
    }
  }
}
