package dev.rejoin.lab.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ChangeCodec.Envelope;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Changes come back, and damage is refused with the exception of the format. */
final class ChangeCodecProps {
  @Property(edgeCases = EdgeCasesMode.NONE)
  void changesComeBack(@ForAll("changes") Change change) {
    Header header = Header.of(change.from(), change.to());

    byte[] bytes = ChangeCodec.encode(change, header);
    Change decoded = ChangeCodec.decode(Ops.OWN, bytes);

    assertEquals(header, ChangeCodec.header(bytes));
    assertEquals(withOps(change, Ops.joined(change.from(), change.ops())), decoded);
    assertArrayEquals(bytes, ChangeCodec.encode(decoded, header));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void openRowsComeBackAndKeepTheEstimate(@ForAll("changes") Change change) {
    byte[] rows = ChangeCodec.encodeOps(Ops.OWN, change.from(), change.ops());

    assertEquals(
        Ops.joined(change.from(), change.ops()),
        ChangeCodec.decodeOps(Ops.OWN, change.from(), rows));
    assertTrue(rows.length <= ChangeCodec.estimateBytes(change.ops()) + 64);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void estimatesAddUp(@ForAll("changes") Change change, @ForAll @IntRange(max = 30) int cut) {
    List<Op> ops = change.ops();
    int middle = Math.min(cut, ops.size());
    int parts =
        ChangeCodec.estimateBytes(ops.subList(0, middle))
            + ChangeCodec.estimateBytes(ops.subList(middle, ops.size()));
    assertTrue(ChangeCodec.estimateBytes(ops) <= parts);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void damagedChangesAreRefusedOrRead(
      @ForAll("changes") Change change,
      @ForAll @IntRange(max = 999) int place,
      @ForAll byte damage) {
    byte[] bytes = ChangeCodec.encode(change, Header.of(change.from(), change.to()));
    bytes[place * bytes.length / 1_000] ^= damage;
    survives(() -> ChangeCodec.decode(Ops.OWN, bytes));
    survives(() -> ChangeCodec.header(bytes));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void damagedRowsAreRefusedOrRead(
      @ForAll("changes") Change change,
      @ForAll @IntRange(max = 999) int place,
      @ForAll byte damage) {
    byte[] rows = ChangeCodec.encodeOps(Ops.OWN, change.from(), change.ops());
    rows[place * rows.length / 1_000] ^= damage;
    survives(() -> ChangeCodec.decodeOps(Ops.OWN, change.from(), rows));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void noiseIsRefusedOrRead(@ForAll @Size(max = 200) byte[] noise) {
    survives(() -> ChangeCodec.header(noise));
    survives(() -> ChangeCodec.decode(Ops.OWN, noise));
    survives(() -> ChangeCodec.decodeControl(Ops.OWN, noise));
    survives(() -> ChangeCodec.decodeOps(Ops.OWN, 1, noise));
    survives(() -> ChangeCodec.decodeBody(Ops.OWN, Header.of(1, 2), noise));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void envelopesComeBack(@ForAll("headers") Header header, @ForAll @Size(min = 1) byte[] body) {
    Envelope envelope = new Envelope(header, body);
    assertEquals(envelope, ChangeCodec.envelope(ChangeCodec.write(envelope)));
  }

  @Provide
  Arbitrary<Change> changes() {
    return Arbitraries.longs()
        .between(1, 1L << 40)
        .flatMap(
            from ->
                Combinators.combine(
                        Ops.starting(from),
                        heads(),
                        Ops.text(),
                        Arbitraries.longs(),
                        Arbitraries.longs().between(0, from - 1),
                        Arbitraries.longs().between(1, Limits.MAX_SEQ >> 1),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, Limits.MAX_SCHEMA_VERSION))
                    .as(
                        (ops, deps, name, time, previous, lamport, continues, schema) ->
                            new Change(
                                Ops.OWN,
                                from,
                                last(from, ops),
                                name,
                                previous,
                                deps,
                                lamport,
                                time,
                                name,
                                "",
                                continues,
                                ops,
                                new SchemaNumbers(schema, schema / 3, schema / 2))));
  }

  @Provide
  Arbitrary<Header> headers() {
    Arbitrary<byte[]> device = Arbitraries.bytes().array(byte[].class).ofSize(32);
    Arbitrary<byte[]> salt = Arbitraries.bytes().array(byte[].class).ofSize(16);
    Arbitrary<Integer> number = Arbitraries.integers().greaterOrEqual(0);
    Arbitrary<Integer> atoms = Arbitraries.integers().between(1, 1 << 20);
    Arbitrary<Header> first =
        Combinators.combine(atoms, number, number, heads(), device, salt)
            .as((n, key, role, heads, d, s) -> new Header(1, n, key, role, heads.list(), d, s));
    Arbitrary<Header> later =
        Combinators.combine(
                Arbitraries.longs().between(1, Limits.MAX_SEQ - (1 << 20)), atoms, number, heads())
            .as(
                (from, n, key, heads) ->
                    new Header(from, from + n - 1, key, 0, heads.list(), null, null));
    return Arbitraries.oneOf(first, later);
  }

  private static Arbitrary<Heads> heads() {
    Arbitrary<ChainMark> mark =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(ChainMark::new);
    return Combinators.combine(Ops.id(), mark)
        .as(Head::new)
        .list()
        .ofMaxSize(5)
        .uniqueElements(head -> head.id().replica())
        .map(Heads::new);
  }

  private static long last(long from, List<Op> ops) {
    return from - 1 + ops.stream().mapToLong(Op::atoms).sum();
  }

  private static Change withOps(Change c, List<Op> ops) {
    return new Change(
        c.replica(),
        c.from(),
        c.to(),
        c.document(),
        c.previous(),
        c.deps(),
        c.lamport(),
        c.timeMillis(),
        c.author(),
        c.message(),
        c.continues(),
        ops,
        c.schema());
  }

  private static void survives(Runnable decoder) {
    try {
      decoder.run();
    } catch (ProtocolException e) {
      assertTrue(e.code() != ErrorCode.UNKNOWN, e::getMessage);
    }
  }
}
