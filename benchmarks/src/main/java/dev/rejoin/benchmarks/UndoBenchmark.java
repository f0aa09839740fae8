package dev.rejoin.benchmarks;

import java.io.IOException;
import java.util.Objects;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One of two authors takes back what came last, in a document of a replica: found in the journal,
 * undone, signed, and in the write-ahead log.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 60)
@Measurement(iterations = 40)
public class UndoBenchmark {
  /** Changes in the history, each author's in turn. */
  @Param({"1000", "10000", "100000"})
  public int size;

  private @Nullable StoredDocument stored;

  @Setup(Level.Trial)
  public void open() throws IOException {
    StoredDocument opened = new StoredDocument();
    opened.type(size);
    stored = opened;
  }

  @Setup(Level.Iteration)
  public void type() {
    stored().type(2);
  }

  private StoredDocument stored() {
    return Objects.requireNonNull(stored);
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    stored().close();
  }

  @Benchmark
  public Object undo() {
    return stored().document().undo("Ana").undo().orElseThrow();
  }
}
