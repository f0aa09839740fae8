package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CausalBufferTest {
  private final ReplicaId ann = new ReplicaId(0, 1);
  private final ReplicaId bob = new ReplicaId(0, 2);

  @Test
  void anInclusionFreesWhatWaitsForItOrForEarlierAtoms() {
    CausalBuffer<String> buffer = new CausalBuffer<>();
    buffer.offer("third", new OpId(ann, 9));
    buffer.offer("second", new OpId(ann, 4));
    buffer.offer("first", new OpId(ann, 2));
    buffer.offer("also second", new OpId(ann, 4));
    buffer.offer("other", new OpId(bob, 1));
    assertEquals(
        List.of(new OpId(ann, 2), new OpId(ann, 4), new OpId(ann, 9), new OpId(bob, 1)),
        buffer.missing());
    assertEquals(List.of(), buffer.include(new OpId(ann, 1)));
    assertEquals(List.of("first", "second", "also second"), buffer.include(new OpId(ann, 8)));
    assertEquals(2, buffer.size());
    assertEquals(List.of("other"), buffer.include(new OpId(bob, 1)));
    assertEquals(List.of("third"), buffer.include(new OpId(ann, 9)));
    assertEquals(0, buffer.size());
  }

  @Test
  void whatWaitsForAForkComesOutByDrainingOnly() {
    CausalBuffer<String> buffer = new CausalBuffer<>();
    buffer.offer("fork", null);
    buffer.offer("waiting", new OpId(ann, 1));
    assertEquals(List.of("waiting"), buffer.include(new OpId(ann, Limits.MAX_SEQ)));
    assertEquals(1, buffer.size());
    assertEquals(List.of("fork"), buffer.drain());
    assertEquals(0, buffer.size());
  }
}
