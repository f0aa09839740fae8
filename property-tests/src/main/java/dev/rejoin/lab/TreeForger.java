package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FractionalIndex;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;

/** Ops on a tree that no handle would make: cycles, equal positions, moves of moves. */
final class TreeForger {
  private final SplitMix64 random;
  private final ContainerId tree;
  private final List<OpId> nodes = new ArrayList<>();
  private final List<OpId> moves = new ArrayList<>();

  TreeForger(SplitMix64 random, ContainerId tree, List<AppliedOp> known) {
    this.random = random;
    this.tree = tree;
    for (AppliedOp op : known) {
      boolean ours = tree.equals(op.op().container());
      if (ours && op.op() instanceof Op.CreateNode) {
        nodes.add(op.id());
      }
      if (ours && !(op.op() instanceof Op.DeleteNode)) {
        moves.add(op.id());
      }
    }
  }

  List<Op> legal() {
    List<Op> ops = new ArrayList<>();
    ops.add(new Op.CreateNode(tree, null, position()));
    if (nodes.isEmpty()) {
      return ops;
    }
    OpId node = random.pick(nodes);
    OpId other = random.pick(nodes);
    ops.add(new Op.CreateNode(tree, node, position()));
    ops.add(new Op.MoveNode(tree, node, other, position()));
    ops.add(new Op.MoveNode(tree, other, random.oneIn(3) ? null : node, position()));
    ops.add(new Op.RekeyNode(tree, random.pick(moves), position()));
    if (random.oneIn(3)) {
      ops.add(new Op.DeleteNode(tree, random.pick(nodes)));
      ops.add(new Op.DeleteNode(tree, random.pick(nodes)));
    }
    ContainerId data = new ContainerId.Element(tree, other, Kind.MAP);
    ops.add(new Op.Put(data, "title", Value.of("forged"), List.of()));
    return ops;
  }

  /** Ops that break a rule; {@code noNode} is an op that may be here but created no node here. */
  static List<Op> illegal(OpId noNode) {
    ContainerId tree = new ContainerId.Root("a", Kind.TREE);
    FractionalIndex position = FractionalIndex.of(new byte[] {1});
    return List.of(
        new Op.CreateNode(tree, noNode, position),
        new Op.MoveNode(tree, noNode, null, position),
        new Op.DeleteNode(tree, noNode),
        new Op.RekeyNode(tree, noNode, position),
        new Op.Insert(tree, null, Side.RIGHT, "x"),
        new Op.CreateNode(new ContainerId.Root("a", Kind.TEXT), null, position),
        new Op.Put(new ContainerId.Element(tree, noNode, Kind.MAP), "a", Value.of(1), List.of()));
  }

  private FractionalIndex position() {
    byte[] bytes = new byte[random.oneIn(9) ? Limits.MAX_POSITION_BYTES : 1 + random.below(2)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.oneIn(2) ? 1 : random.below(256) | 1);
    }
    return FractionalIndex.of(bytes);
  }
}
