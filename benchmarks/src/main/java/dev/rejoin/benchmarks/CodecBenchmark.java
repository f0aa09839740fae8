package dev.rejoin.benchmarks;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.ChangeDecoder;
import dev.rejoin.proto.ChangeEncoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to turn the smallest changes, single keystrokes, into bytes and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  private static final ReplicaId OWN = ReplicaId.parse("000102030405060708090a0b0c0d0e0f");
  private static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);
  private static final long TIME = 1_795_000_000_000L;

  private final ChangeEncoder encoder = new ChangeEncoder();
  private final ChangeDecoder decoder = new ChangeDecoder();

  @Param({"insert", "delete"})
  private String key = "insert";

  private Change change = change(insert());
  private Header header = Header.of(change.from(), change.to());
  private byte[] bytes = ChangeCodec.encode(change, header);

  @Setup
  public void prepare() {
    change = change(key.equals("insert") ? insert() : delete());
    header = Header.of(change.from(), change.to());
    bytes = ChangeCodec.encode(change, header);
  }

  /** With an encoder of its own for each change. */
  @Benchmark
  public byte[] encodeOne() {
    return ChangeCodec.encode(change, header);
  }

  /** With a decoder of its own for each change. */
  @Benchmark
  public Change decodeOne() {
    return ChangeCodec.decode(OWN, bytes);
  }

  /** One of many changes that follow each other. */
  @Benchmark
  public byte[] encode() {
    return encoder.encode(change, header);
  }

  /** One of many changes that follow each other. */
  @Benchmark
  public Change decode() {
    return decoder.decode(OWN, bytes);
  }

  private static Op insert() {
    return new Op.Insert(BODY, new OpId(OWN, 19_999), Side.RIGHT, "x");
  }

  private static Op delete() {
    return new Op.DeleteRun(BODY, new OpId(OWN, 19_900), 5, -1);
  }

  private static Change change(Op op) {
    long to = 20_000 - 1 + op.atoms();
    return new Change(
        OWN,
        20_000,
        to,
        "agenda",
        19_999,
        Heads.none(),
        20_000,
        TIME,
        "Amelie",
        "",
        false,
        List.of(op));
  }
}
