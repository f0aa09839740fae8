package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Received;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Typing at the end of a growing text: one transaction and one change for each letter. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TextTypingBenchmark {
  private EngineDocument document = new EngineDocument(1);
  private int length;

  @Setup(Level.Iteration)
  public void empty() {
    document = new EngineDocument(1);
    length = 0;
  }

  @Benchmark
  public Received typeAtEnd() {
    return document.insert(length++);
  }
}
