package dev.rejoin.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation may cost, and the benchmark that tells what it does cost.
 *
 * @param benchmark its class
 * @param method of the class; where a score is that of a batch, one operation is its part
 * @param what the operation
 * @param unit what sizes count
 * @param growth how the cost may grow, n being the size
 * @param limit the most that it may take, or null if only its growth is promised
 */
record Promise(
    Class<?> benchmark,
    String method,
    String what,
    String unit,
    String growth,
    @Nullable Limit limit) {
  private static final double MICRO = 1e3;
  private static final double MILLI = 1e6;

  /** So many nanoseconds at a size. */
  record Limit(int size, double nanos) {}

  private static Promise of(
      Class<?> benchmark, String method, String what, String unit, String growth) {
    return new Promise(benchmark, method, what, unit, growth, null);
  }

  private Promise atMost(int size, double nanos) {
    return new Promise(benchmark, method, what, unit, growth, new Limit(size, nanos));
  }

  /** All of them, in the order of the page. */
  static List<Promise> all() {
    Class<?> list = ListBenchmark.class;
    Class<?> tree = TreeBenchmark.class;
    Class<?> late = TreeLateBenchmark.class;
    Class<?> mark = MarkBenchmark.class;
    Class<?> history = HistoryBenchmark.class;
    return List.of(
        of(TextEditBenchmark.class, "findAnchor", "find an anchor", "letters", "log n")
            .atMost(1_000_000, MICRO),
        of(list, "insertAnywhere", "insert into a list", "elements", "log n"),
        of(list, "moveAnywhere", "move within a list", "elements", "log n"),
        of(list, "moveOfAnother", "take in a move of a list", "elements", "log n"),
        of(tree, "move", "move a node", "nodes", "log n + depth").atMost(100_000, 20 * MICRO),
        of(tree, "moveOfAnother", "take in a move of a node", "nodes", "log n + depth")
            .atMost(100_000, 20 * MICRO),
        of(tree, "moveAndCount", "move a node, count all", "nodes", "log n + depth"),
        of(TreeBranchBenchmark.class, "merge", "merge 1,000 with 1,000 moves", "nodes", "depth")
            .atMost(100_000, 50 * MILLI),
        of(late, "one", "one late move", "newer moves", "n · depth"),
        of(late, "thousand", "1,000 late moves at once", "newer moves", "n · depth"),
        of(mark, "markAnywhere", "add a mark", "letters", "log n"),
        of(mark, "markOverlapping", "add an overlapping mark", "letters", "log n"),
        of(mark, "annotate", "add an annotation", "letters", "log n"),
        of(mark, "findAnnotation", "find an annotation", "letters", "log n"),
        of(mark, "formatsSomewhere", "formats of a letter", "letters", "log n"),
        of(WithdrawBenchmark.class, "withdraw", "withdraw a mark over all", "marks", "n log n"),
        of(UndoBenchmark.class, "undo", "undo in a replica", "changes", "1"),
        of(history, "blame", "who wrote the text", "changes", "n"),
        of(history, "diff", "what came of half of it", "changes", "n"),
        of(history, "readOld", "read the text of then", "changes", "n"));
  }

  /** The full name of the benchmark. */
  String benchmarkName() {
    return benchmark.getName() + "." + method;
  }
}
