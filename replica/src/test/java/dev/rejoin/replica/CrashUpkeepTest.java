package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rejoin.crdt.Value;
import dev.rejoin.replica.rules.RulesText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not plain content, after the process was killed. */
final class CrashUpkeepTest {
  @TempDir Path dir;

  @Test
  void rules_annotations_and_dismissals_are_there_after_each_of_many_crashes() {
    try (Pair pair = Pair.in(dir)) {
      pair.anas("bids").edit(tx -> tx.text("body").append("a lot of bids"));
      pair.anas("bids").edit(tx -> tx.map("lot").put("price", 70).put("step", 7));
      pair.bens("bids").edit(tx -> tx.map("other").put("price", 1));
      pair.bens("bids").edit(tx -> tx.map("lot").put("price", 50).put("step", 5));
      pair.meet();
    }
    for (int round = 1; round <= 6; round++) {
      Replica me = Replica.open(dir.resolve("ana"), o -> o.author("Ana"));
      Document bids = me.existingSpace("team").document("bids");
      bids.annotations("body").add(2, 5, "note " + round);
      if (round == 2) {
        bids.conflicts().all().get(0).dismiss();
      }
      String kind = round % 2 == 0 ? "lowest" : "highest";
      me.existingSpace("team").rules().set(RulesText.parse("r" + round + " *:lot.* " + kind));
      if (round % 3 == 0) {
        me.existingSpace("team").freeze();
      }
      String digest = bids.digest();
      me.crash();
      try (Replica again = Replica.open(dir.resolve("ana"))) { // its end writes a snapshot
        Space space = again.existingSpace("team");
        Document same = space.document("bids");
        assertEquals(digest, same.digest());
        assertEquals(round, same.annotations("body").list().size());
        assertEquals(round < 2 ? 2 : 1, same.conflicts().all().size());
        assertEquals(round, space.rules().history().size());
        assertEquals(round, space.rules().current().version());
      }
      try (Replica again = Replica.open(dir.resolve("ana"))) {
        assertEquals(digest, again.existingSpace("team").document("bids").digest());
      }
    }
    try (Replica ben = Replica.open(dir.resolve("ben"));
        Replica ana = Replica.open(dir.resolve("ana"))) {
      ana.existingSpace("team").freeze();
      Pair.give(ana.existingSpace("team"), ben.existingSpace("team"), true);
      Pair.give(ana.existingSpace("team"), ben.existingSpace("team"), false);
      Document there = ben.existingSpace("team").document("bids");
      assertEquals(6, there.annotations("body").list().size());
      assertEquals(
          List.of("r6"),
          ben.existingSpace("team").rules().current().rules().stream().map(r -> r.name()).toList());
      Document here = ana.existingSpace("team").document("bids");
      assertEquals(here.digest(), there.digest());
      Optional<Value> price = here.map("lot").get("price");
      assertEquals(price, there.map("lot").get("price"));
    }
  }
}
