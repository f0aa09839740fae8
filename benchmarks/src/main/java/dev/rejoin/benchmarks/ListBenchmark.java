package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
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

/**
 * Single operations at random places of a list. A score is the time of 1,000 of them: each
 * iteration starts from the same list, so that it does not grow while it is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 30, batchSize = ListBenchmark.BATCH)
@Measurement(iterations = 20, batchSize = ListBenchmark.BATCH)
public class ListBenchmark {
  static final int BATCH = 1_000;
  private static final String LIST = "list";
  private static final Value ELEMENT = Value.of(1);

  /** Elements of the list. */
  @Param({"1000", "10000", "100000"})
  public int size;

  private byte[] snapshot = {};
  private EngineDocument document = new EngineDocument(1);
  private final Received[] moves = new Received[BATCH];
  private final Xorshift random = new Xorshift();
  private int next;

  /** A list that was not filled from left to right. */
  @Setup(Level.Trial)
  public void fill() {
    EngineDocument filled = new EngineDocument(1);
    for (int at = 0; at < size; ) {
      List<Value> piece = new ArrayList<>();
      while (piece.size() < 10 && at < size) {
        piece.add(Value.of(at++));
      }
      filled.change(tx -> tx.list(LIST).insertAll(random.below(tx.list(LIST).size() + 1), piece));
    }
    snapshot = filled.save();
  }

  @Setup(Level.Iteration)
  public void load() {
    document = EngineDocument.load(2, snapshot);
    EngineDocument other = EngineDocument.load(3, snapshot);
    // What a loaded document builds at its first operation belongs to loading.
    document.change(tx -> tx.list(LIST).move(0, 1));
    for (int i = 0; i < BATCH; i++) {
      moves[i] = move(other);
    }
    next = 0;
  }

  private Received move(EngineDocument moved) {
    int from = random.below(size);
    int to = (from + 1 + random.below(size - 1)) % size; // never where it is
    return moved.change(tx -> tx.list(LIST).move(from, to));
  }

  @Benchmark
  public Received moveAnywhere() {
    return move(document);
  }

  @Benchmark
  public Received insertAnywhere() {
    return document.change(tx -> tx.list(LIST).insert(random.below(size), ELEMENT));
  }

  /** What another replica moved, change by change, already decoded. */
  @Benchmark
  public void moveOfAnother() {
    document.apply(moves[next++]);
  }
}
