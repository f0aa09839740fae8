package dev.rejoin.lab.codec;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FractionalIndex;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Quote;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

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
        deleteRun(),
        Combinators.combine(container(), id()).as(Op.Revive::new),
        Combinators.combine(container(), text(), value(), seen).as(Op.Put::new),
        Combinators.combine(container(), text(), seen).as(Op.Remove::new),
        Combinators.combine(container(), value(), seen).as(Op.Add::new),
        Combinators.combine(container(), value(), seen).as(Op.Discard::new),
        Combinators.combine(container(), Arbitraries.longs()).as(Op.Increment::new),
        id().list().ofMinSize(1).ofMaxSize(4).map(Op.Undoes::new),
        list(),
        Combinators.combine(container(), id().injectNull(0.3), position()).as(Op.CreateNode::new),
        Combinators.combine(container(), id(), id().injectNull(0.3), position())
            .as(Op.MoveNode::new),
        Combinators.combine(container(), id()).as(Op.DeleteNode::new),
        Combinators.combine(container(), id(), position()).as(Op.RekeyNode::new),
        mark(),
        annotate(),
        Combinators.combine(container(), text(), id().injectNull(0.5), seen, id().list().ofSize(1))
            .as(Op.Dismiss::new),
        Combinators.combine(container(), id()).as(Op.Withdraw::new),
        Combinators.combine(Arbitraries.integers().between(100, 500), sizes()).as(Op.Unknown::new));
  }

  private static Arbitrary<Op> list() {
    Arbitrary<List<Value>> values = value().list().ofMinSize(1).ofMaxSize(5);
    Arbitrary<OpId> parent = id().injectNull(0.3);
    return Arbitraries.oneOf(
        Combinators.combine(container(), parent, values)
            .as((where, at, run) -> new Op.ListInsert(where, at, side(at), run)),
        Combinators.combine(container(), id(), parent)
            .as((where, element, at) -> new Op.ListMove(where, element, at, side(at))),
        Combinators.combine(container(), id(), value(), id().list().ofMaxSize(3))
            .as(Op.ListSet::new));
  }

  /** Left of every second number, and right of the start. */
  private static Side side(@Nullable OpId parent) {
    return parent != null && parent.seq() % 2 == 0 ? Side.LEFT : Side.RIGHT;
  }

  private static Arbitrary<Op> mark() {
    return Combinators.combine(
            container(),
            text(),
            value().injectNull(0.25),
            anchor(),
            anchor(),
            Arbitraries.of(true, false))
        .as(Op.Mark::new);
  }

  private static Arbitrary<Op> annotate() {
    Arbitrary<Quote> quote = Combinators.combine(text(), text(), text()).as(Quote::new);
    return Combinators.combine(container(), id().injectNull(0.5), anchor(), anchor(), quote)
        .as(Op.Annotate::new);
  }

  private static Arbitrary<Anchor> anchor() {
    return Combinators.combine(id().injectNull(0.2), Arbitraries.of(Bias.values())).as(Anchor::new);
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

  private static Arbitrary<Op> deleteRun() {
    return Combinators.combine(container(), id(), sizes(), Arbitraries.of(-1, 1))
        .as(
            (where, first, size, step) -> {
              long room = step > 0 ? Limits.MAX_SEQ - first.seq() + 1 : first.seq();
              return new Op.DeleteRun(where, first, (int) Math.min(size, room), step);
            });
  }

  private static Arbitrary<FractionalIndex> position() {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMinSize(1)
        .ofMaxSize(Limits.MAX_POSITION_BYTES)
        .filter(bytes -> bytes[bytes.length - 1] != 0)
        .map(FractionalIndex::of);
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
    Arbitrary<ContainerId> held =
        Combinators.combine(text(), id(), Arbitraries.of(Kind.values()))
            .as(
                (list, element, kind) ->
                    new ContainerId.Element(new ContainerId.Root(list, Kind.LIST), element, kind));
    Arbitrary<ContainerId> data =
        Combinators.combine(text(), id())
            .as(
                (name, node) ->
                    new ContainerId.Element(new ContainerId.Root(name, Kind.TREE), node, Kind.MAP));
    Arbitrary<ContainerId> beside =
        Combinators.combine(text(), Arbitraries.of(Kind.values()))
            .as((name, k) -> new ContainerId.Beside(new ContainerId.Root(name, Kind.TEXT), k));
    return Arbitraries.oneOf(root, child, held, data, beside, Arbitraries.just(TEXT));
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

  /** The ops as a reader sees them: what continues each other is one. */
  static List<Op> joined(long from, List<Op> ops) {
    List<Op> result = new ArrayList<>();
    long seq = from;
    for (Op op : ops) {
      Op last = result.isEmpty() ? null : result.get(result.size() - 1);
      Op joined = joinedDeletes(last, op);
      if (op instanceof Op.Insert next
          && last instanceof Op.Insert run
          && next.side() == Side.RIGHT
          && next.container().equals(run.container())
          && new OpId(OWN, seq - 1).equals(next.parent())) {
        result.remove(result.size() - 1);
        result.add(
            new Op.Insert(run.container(), run.parent(), run.side(), run.text() + next.text()));
      } else if (joined != null) {
        result.set(result.size() - 1, joined);
      } else {
        result.add(plain(op));
      }
      seq += op.atoms();
    }
    return result;
  }

  /** One delete of one atom, or a run of them, that ends where {@code next} goes on; else null. */
  private static @Nullable Op joinedDeletes(@Nullable Op last, Op next) {
    Op.DeleteRun run = last == null ? null : asRun(last);
    Op.DeleteRun more = asRun(next);
    if (run == null
        || more == null
        || !run.container().equals(more.container())
        || !run.first().replica().equals(more.first().replica())) {
      return null;
    }
    long step = more.first().seq() - run.target(run.count() - 1).seq();
    boolean straight =
        Math.abs(step) == 1
            && (run.count() == 1 || run.step() == step)
            && (more.count() == 1 || more.step() == step);
    return straight
        ? new Op.DeleteRun(run.container(), run.first(), run.count() + more.count(), (int) step)
        : null;
  }

  private static Op.@Nullable DeleteRun asRun(Op op) {
    if (op instanceof Op.Delete delete
        && delete.targets().size() == 1
        && delete.targets().get(0).size() == 1) {
      return new Op.DeleteRun(delete.container(), delete.targets().get(0).first(), 1, 1);
    }
    return op instanceof Op.DeleteRun run ? run : null;
  }

  /** A run of one is written as a plain delete. */
  private static Op plain(Op op) {
    return op instanceof Op.DeleteRun run && run.count() == 1
        ? new Op.Delete(run.container(), List.of(IdRange.of(run.first())))
        : op;
  }
}
