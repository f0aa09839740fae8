package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs of deletes keep naming the same atoms when a transaction moves. */
final class RelocationTest {
  private static final ReplicaId OWN = new ReplicaId(0, 1);
  private static final ReplicaId OTHER = new ReplicaId(0, 2);
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);

  @Test
  void targetsBeforeTheBorderStay() {
    assertEquals(List.of(run(OWN, 9, 3, -1)), moved(run(OWN, 9, 3, -1)));
    assertEquals(List.of(run(OWN, 7, 3, 1)), moved(run(OWN, 7, 3, 1)));
    assertEquals(List.of(run(OTHER, 8, 6, 1)), moved(run(OTHER, 8, 6, 1)));
  }

  @Test
  void ownTargetsOfTheTransactionMove() {
    assertEquals(List.of(run(OWN, 112, 3, -1)), moved(run(OWN, 12, 3, -1)));
    assertEquals(List.of(run(OWN, 110, 3, 1)), moved(run(OWN, 10, 3, 1)));
  }

  @Test
  void runAcrossTheBorderIsCut() {
    assertEquals(List.of(run(OWN, 112, 3, -1), run(OWN, 9, 2, -1)), moved(run(OWN, 12, 5, -1)));
    assertEquals(List.of(run(OWN, 8, 2, 1), run(OWN, 110, 1, 1)), moved(run(OWN, 8, 3, 1)));
  }

  private static List<Op> moved(Op op) {
    List<Op> moved = new ArrayList<>();
    new Relocation(OWN, 10, 100).move(op, moved);
    return moved;
  }

  private static Op run(ReplicaId replica, long first, int count, int step) {
    return new Op.DeleteRun(BODY, new OpId(replica, first), count, step);
  }
}
