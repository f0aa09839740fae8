package dev.rejoin.proto;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FractionalIndex;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Quote;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random ops, the same for the same seed; typing and backspacing are likely. */
final class RandomOps {
  private static final String[] PIECES = {"a", "é", "€", "\uD83D\uDE00", " ", "word", "\0"};

  private final Random random;
  private final List<ContainerId> containers = new ArrayList<>();

  RandomOps(long seed) {
    random = new Random(seed);
    containers.add(Samples.BODY);
    containers.add(Samples.META);
    containers.add(Samples.TITLE);
    containers.add(Samples.OUTLINE);
    containers.add(new ContainerId.Element(Samples.OUTLINE, id(), Kind.MAP));
    for (int i = 0; i < 4; i++) {
      ContainerId parent = i < 2 ? Samples.META : containers.get(containers.size() - 1);
      containers.add(new ContainerId.Child(parent, "key " + i, Kind.MAP, ids(random.nextInt(3))));
    }
    containers.add(Samples.NOTES);
    containers.add(new ContainerId.Element(Samples.NOTES, id(), Kind.MAP));
    containers.add(Samples.ITEMS);
    containers.add(new ContainerId.Element(Samples.ITEMS, id(), Kind.LIST));
    containers.add(new ContainerId.Element(containers.get(containers.size() - 1), id(), Kind.SET));
  }

  List<Op> list(long from, int count) {
    List<Op> ops = new ArrayList<>();
    long seq = from;
    while (ops.size() < count) {
      int before = ops.size();
      addSome(ops, seq);
      for (Op op : ops.subList(before, ops.size())) {
        seq += op.atoms();
      }
    }
    return ops;
  }

  private void addSome(List<Op> ops, long seq) {
    switch (random.nextInt(6)) {
      case 0 -> ops.add(new Op.Insert(container(), parent(seq), Side.RIGHT, text()));
      case 1 -> ops.add(new Op.Insert(container(), id(), Side.LEFT, text()));
      case 2 -> addTyping(ops, seq);
      case 3 -> addDeletes(ops);
      case 4 -> ops.add(new Op.Delete(container(), ranges()));
      default -> ops.add(other());
    }
  }

  private OpId parent(long seq) {
    if (random.nextInt(4) == 0) {
      return null;
    }
    return random.nextBoolean() && seq > 1 ? new OpId(Samples.OWN, seq - 1) : id();
  }

  private void addTyping(List<Op> ops, long from) {
    long seq = from;
    for (int i = random.nextInt(5); i >= 0; i--) {
      OpId parent = seq > 1 ? new OpId(Samples.OWN, seq - 1) : null;
      Op op = new Op.Insert(Samples.BODY, parent, Side.RIGHT, text());
      ops.add(op);
      seq += op.atoms();
    }
  }

  private void addDeletes(List<Op> ops) {
    OpId first = new OpId(replica(), 100 + random.nextInt(10_000));
    int step = random.nextInt(3) - 1;
    for (int i = random.nextInt(6); i >= 0; i--) {
      ops.add(new Op.Delete(Samples.BODY, List.of(IdRange.of(first.plus((long) step * i)))));
    }
    if (step != 0) {
      int count = 1 + random.nextInt(5);
      ops.add(new Op.DeleteRun(Samples.BODY, first.plus(random.nextInt(20)), count, step));
    }
  }

  private Op other() {
    return switch (random.nextInt(19)) {
      case 10 -> new Op.ListInsert(container(), id(), Side.LEFT, values());
      case 11 -> new Op.ListMove(container(), id(), parent(2), Side.RIGHT);
      case 12 -> new Op.ListSet(container(), id(), value(), ids(random.nextInt(3)));
      case 0 -> new Op.Revive(container(), id());
      case 1 -> new Op.Put(container(), text(), value(), ids(random.nextInt(4)));
      case 2 -> new Op.Remove(container(), text(), ids(random.nextInt(4)));
      case 3 -> new Op.Add(container(), value(), ids(random.nextInt(3)));
      case 4 -> new Op.Discard(container(), value(), ids(random.nextInt(3)));
      case 5 -> new Op.Increment(container(), random.nextLong());
      case 13 -> new Op.Undoes(ids(1 + random.nextInt(3)));
      case 6 -> new Op.CreateNode(container(), node(), position());
      case 7 -> new Op.MoveNode(container(), id(), node(), position());
      case 8 -> new Op.DeleteNode(container(), id());
      case 9 -> new Op.RekeyNode(container(), id(), position());
      case 14 ->
          new Op.Mark(
              container(),
              text(),
              random.nextInt(4) == 0 ? null : value(),
              anchor(),
              anchor(),
              random.nextBoolean());
      case 15 -> new Op.Withdraw(container(), id());
      case 16 -> new Op.Annotate(container(), node(), anchor(), anchor(), quote());
      case 17 -> new Op.Dismiss(container(), text(), node(), ids(1), ids(random.nextInt(3)));
      default -> new Op.Unknown(100 + random.nextInt(1_000), 1 + random.nextInt(300));
    };
  }

  private Quote quote() {
    return new Quote(text(), text(), text());
  }

  private List<Value> values() {
    List<Value> values = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      values.add(value());
    }
    return values;
  }

  private OpId node() {
    return random.nextBoolean() ? null : id();
  }

  private FractionalIndex position() {
    byte[] bytes = new byte[1 + random.nextInt(64)];
    random.nextBytes(bytes);
    bytes[bytes.length - 1] |= 1;
    return FractionalIndex.of(bytes);
  }

  private Anchor anchor() {
    Bias bias = random.nextBoolean() ? Bias.BEFORE : Bias.AFTER;
    return new Anchor(random.nextInt(4) == 0 ? null : id(), bias);
  }

  private Value value() {
    byte[] bytes = new byte[random.nextInt(20)];
    random.nextBytes(bytes);
    return switch (random.nextInt(6)) {
      case 0 -> Value.of(text());
      case 1 -> Value.of(random.nextLong());
      case 2 -> Value.of(Double.longBitsToDouble(random.nextLong()));
      case 3 -> Value.of(random.nextBoolean());
      case 4 -> Value.of(bytes);
      default ->
          new Value.Nested(
              Kind.values()[random.nextInt(Kind.values().length)], ids(random.nextInt(3)));
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private List<IdRange> ranges() {
    List<IdRange> ranges = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      OpId first = id();
      long size = Math.min(random.nextInt(50), dev.rejoin.crdt.Limits.MAX_SEQ - first.seq());
      ranges.add(new IdRange(first.replica(), first.seq(), first.seq() + size));
    }
    return ranges;
  }

  private List<OpId> ids(int count) {
    List<OpId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(id());
    }
    return ids;
  }

  private OpId id() {
    long max = random.nextInt(5) == 0 ? dev.rejoin.crdt.Limits.MAX_SEQ : 3_000;
    return new OpId(replica(), 1 + (random.nextLong() >>> 16) % max);
  }

  private ReplicaId replica() {
    return switch (random.nextInt(4)) {
      case 0 -> Samples.OTHER;
      case 1 -> Samples.THIRD;
      case 2 -> new ReplicaId(random.nextInt(6), 1);
      default -> Samples.OWN;
    };
  }

  private ContainerId container() {
    return containers.get(random.nextInt(containers.size()));
  }
}
