package dev.rejoin.benchmarks;

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

/** What goes over a whole text: load, save, content. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TextWholeBenchmark {
  @Param({"100000", "1000000"})
  public int atoms;

  private EngineDocument document = new EngineDocument(1);
  private byte[] snapshot = {};

  @Setup(Level.Trial)
  public void type() {
    document = EngineDocument.typed(atoms);
    snapshot = document.save();
  }

  @Benchmark
  public Object load() {
    return EngineDocument.load(2, snapshot);
  }

  @Benchmark
  public byte[] save() {
    return document.save();
  }

  @Benchmark
  public String content() {
    return document.content();
  }
}
