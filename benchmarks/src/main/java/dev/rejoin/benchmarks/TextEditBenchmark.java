package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Received;
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
 * Single letters at random places of a large text. A score is the time of 1,000 operations: each
 * iteration starts from the same text, so that it does not grow while it is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 30, batchSize = TextEditBenchmark.BATCH)
@Measurement(iterations = 20, batchSize = TextEditBenchmark.BATCH)
public class TextEditBenchmark {
  static final int BATCH = 1_000;

  @Param({"100000", "1000000"})
  public int atoms;

  private byte[] snapshot = {};
  private EngineDocument document = new EngineDocument(1);
  private final Received[] changes = new Received[BATCH];
  private final Anchor[] anchors = new Anchor[BATCH];
  private final Xorshift random = new Xorshift();
  private int next;

  @Setup(Level.Trial)
  public void type() {
    snapshot = EngineDocument.typed(atoms).save();
  }

  @Setup(Level.Iteration)
  public void load() {
    document = EngineDocument.load(2, snapshot);
    EngineDocument other = EngineDocument.load(3, snapshot);
    // What a loaded document builds at its first operation belongs to loading.
    document.apply(other.insert(0));
    document.delete(0);
    document.position(document.anchor(0));
    for (int i = 0; i < BATCH; i++) {
      changes[i] = other.insert(random.below(atoms));
      anchors[i] = document.anchor(random.below(atoms));
    }
    document.position(anchors[0]); // the first look by id makes the index of ids
    next = 0;
  }

  @Benchmark
  public Received insertAnywhere() {
    return document.insert(random.below(atoms));
  }

  @Benchmark
  public Received deleteAnywhere() {
    return document.delete(random.below(atoms - BATCH));
  }

  /** Where a place that was marked before is now. */
  @Benchmark
  public int findAnchor() {
    return document.position(anchors[next++]);
  }

  /** What another replica inserted, change by change, already decoded. */
  @Benchmark
  public void insertOfAnother() {
    document.apply(changes[next++]);
  }
}
