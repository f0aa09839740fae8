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

/** Two who made 1,000 moves apart: one takes in what the other did, at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
public class TreeBranchBenchmark {
  private static final int BRANCH = 1_000;

  /** Nodes of the tree. */
  @Param({"1000", "10000", "100000"})
  public int size;

  private List<Received> branch = List.of();
  private byte[] moved = {};
  private EngineDocument document = new EngineDocument(1);

  @Setup(Level.Trial)
  public void moveApart() {
    EngineTree tree = new EngineTree(size);
    branch = tree.moveAll(tree.open(3), tree.plan(BRANCH, 1));
    EngineDocument own = tree.open(2);
    tree.moveAll(own, tree.plan(BRANCH, 2));
    moved = own.save();
  }

  @Setup(Level.Iteration)
  public void load() {
    document = EngineTree.open(4, moved);
  }

  @Benchmark
  public void merge() {
    document.apply(branch);
  }
}
