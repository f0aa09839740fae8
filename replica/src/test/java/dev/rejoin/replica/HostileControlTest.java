package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.replica.rules.RuleSet;
import dev.rejoin.replica.rules.RulesText;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import dev.rejoin.replica.trust.SpaceId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control records as a hostile member may write them: all of them are signed well. */
final class HostileControlTest {
  @TempDir Path dir;
  private Pair pair;

  @BeforeEach
  void open() {
    pair = Pair.in(dir);
  }

  @AfterEach
  void close() {
    pair.close();
  }

  /** A device of its own that writes control records by hand. */
  private static final class Writer {
    private final DeviceKey key;
    private final byte[] salt = DeviceKey.randomBytes(16);
    private final SpaceId space;
    private final ReplicaId replica;
    private ChainHash hash;
    private long seq;

    Writer(Space space, int number) {
      byte[] seed = new byte[32];
      seed[0] = (byte) number;
      this.key = DeviceKey.fromSeed(seed);
      this.space = space.controlJournal().id();
      this.replica = Signing.replicaId(key.id(), salt);
      this.hash = ChainHash.start(this.space, replica);
    }

    SignedBatch next(Heads deps, long previous, byte[] record) {
      boolean first = ++seq == 1;
      var header =
          new ChangeCodec.Header(
              seq,
              seq,
              0,
              ChangeCodec.CONTROL,
              List.of(),
              first ? key.id().bytes() : null,
              first ? salt : null);
      var body = new ChangeCodec.ControlBody(deps, previous, 1, 0, record);
      byte[] change = ChangeCodec.encodeControl(header, body);
      hash = hash.next(change);
      byte[] signature = key.sign(Signing.head(space, replica, seq, hash));
      return new SignedBatch(replica, List.of(change), signature);
    }
  }

  private static void give(Space space, SignedBatch batch) {
    assertNull(space.take(batch, true).code());
  }

  private static byte[] rules(String text) {
    return new RuleSet(1, RulesText.parse(text)).record();
  }

  @Test
  void a_line_that_denies_its_own_past_closes_no_space() {
    Writer writer = new Writer(pair.anas(), 1);
    give(pair.anas(), writer.next(Heads.none(), 0, rules("one *:a highest")));
    give(pair.anas(), writer.next(Heads.none(), 0, rules("two *:a lowest")));
    give(pair.anas(), writer.next(Heads.none(), 1, rules("three *:a highest")));
    assertEquals(3, pair.anas().rules().history().size());
    assertEquals("three", pair.anas().rules().current().rules().get(0).name());
    pair.anas().rules().set(RulesText.parse("last *:a lowest"));
    pair.meet();
    assertEquals("last", pair.bens().rules().current().rules().get(0).name());
    pair.ana.close();
    try (Replica again = Replica.open(dir.resolve("ana"))) {
      assertEquals(4, again.existingSpace("team").rules().history().size());
    }
  }

  /** A change names 64 control heads at most; nobody may be locked out by there being more. */
  @Test
  void more_devices_than_heads_can_be_named_write_control_records_apart() {
    for (int i = 1; i <= 100; i++) {
      Writer writer = new Writer(pair.anas(), i);
      give(pair.anas(), writer.next(Heads.none(), 0, rules("rule" + i + " *:a highest")));
    }
    Document notes = pair.anas("notes");
    notes.edit(tx -> tx.text("body").append("still here"));
    pair.meet();
    assertEquals("still here", pair.bens("notes").text("body").content());
    pair.bens().rules().set(RulesText.parse("last *:a lowest"));
    pair.bens("notes").edit(tx -> tx.text("body").append("!"));
    pair.meet();
    assertEquals("last", pair.anas().rules().current().rules().get(0).name());
    assertEquals(pair.anas().rules().history(), pair.bens().rules().history());
    assertEquals(101, pair.anas().rules().history().size());
  }
}
