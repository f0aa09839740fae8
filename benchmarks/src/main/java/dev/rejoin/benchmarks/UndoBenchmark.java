package dev.rejoin.benchmarks;

import dev.rejoin.replica.Document;
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

  private Path directory;
  private Replica replica;
  private Document document;

  @Setup(Level.Trial)
  public void open() throws IOException {
    directory = Files.createTempDirectory("rejoin-undo-benchmark");
    replica = Replica.open(directory, o -> o.author("Ana"));
    document = replica.space("team").document("minutes");
    for (int i = 0; i < size; i++) {
      edit(i % 2 == 0 ? "Ana" : "Ben");
    }
  }

  /** An edit with a message is a step and a change of its own. */
  private void edit(String author) {
    document.editAs(author, "typed", tx -> tx.text("body").append("word "));
  }

  @Setup(Level.Iteration)
  public void type() {
    edit("Ana");
    edit("Ben");
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    replica.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Benchmark
  public Object undo() {
    return document.undo("Ana").undo().orElseThrow();
  }
}
