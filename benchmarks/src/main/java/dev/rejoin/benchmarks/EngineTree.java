package dev.rejoin.benchmarks;

import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.TreeEdit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tree of nodes with random parents, saved, and valid moves from there on. */
final class EngineTree {
  static final String TREE = "tree";
  private static final int CHUNK = 1_000;

  private final int size;
  private final List<OpId> nodes = new ArrayList<>();
  private final byte[] snapshot;

  EngineTree(int size) {
    this.size = size;
    EngineDocument document = new EngineDocument(1);
    List<Integer> parents = model().parents();
    for (int at = 0; at < size; at += CHUNK) {
      List<Integer> chunk = parents.subList(at, Math.min(size, at + CHUNK));
      document.change(
          tx -> {
            TreeEdit tree = tx.tree(TREE);
            chunk.forEach(parent -> nodes.add(tree.create(node(parent))));
          });
    }
    snapshot = document.save();
  }

  private TreeModel model() {
    return new TreeModel(new Xorshift(), size);
  }

  private @Nullable OpId node(int number) {
    return number < 0 ? null : nodes.get(number);
  }

  byte[] snapshot() {
    return snapshot;
  }

  /** The tree as it is in the snapshot, with its lists of children made. */
  EngineDocument open(int replica) {
    return open(replica, snapshot);
  }

  /** The same with more moves in it. */
  static EngineDocument open(int replica, byte[] saved) {
    EngineDocument document = EngineDocument.load(replica, saved);
    if (document.state().tree(TREE).size() == 0) {
      throw new IllegalStateException("the tree is empty");
    }
    return document;
  }

  /**
   * Moves that are valid one after the other in the tree of the snapshot.
   *
   * @param seed tells sequences apart
   */
  List<TreeModel.Move> plan(int moves, int seed) {
    return model().plan(new Xorshift(seed), moves);
  }

  Received move(EngineDocument document, TreeModel.Move move) {
    OpId node = nodes.get(move.node());
    return document.change(tx -> tx.tree(TREE).move(node, node(move.parent()), move.index()));
  }

  List<Received> moveAll(EngineDocument document, List<TreeModel.Move> plan) {
    List<Received> made = new ArrayList<>(plan.size());
    plan.forEach(move -> made.add(move(document, move)));
    return made;
  }
}
