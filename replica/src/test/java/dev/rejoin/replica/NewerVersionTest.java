package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.v1.Body;
import dev.rejoin.proto.v1.Container;
import dev.rejoin.proto.v1.Operand;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newer version writes rows, containers and values that this one does not know: an older replica
 * edits beside them and loses nothing.
 */
final class NewerVersionTest {
  private static final int ROWS = 5;

  @TempDir Path dir;

  @Test
  void an_older_replica_edits_beside_what_it_does_not_know() {
    byte[] change = change();
    try (Replica older = Replica.open(dir.resolve("older"));
        Replica newer = Replica.open(dir.resolve("newer"))) {
      Space space = older.space(Carrier.SPACE);
      assertNull(take(space, change).code());
      Document here = space.document("round");
      assertEquals(Map.of(99, 1, 5, 2, 9, 1), here.schema().unknownRows());
      assertEquals(Optional.of(Value.of("kept")), here.map("meta").get("known"));

      here.edit(tx -> tx.map("meta").put("beside", 1).put("strange", "mine"));
      here.edit(tx -> tx.map("gadget").put("x", 1));
      Carrier.join(older, newer);
      Document there = newer.existingSpace(Carrier.SPACE).document("round");
      assertEquals(here.digest(), there.digest());
      assertEquals(here.schema().unknownRows(), there.schema().unknownRows());
      assertArrayEquals(change, bytesOf(newer), "the exact bytes went on");
      assertEquals(Optional.of(Value.of("mine")), there.map("meta").get("strange"));
    }
  }

  /** min_writer above the own version would lock everybody out, the author included. */
  @Test
  void numbers_that_contradict_each_other_are_refused_at_entry() {
    try (Replica me = Replica.open(dir)) {
      Space space = me.space(Carrier.SPACE);
      space.document("round").edit(tx -> tx.map("meta").put("before", 1));
      byte[] bad = change(builder -> builder.setSchema(2).setMinWriter(3));
      assertEquals(ErrorCode.MALFORMED, take(space, bad).code());
      space.document("round").edit(tx -> tx.map("meta").put("after", 2));
      assertEquals(2, space.document("round").map("meta").entries().size());
      byte[] good = change(builder -> builder.setSchema(3).setMinWriter(3));
      assertNull(take(space, good).code());
      assertEquals(new SchemaNumbers(3, 0, 3), space.document("round").schema().needed());
    }
  }

  /** A snapshot has no place for what is unknown: after an update it must be found again. */
  @Test
  void no_snapshot_stands_between_the_changes_and_an_update() {
    try (Replica older = Replica.open(dir)) {
      Space space = older.space(Carrier.SPACE);
      Document here = space.document("round");
      here.edit(tx -> tx.map("meta").put("before", 1));
      take(space, change());
      space.freeze();
      here.saveSnapshotIfDue(1);
      assertFalse(here.schema().unknownRows().isEmpty());
    }
    try (Replica older = Replica.open(dir)) {
      Document here = older.existingSpace(Carrier.SPACE).document("round");
      assertFalse(here.schema().unknownRows().isEmpty(), "read from the changes");
    }
  }

  private static dev.rejoin.replica.store.Taken take(Space space, byte[] change) {
    DeviceKey key = KEY;
    ReplicaId line = Signing.replicaId(key.id(), SALT);
    ChainHash hash = ChainHash.start(space.id(), line).next(change);
    byte[] signature = key.sign(Signing.head(space.id(), line, ROWS, hash));
    return space.take(new SignedBatch(line, List.of(change), signature), false);
  }

  private static byte[] bytesOf(Replica replica) {
    ReplicaId line = Signing.replicaId(KEY.id(), SALT);
    for (Row row :
        replica.existingSpace(Carrier.SPACE).journal().read(0, Long.MAX_VALUE, Long.MAX_VALUE)) {
      if (row.replica().equals(line)) {
        return row.change();
      }
    }
    throw new AssertionError("the change did not arrive");
  }

  private static final DeviceKey KEY = DeviceKey.generate();
  private static final byte[] SALT = DeviceKey.randomBytes(16);

  /** A known value with an extra field; a row, a container, a value and a field of other kinds. */
  private static byte[] change() {
    return change(body -> {});
  }

  private static byte[] change(Consumer<Body.Builder> more) {
    byte[] known =
        operand("known").setText("kept").setUnknownFields(extra(50)).build().toByteArray();
    byte[] strange = operand("strange").setUnknownFields(extra(99)).build().toByteArray();
    byte[] gadget = operand("x").setText("y").build().toByteArray();
    byte[] payload = new byte[known.length + strange.length + gadget.length + 4];
    System.arraycopy(known, 0, payload, 0, known.length);
    System.arraycopy(strange, 0, payload, known.length, strange.length);
    System.arraycopy(gadget, 0, payload, known.length + strange.length, gadget.length);
    Body.Builder body =
        Body.newBuilder()
            .setDocument("round")
            .setAuthor("Newer")
            .addContainers(Container.newBuilder().setName("meta").setKind(1))
            .addContainers(Container.newBuilder().setName("gadget").setKind(99))
            .addContainers(Container.newBuilder().setName("n").setKind(4).setParent(2))
            .addAllKindValue(List.of(5, 5, 5, 99, 9))
            .addAllContainer(List.of(1, 1, 2, 1, 3))
            .addAllPayloadLen(List.of(known.length, strange.length, gadget.length, 4))
            .setPayload(ByteString.copyFrom(payload))
            .addNumber(7)
            .setUnknownFields(extra(700));
    more.accept(body);
    byte[] message = body.build().toByteArray();
    byte[] raw = new byte[message.length + 1];
    System.arraycopy(message, 0, raw, 1, message.length);
    var header =
        new ChangeCodec.Header(1, ROWS, 0, ChangeCodec.ANY, List.of(), KEY.id().bytes(), SALT);
    return ChangeCodec.write(new ChangeCodec.Envelope(header, raw));
  }

  private static Operand.Builder operand(String key) {
    return Operand.newBuilder().setKey(key);
  }

  private static UnknownFieldSet extra(int field) {
    return UnknownFieldSet.newBuilder()
        .addField(field, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
        .build();
  }
}
