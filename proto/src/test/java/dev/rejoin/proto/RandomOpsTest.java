package dev.rejoin.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever ops come, they come back. */
final class RandomOpsTest {
  private static final int RUNS = 500;

  @Test
  void changesComeBack() {
    for (int seed = 0; seed < RUNS; seed++) {
      long from = 1 + seed * 7L;
      List<Op> ops = new RandomOps(seed).list(from, 1 + seed % 60);
      Change change = Samples.change(from, Samples.deps(), ops);

      byte[] bytes = ChangeCodec.encode(change, Samples.header(change));
      Change decoded = ChangeCodec.decode(Samples.OWN, bytes);

      assertEquals(Samples.joined(from, ops), decoded.ops(), "seed " + seed);
      assertEquals(Samples.change(from, Samples.deps(), decoded.ops()), decoded);
    }
  }

  @Test
  void openRowsComeBackAndKeepTheEstimate() {
    for (int seed = 0; seed < RUNS; seed++) {
      List<Op> ops = new RandomOps(seed).list(9, 1 + seed % 40);

      byte[] rows = ChangeCodec.encodeOps(Samples.OWN, 9, ops);

      assertEquals(Samples.joined(9, ops), ChangeCodec.decodeOps(Samples.OWN, 9, rows));
      int estimate = ChangeCodec.estimateBytes(ops);
      assertTrue(rows.length <= estimate + 64, rows.length + " bytes, estimated " + estimate);
    }
  }

  @Test
  void estimatesOfPartsAddUp() {
    for (int seed = 0; seed < RUNS; seed++) {
      List<Op> ops = new RandomOps(seed).list(9, 20);
      int parts =
          ChangeCodec.estimateBytes(ops.subList(0, 7))
              + ChangeCodec.estimateBytes(ops.subList(7, ops.size()));
      assertTrue(ChangeCodec.estimateBytes(ops) <= parts, "seed " + seed);
    }
  }
}
