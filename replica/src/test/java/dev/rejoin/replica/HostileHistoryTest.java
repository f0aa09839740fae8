package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes in the journal that no document takes in, and those who read the journal. */
final class HostileHistoryTest {
  @TempDir Path dir;
  private final DeviceKey key = DeviceKey.generate();
  private final byte[] salt = DeviceKey.randomBytes(16);
  private final ReplicaId stranger = Signing.replicaId(key.id(), salt);
  private ChainHash hash;

  /** A signed change that claims to follow the one that ends in {@code previous}. */
  private void give(Space space, long seq, long previous, long lamport) {
    var tx = new DocumentState("minutes").begin(stranger, seq, false);
    tx.map("meta").put("k" + seq, seq);
    Change change =
        new Change(
            stranger,
            seq,
            seq,
            "minutes",
            previous,
            Heads.none(),
            lamport,
            0,
            "",
            "",
            false,
            tx.ops());
    boolean first = seq == 1;
    var header =
        new ChangeCodec.Header(
            seq,
            seq,
            0,
            ChangeCodec.ANY,
            List.of(),
            first ? key.id().bytes() : null,
            first ? salt : null);
    byte[] bytes = ChangeCodec.encode(change, header);
    hash = (first ? ChainHash.start(space.id(), stranger) : hash).next(bytes);
    byte[] signature = key.sign(Signing.head(space.id(), stranger, seq, hash));
    assertNull(space.take(new SignedBatch(stranger, List.of(bytes), signature), false).code());
  }

  @Test
  void a_change_that_denies_the_one_before_it_stops_no_reader_of_history() {
    try (Replica me = Replica.open(dir, o -> o.author("Me"))) {
      Space space = me.space("team");
      Document minutes = space.document("minutes");
      minutes.edit(tx -> tx.text("body").append("one"));
      space.freeze();
      give(space, 1, 0, 1);
      give(space, 2, 0, 1);
      give(space, 3, 1, 2);
      assertEquals(1, minutes.map("meta").get("k1").stream().count());
      assertEquals(Optional.empty(), minutes.map("meta").get("k2"), "it never takes effect");
      Heads now = minutes.history().heads();
      assertEquals(now, minutes.history().at(Instant.now().plusSeconds(60)));
      minutes.edit(tx -> tx.text("body").append(" two"));
      View then = minutes.history().view(now);
      assertEquals("one", then.text("body").content());
      assertEquals(Optional.empty(), then.map("meta").get("k2"));
      assertEquals(2, then.map("meta").entries().size());
      minutes.history().blame("body");
      minutes.history().restore(now);
      assertEquals("one", minutes.text("body").content());
      assertEquals(2, minutes.map("meta").entries().size());
    }
  }
}
