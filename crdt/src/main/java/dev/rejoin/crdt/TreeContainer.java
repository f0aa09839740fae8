package dev.rejoin.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tree: its log of moves, and the state they lead to. */
final class TreeContainer extends Container {
  private final TreeState tree;

  TreeContainer(ContainerId id, TreeState tree) {
    super(id);
    this.tree = tree;
  }

  TreeState tree() {
    return tree;
  }

  @Override
  boolean showsSomething() {
    return tree.childCount(TreeLog.TOP) > 0 || tree.childCount(TreeLog.TRASH) > 0;
  }

  @Override
  boolean isBlank() {
    return tree.log().size() == 0;
  }

  /** Adds a move to the log; it takes effect when somebody reads, or at the end. */
  void perform(Op op, OpId id, long lamport, UndoLog undo) {
    TreeLog log = tree.log();
    if (op instanceof Op.CreateNode create) {
      log.create(id, lamport, parent(create.parent()), create.position());
    } else if (op instanceof Op.MoveNode move) {
      int node = log.number(move.node());
      log.move(id, lamport, node, parent(move.parent()), move.position());
    } else if (op instanceof Op.DeleteNode delete) {
      log.move(id, lamport, log.number(delete.node()), TreeLog.TRASH, null);
    } else if (op instanceof Op.RekeyNode rekey) {
      log.rekey(id, lamport, log.number(rekey.move()), rekey.position());
    }
    undo.add(tree::removeLast);
  }

  private int parent(@Nullable OpId parent) {
    return parent == null ? TreeLog.TOP : tree.log().number(parent);
  }

  @Override
  void collect(List<ContainerEvent> events) {
    List<TreeStep> steps = TreeSteps.of(tree);
    if (!steps.isEmpty()) {
      events.add(new ContainerEvent.NodesChanged(id(), steps));
    }
  }

  @Override
  void settle() {
    tree.forgetTouched();
  }

  @Override
  void write(SnapshotWriter out) {
    TreeSnapshot.write(tree, out);
  }
}
