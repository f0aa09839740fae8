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

  @Test
  void opsOnListsNameTheirOwnAtomsAnew() {
    ContainerId list = new ContainerId.Root("items", Kind.LIST);
    ContainerId moved = new ContainerId.Element(list, new OpId(OWN, 111), Kind.COUNTER);
    OpId own = new OpId(OWN, 11);
    OpId later = new OpId(OWN, 111);
    OpId other = new OpId(OTHER, 11);
    List<Value> run = List.of(Value.of("x"));
    assertEquals(
        List.of(new Op.ListInsert(list, later, Side.LEFT, run)),
        moved(new Op.ListInsert(list, own, Side.LEFT, run)));
    assertEquals(
        List.of(new Op.ListMove(list, later, null, Side.RIGHT)),
        moved(new Op.ListMove(list, own, null, Side.RIGHT)));
    assertEquals(
        List.of(new Op.ListSet(list, other, Value.of(1), List.of(later, other))),
        moved(new Op.ListSet(list, other, Value.of(1), List.of(own, other))));
    ContainerId held = new ContainerId.Element(list, own, Kind.COUNTER);
    assertEquals(List.of(new Op.Increment(moved, 1)), moved(new Op.Increment(held, 1)));
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
