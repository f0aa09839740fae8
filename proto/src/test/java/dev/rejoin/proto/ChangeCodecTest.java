package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import dev.rejoin.proto.ChangeCodec.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChangeCodecTest {
  private static final ReplicaId OWN = new ReplicaId(1, 2);
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);

  @Test
  void keystrokeTakesFewBytes() {
    long from = 20_000;
    Op op = new Op.Insert(BODY, new OpId(OWN, from - 1), Side.RIGHT, "x");
    Change change =
        new Change(
            OWN,
            from,
            from,
            "agenda",
            from - 1,
            Heads.none(),
            from,
            1_795_000_000_000L,
            "Amelie",
            "",
            false,
            List.of(op));

    byte[] bytes = ChangeCodec.encode(change, Header.of(from, from));

    assertEquals(change, ChangeCodec.decode(OWN, bytes));
    assertEquals(44, bytes.length);
  }
}
