package dev.rejoin.benchmarks;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.OpId;
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
 * Marks and annotations at random places of a text that has some. A score is the time of 1,000
 * operations.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 30, batchSize = MarkBenchmark.BATCH)
@Measurement(iterations = 20, batchSize = MarkBenchmark.BATCH)
public class MarkBenchmark {
  static final int BATCH = 1_000;
  private static final int LENGTH = 50;
  private static final int MARKS_BEFORE = 1_000;
  private static final ContainerId TEXT = new ContainerId.Root(EngineDocument.TEXT, Kind.TEXT);
  private static final Value TRUE = Value.of(true);

  /** Letters of the text. */
  @Param({"10000", "100000", "1000000"})
  public int size;

  private byte[] snapshot = {};
  private final List<OpId> annotations = new ArrayList<>();
  private EngineDocument document = new EngineDocument(1);
  private final Xorshift random = new Xorshift();

  @Setup(Level.Trial)
  public void type() {
    EngineDocument typed = EngineDocument.typed(size);
    for (int i = 0; i < MARKS_BEFORE; i++) {
      mark(typed);
      annotations.add(annotate(typed).change().first());
    }
    snapshot = typed.save();
  }

  @Setup(Level.Iteration)
  public void load() {
    document = EngineDocument.load(2, snapshot);
    // What the first look at the formats builds belongs to loading.
    document.state().text(EngineDocument.TEXT).formatsAt(0);
    mark(document);
    annotate(document);
  }

  private Received mark(EngineDocument marked) {
    int from = random.below(size - LENGTH);
    int to = from + 1 + random.below(LENGTH);
    return marked.change(
        tx -> tx.text(EngineDocument.TEXT).mark(from, to, "bold", TRUE, Expand.AFTER));
  }

  private Received annotate(EngineDocument annotated) {
    int from = random.below(size - LENGTH);
    int to = from + 1 + random.below(LENGTH);
    return annotated.change(tx -> tx.annotations(EngineDocument.TEXT).add(from, to, "Is that so?"));
  }

  @Benchmark
  public Received annotate() {
    return annotate(document);
  }

  /** Where an annotation is, and whether its text is still the quoted one. */
  @Benchmark
  public Object findAnnotation() {
    OpId annotation = annotations.get(random.below(MARKS_BEFORE));
    return document.state().annotations(TEXT).find(annotation).orElseThrow();
  }

  @Benchmark
  public Received markAnywhere() {
    return mark(document);
  }

  @Benchmark
  public Received markOverlapping() {
    int from = random.below(size - LENGTH);
    int to = from + 1 + random.below(LENGTH);
    return document.change(
        tx -> tx.text(EngineDocument.TEXT).markOverlapping(from, to, "comment", TRUE, Expand.NONE));
  }

  @Benchmark
  public Object formatsSomewhere() {
    return document.state().text(EngineDocument.TEXT).formatsAt(random.below(size));
  }
}
