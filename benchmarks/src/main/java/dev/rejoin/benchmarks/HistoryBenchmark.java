package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Heads;
import dev.rejoin.replica.History;
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

/** What a document was, and who wrote it, in a replica: read from the journal and the state. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 15)
@Measurement(iterations = 15)
public class HistoryBenchmark {
  /** Changes in the history, a word at a random place each. */
  @Param({"1000", "10000", "100000"})
  public int size;

  private @Nullable StoredDocument stored;
  private Heads half = Heads.none();
  private Heads now = Heads.none();

  @Setup(Level.Trial)
  public void open() throws IOException {
    StoredDocument opened = new StoredDocument();
    stored = opened;
    opened.type(size / 2);
    half = frozen();
    opened.type(size - size / 2);
    now = frozen();
  }

  private History history() {
    return Objects.requireNonNull(stored).document().history();
  }

  /** The version now; asking for the newest change freezes it. */
  private Heads frozen() {
    return history().find(history().latest(1).get(0).id());
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    Objects.requireNonNull(stored).close();
  }

  @Benchmark
  public Object blame() {
    return history().blame(StoredDocument.TEXT);
  }

  @Benchmark
  public Object diff() {
    return history().diff(half, now);
  }

  @Benchmark
  public Object readOld() {
    return history().view(half).text(StoredDocument.TEXT).content();
  }
}
