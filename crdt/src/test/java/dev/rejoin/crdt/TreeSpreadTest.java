package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where positions leave no room, siblings are spread, and nobody sees it. */
final class TreeSpreadTest {
  private static final ContainerId PLAN = new ContainerId.Root("plan", Kind.TREE);

  private final Author ana = new Author(1);
  private final Author ben = new Author(2);

  private static FractionalIndex position(int... units) {
    byte[] bytes = new byte[units.length];
    for (int i = 0; i < units.length; i++) {
      bytes[i] = (byte) units[i];
    }
    return FractionalIndex.of(bytes);
  }

  private void receive(Op... ops) {
    Received forged = ben.forge(ops);
    ana.receive(forged);
    ben.receive(forged);
    ben.skip(ops.length);
  }

  @Test
  void nodesFitBetweenTwoOfTheSamePosition() {
    receive(create(position(9)), create(position(9)), create(position(9)));
    List<OpId> before = ana.state.tree("plan").roots();
    List<OpId> made = new ArrayList<>();
    DocumentEvent event = ana.observe(tx -> made.add(tx.tree("plan").create(null, 1)));
    List<OpId> expected = new ArrayList<>(before);
    expected.add(1, made.get(0));
    assertEquals(expected, ana.state.tree("plan").roots());
    List<TreeStep> steps = ((ContainerEvent.NodesChanged) event.containers().get(0)).steps();
    assertTrue(steps.contains(created(made.get(0), 1)), steps.toString());
  }

  private static TreeStep created(OpId node, int index) {
    return new TreeStep.Created(node, new TreeStep.Place(java.util.Optional.empty(), index));
  }

  private static Op create(FractionalIndex position) {
    return new Op.CreateNode(PLAN, null, position);
  }

  @Test
  void nodesFitBeforeTheLowestPositionThereIs() {
    byte[] least = new byte[Limits.MAX_POSITION_BYTES];
    least[least.length - 1] = 1;
    receive(create(FractionalIndex.of(least)));
    ana.edit(tx -> tx.tree("plan").create(null, 0));
    assertEquals(ana.id, ana.state.tree("plan").child(null, 0).replica());
  }

  @Test
  void aSpreadAloneTellsNothing() {
    receive(create(position(9)), create(position(9, 0, 1)));
    OpId first = ana.state.tree("plan").child(null, 0);
    Received rekey = ben.forge(new Op.RekeyNode(PLAN, first, position(3)));
    assertEquals(null, ana.receive(rekey).event());
  }

  @Test
  void aSpreadDoesNotTakeBackAMoveMadeApart() {
    receive(create(position(9)), create(position(9)), create(position(7)));
    OpId last = ana.state.tree("plan").child(null, 2);
    OpId first = ana.state.tree("plan").child(null, 0);
    ben.edit(tx -> tx.tree("plan").move(last, first, 0));
    for (int i = 0; i < 5; i++) {
      ana.edit(tx -> tx.counter("later").add(1));
    }
    ana.edit(tx -> tx.tree("plan").create(null, 2));
    ana.merge(ben);
    ben.merge(ana);
    assertEquals(List.of(last), ana.state.tree("plan").children(first));
    assertArrayEquals(ana.state.save(), ben.state.save());
  }

  @Test
  void whereverNodesAreAddedTheOrderIsWhatWasAskedFor() {
    Random random = new Random(3);
    List<OpId> expected = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      int near = random.nextInt(expected.size() + 1);
      ana.edit(
          tx -> {
            for (int i = 0; i < 50; i++) {
              int index = Math.min(near + random.nextInt(2), expected.size());
              expected.add(index, tx.tree("plan").create(null, index));
            }
          });
    }
    assertEquals(expected, ana.state.tree("plan").roots());
  }
}
