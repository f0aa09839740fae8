package dev.rejoin.benchmarks;

import static dev.rejoin.benchmarks.Harness.line;
import static dev.rejoin.benchmarks.Harness.require;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Trees whose nodes move: the same operations as peers/types.mjs. */
final class TreeShapes {
  private static final int MOVES = 10_000;
  private static final int CHUNK = 1_000;

  /** A node alone has no other parent to move to. */
  private static final int NODES_LEAST = 4;

  /** Two who move fewer nodes may happen to move none. */
  private static final int MERGED_LEAST = 20;

  private final Harness harness;
  private final PeerLibrary library;

  TreeShapes(Harness harness, PeerLibrary library) {
    this.harness = harness;
    this.library = library;
  }

  /** Two replicas of one tree, and the changes of the first from then on. */
  private final class Pair {
    private final PeerDocument a = library.open(1);
    private final PeerDocument b = library.open(2);
    private final List<Object> nodes = new ArrayList<>();
    private final List<Made> changes = new ArrayList<>();

    Pair(TreeModel model) {
      a.record(changes);
      List<Integer> parents = model.parents();
      for (int at = 0; at < parents.size(); at += CHUNK) {
        int end = Math.min(parents.size(), at + CHUNK);
        a.nodes().create(nodes, parents.subList(at, end));
      }
      changes.forEach(b::apply);
      changes.clear();
    }

    void move(PeerDocument document, List<TreeModel.Move> plan) {
      PeerParts.Nodes tree = document.nodes();
      for (int i = 0; i < plan.size(); i++) {
        harness.tick(i, plan.size());
        TreeModel.Move move = plan.get(i);
        tree.move(nodes.get(move.node()), node(move.parent()), move.index());
      }
    }

    private @Nullable Object node(int number) {
      return number < 0 ? null : nodes.get(number);
    }

    List<Integer> shape(PeerDocument document) {
      Map<Object, Integer> numbers = new HashMap<>();
      for (int i = 0; i < nodes.size(); i++) {
        numbers.put(nodes.get(i), i);
      }
      return TreeModel.shape(
          number ->
              document.nodes().children(node(number)).stream().<Integer>map(numbers::get).toList());
    }

    void free() {
      a.free();
      b.free();
    }
  }

  void all() {
    row("tree-move", n -> local(n, Math.max(NODES_LEAST, n)));
    row("tree-move-large", n -> local(n, Math.max(NODES_LEAST, 10 * n)));
    row("tree-remote", n -> remote(n, Math.max(NODES_LEAST, 10 * n)));
    row("tree-merge", n -> merge(Math.max(MERGED_LEAST, n)));
  }

  private void row(String name, IntToDoubleFunction run) {
    harness.row(
        name,
        row -> {
          library.open(1).nodes(); // tells whether there are trees
          harness.once(row, harness.sizeOf(MOVES), Harness.MANY_SMALL, line(), run);
        });
  }

  private double local(int moves, int size) {
    Xorshift random = new Xorshift();
    TreeModel model = new TreeModel(random, size);
    Pair pair = new Pair(model);
    List<TreeModel.Move> plan = model.plan(random, moves);
    double millis = harness.time(() -> pair.move(pair.a, plan));
    require(pair.shape(pair.a).equals(model.shape()), "the tree is not what the moves make of it");
    pair.free();
    return millis;
  }

  private double remote(int moves, int size) {
    Xorshift random = new Xorshift();
    TreeModel model = new TreeModel(random, size);
    harness.start(10); // moving is not what is measured
    Pair pair = new Pair(model);
    pair.move(pair.a, model.plan(random, moves));
    double millis =
        harness.time(
            () -> {
              for (int i = 0; i < pair.changes.size(); i++) {
                harness.tick(i, moves);
                pair.b.apply(pair.changes.get(i));
              }
            });
    require(pair.shape(pair.b).equals(model.shape()), "the tree received is another one");
    pair.free();
    return millis;
  }

  /** Both begin with the same tree, move nodes apart, and merge. */
  private double merge(int n) {
    TreeModel model = new TreeModel(new Xorshift(), n);
    harness.start(10);
    Pair pair = new Pair(model);
    pair.a.record(null);
    Object since = pair.a.mark();
    pair.move(pair.a, new TreeModel(new Xorshift(), n).plan(new Xorshift(1), n));
    pair.move(pair.b, model.plan(new Xorshift(2), n));
    double millis =
        harness.time(
            () -> {
              byte[] fromA = pair.a.since(since);
              pair.a.applySince(pair.b.since(since));
              pair.b.applySince(fromA);
            });
    List<Integer> shape = pair.shape(pair.a);
    require(shape.size() == 2 * (n + 1), "nodes are missing, or there twice");
    require(shape.equals(pair.shape(pair.b)), "the two differ");
    pair.free();
    return millis;
  }
}
