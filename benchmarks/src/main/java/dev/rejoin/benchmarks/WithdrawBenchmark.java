package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Value;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** A mark over a whole text of 1,000,000 letters with others is withdrawn, and formats are read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 15)
public class WithdrawBenchmark {
  private static final int LETTERS = 1_000_000;
  private static final int LENGTH = 50;

  /** Other marks of the key. */
  @Param({"1000", "10000", "100000"})
  public int size;

  private byte[] snapshot = {};
  private @Nullable OpId whole;
  private EngineDocument document = new EngineDocument(1);

  @Setup(Level.Trial)
  public void mark() {
    Xorshift random = new Xorshift();
    EngineDocument typed = EngineDocument.typed(LETTERS);
    for (int i = 0; i < size; i++) {
      int from = random.below(LETTERS - LENGTH);
      mark(typed, from, from + 1 + random.below(LENGTH));
    }
    whole = mark(typed, 0, LETTERS);
    snapshot = typed.save();
  }

  private static OpId mark(EngineDocument typed, int from, int to) {
    Value bold = Value.of(true);
    return typed
        .change(tx -> tx.text(EngineDocument.TEXT).mark(from, to, "bold", bold, Expand.AFTER))
        .change()
        .first();
  }

  @Setup(Level.Iteration)
  public void load() {
    document = EngineDocument.load(2, snapshot);
    // What the first look at the formats builds belongs to loading.
    document.state().text(EngineDocument.TEXT).formatsAt(0);
  }

  @Benchmark
  public Object withdraw() {
    OpId mark = whole;
    if (mark != null) {
      document.change(tx -> tx.text(EngineDocument.TEXT).withdraw(mark));
    }
    return document.state().text(EngineDocument.TEXT).formatsAt(0);
  }
}
