package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Received;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Random moves in a tree, one after the other. A score is the time of 1,000 operations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 30, batchSize = TreeBenchmark.BATCH)
@Measurement(iterations = 20, batchSize = TreeBenchmark.BATCH)
public class TreeBenchmark {
  static final int BATCH = 1_000;

  /** Nodes of the tree. */
  @Param({"1000", "10000", "100000"})
  public int size;

  private EngineTree tree = new EngineTree(1);
  private List<TreeModel.Move> plan = List.of();
  private EngineDocument document = new EngineDocument(1);
  private List<Received> ofAnother = List.of();
  private int next;

  @Setup(Level.Trial)
  public void fill() {
    tree = new EngineTree(size);
    plan = tree.plan(BATCH, 1);
    ofAnother = tree.moveAll(tree.open(3), plan);
  }

  @Setup(Level.Iteration)
  public void load() {
    document = tree.open(2);
    next = 0;
  }

  @Benchmark
  public Received move() {
    return tree.move(document, plan.get(next++));
  }

  /** What another replica moved, change by change, already decoded. */
  @Benchmark
  public void moveOfAnother() {
    document.apply(ofAnother.get(next++));
  }

  /** A move, and how many nodes there are. */
  @Benchmark
  public int moveAndCount() {
    tree.move(document, plan.get(next++));
    return document.state().tree(EngineTree.TREE).size();
  }
}
