package dev.rejoin.lab.codec;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary ops, with what an editor does most: typing on and deleting one by one. */
final class Ops {
  static final ReplicaId OWN = new ReplicaId(1, 1);

  private static final ContainerId TEXT = new ContainerId.Root("body", Kind.TEXT);

  private Ops() {}

  /** Ops of a change that begins at {@code from}. */
  static Arbitrary<List<Op>> starting(long from) {
    return Arbitraries.oneOf(typing(from), deleting(), any().list().ofMinSize(1).ofMaxSize(30));
  }

  static Arbitrary<Op> any() {
    Arbitrary<List<OpId>> seen = id().list().ofMaxSize(4);
    return Arbitraries.oneOf(
        Combinators.combine(container(), id(), Arbitraries.of(Side.values()), text())
            .as(Op.Insert::new),
        Combinators.combine(container(), text())
            .as((where, text) -> new Op.Insert(where, null, Side.RIGHT, text)),
        Combinators.combine(container(), range().list().ofMinSize(1).ofMaxSize(5))
            .as(Op.Delete::new),
        Combinators.combine(container(), id()).as(Op.Revive::new),
        Combinators.combine(container(), text(), value(), seen).as(Op.Put::new),
        Combinators.combine(container(), text(), seen).as(Op.Remove::new),
        Combinators.combine(container(), value(), seen).as(Op.Add::new),
        Combinators.combine(container(), value(), seen).as(Op.Discard::new),
        Combinators.combine(container(), Arbitraries.longs()).as(Op.Increment::new),
        Combinators.combine(Arbitraries.integers().between(32, 500), sizes()).as(Op.Unknown::new));
  }

  private static Arbitrary<List<Op>> typing(long from) {
    return text()
        .list()
        .ofMinSize(1)
        .ofMaxSize(20)
        .map(
            keys -> {
              List<Op> ops = new ArrayList<>();
              OpId parent = null;
              long seq = from;
              for (String key : keys) {
                ops.add(new Op.Insert(TEXT, parent, Side.RIGHT, key));
                seq += key.length();
                parent = new OpId(OWN, seq - 1);
              }
              return ops;
            });
  }

  private static Arbitrary<List<Op>> deleting() {
    return Combinators.combine(replica(), Arbitraries.integers().between(-1, 1), sizes())
        .as(
            (replica, step, count) -> {
              List<Op> ops = new ArrayList<>();
              for (int i = 0; i < count; i++) {
                OpId target = new OpId(replica, 1_000 + (long) i * step);
                ops.add(new Op.Delete(TEXT, List.of(IdRange.of(target))));
              }
              return ops;
            });
  }

  private static Arbitrary<Integer> sizes() {
    return Arbitraries.integers().between(1, 300);
  }

  static Arbitrary<String> text() {
    return Arbitraries.of("a", "b", " ", "é", "€", "\uD83D\uDE00", "\n", "word")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(pieces -> String.join("", pieces));
  }

  private static Arbitrary<Value> value() {
    return Arbitraries.oneOf(
        text().map(Value::of),
        Arbitraries.longs().map(Value::of),
        Arbitraries.doubles().map(Value::of),
        Arbitraries.of(true, false).map(Value::of),
        Arbitraries.bytes().array(byte[].class).ofMaxSize(30).map(Value::of),
        Combinators.combine(Arbitraries.of(Kind.values()), id().list().ofMaxSize(3))
            .as(Value.Nested::new));
  }

  private static Arbitrary<ContainerId> container() {
    Arbitrary<ContainerId> root =
        Combinators.combine(text(), Arbitraries.of(Kind.values())).as(ContainerId.Root::new);
    Arbitrary<ContainerId> child =
        Combinators.combine(text(), text(), Arbitraries.of(Kind.values()), id().list().ofMaxSize(2))
            .as(
                (parent, key, kind, generation) ->
                    new ContainerId.Child(
                        new ContainerId.Root(parent, Kind.MAP), key, kind, generation));
    return Arbitraries.oneOf(root, child, Arbitraries.just(TEXT));
  }

  private static Arbitrary<IdRange> range() {
    return Combinators.combine(id(), sizes())
        .as(
            (first, size) ->
                new IdRange(
                    first.replica(),
                    first.seq(),
                    Math.min(first.seq() + size - 1, Limits.MAX_SEQ)));
  }

  static Arbitrary<OpId> id() {
    return Combinators.combine(replica(), Arbitraries.longs().between(1, Limits.MAX_SEQ))
        .as(OpId::new);
  }

  static Arbitrary<ReplicaId> replica() {
    return Arbitraries.oneOf(
        Arbitraries.just(OWN),
        Arbitraries.longs().between(-3, 3).map(low -> new ReplicaId(low, low)),
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(ReplicaId::new));
  }

  /** The ops as a reader sees them: insertions that continue each other are one. */
  static List<Op> joined(long from, List<Op> ops) {
    List<Op> result = new ArrayList<>();
    long seq = from;
    for (Op op : ops) {
      Op last = result.isEmpty() ? null : result.get(result.size() - 1);
      if (op instanceof Op.Insert next
          && last instanceof Op.Insert run
          && next.side() == Side.RIGHT
          && next.container().equals(run.container())
          && new OpId(OWN, seq - 1).equals(next.parent())) {
        result.remove(result.size() - 1);
        result.add(
            new Op.Insert(run.container(), run.parent(), run.side(), run.text() + next.text()));
      } else {
        result.add(op);
      }
      seq += op.atoms();
    }
    return result;
  }
}
