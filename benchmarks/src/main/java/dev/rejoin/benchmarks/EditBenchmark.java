package dev.rejoin.benchmarks;

import dev.rejoin.replica.Document;
import dev.rejoin.replica.Receipt;
import dev.rejoin.replica.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one edit costs its caller: applied, numbered and in the write-ahead log, not fsynced. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EditBenchmark {
  private Path directory;
  private Replica replica;
  private Document document;
  private long count;

  @Setup(Level.Iteration)
  public void open() throws IOException {
    directory = Files.createTempDirectory("rejoin-edit-benchmark");
    replica = Replica.open(directory, o -> o.author("Ana"));
    document = replica.space("team").document("minutes");
    count = 0;
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    replica.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** One typed character at the end of a growing text. */
  @Benchmark
  public Receipt type() {
    return document.edit(tx -> tx.text("body").append("x"));
  }

  /** One field written again and again. */
  @Benchmark
  public Receipt put() {
    count++;
    return document.edit(tx -> tx.map("meta").put("count", count));
  }

  /** One step of a counter. */
  @Benchmark
  public Receipt count() {
    return document.edit(tx -> tx.counter("views").add(1));
  }
}
