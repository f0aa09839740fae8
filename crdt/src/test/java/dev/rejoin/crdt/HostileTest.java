package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Changes made of arbitrary well-formed parts: never an exception, and the same state anyway. */
class HostileTest {
  private static final int ROUNDS = 400;
  private static final List<String> KEYS = List.of("", "a", "b", "\uD83D", "x".repeat(2_000));
  private Random random = new Random();

  /** What an author has made and merged, from which hostile changes pick. */
  private final List<Received> made = new ArrayList<>();

  /** The last Lamport time of each change in it by the rule. */
  private final TreeMap<OpId, Long> times = new TreeMap<>();

  @Test
  void hostileChangesNeverFailAndNeverDivide() {
    int invalid = 0;
    int valid = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      random = new Random(seed);
      made.clear();
      times.clear();
      DocumentState inOrder = new DocumentState(Author.DOCUMENT);
      for (int i = 0; i < 25; i++) {
        Received next = hostile();
        made.add(next);
        Imported imported = inOrder.apply(List.of(next), true);
        invalid += imported.invalid().size();
        valid += imported.applied().size();
      }
      byte[] saved = inOrder.save();
      assertArrayEquals(saved, DocumentState.load(saved).save());
      for (int order = 0; order < 3; order++) {
        List<Received> shuffled = new ArrayList<>(made);
        Collections.shuffle(shuffled, random);
        DocumentState other = new DocumentState(Author.DOCUMENT);
        for (Received received : shuffled) {
          other.apply(List.of(received), random.nextBoolean());
          if (other.held() == 0 && random.nextInt(4) == 0) {
            other = DocumentState.load(other.save());
          }
        }
        assertArrayEquals(saved, other.save(), "seed " + seed);
        assertEquals(inOrder.held(), other.held());
      }
    }
    assertTrue(invalid > ROUNDS && valid > ROUNDS, invalid + " invalid, " + valid + " valid");
  }

  private Received hostile() {
    ReplicaId replica = new ReplicaId(0, 1 + random.nextInt(3));
    long previous = 0;
    for (Received received : made) {
      if (received.change().replica().equals(replica)) {
        previous = received.change().to();
      }
    }
    List<Op> ops = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      ops.add(op());
    }
    long from = previous + 1 + random.nextInt(2);
    long atoms = ops.stream().mapToLong(Op::atoms).sum();
    boolean continues = random.nextInt(10) == 0;
    Change change =
        new Change(
            replica,
            from,
            from + atoms - 1,
            Author.DOCUMENT,
            previous,
            deps(),
            1,
            0,
            "",
            "",
            continues,
            ops);
    long right = lamport(change);
    long lamport = random.nextInt(12) == 0 ? Limits.MAX_SEQ - atoms : right;
    return Author.received(withLamport(change, lamport));
  }

  private Heads deps() {
    List<Head> heads = new ArrayList<>();
    for (Received received : made) {
      boolean again =
          heads.stream().anyMatch(h -> h.id().replica().equals(received.change().replica()));
      if (!again && random.nextInt(6) == 0) {
        heads.add(received.head());
      }
    }
    return new Heads(heads);
  }

  /** The Lamport time that the rule asks for, by the times that its causes should have had. */
  private long lamport(Change change) {
    long highest = 0;
    if (change.previous() > 0) {
      highest = times.get(new OpId(change.replica(), change.previous()));
    }
    for (Head dep : change.deps().list()) {
      highest = Math.max(highest, times.get(dep.id()));
    }
    times.put(change.last(), highest + 1 + (change.to() - change.from()));
    return highest + 1;
  }

  private static Change withLamport(Change c, long lamport) {
    return new Change(
        c.replica(),
        c.from(),
        c.to(),
        c.document(),
        c.previous(),
        c.deps(),
        lamport,
        0,
        "",
        "",
        c.continues(),
        c.ops());
  }

  private Op op() {
    ContainerId where = container();
    return switch (random.nextInt(14)) {
      case 12, 13 ->
          new Op.ListInsert(
              new ContainerId.Root("r", Kind.LIST), null, Side.RIGHT, List.of(Value.of(1)));
      case 9 -> new Op.ListInsert(list(), random.nextBoolean() ? null : id(), Side.RIGHT, values());
      case 10 -> new Op.ListMove(list(), id(), id(), Side.LEFT);
      case 11 -> new Op.ListSet(list(), id(), value(), ids());
      case 0 ->
          new Op.Insert(
              where, id(), random.nextBoolean() ? Side.LEFT : Side.RIGHT, "\uDE00ab\uD83D");
      case 1 -> new Op.Insert(where, null, Side.RIGHT, "text");
      case 2 -> new Op.Delete(where, List.of(range(), range()));
      case 3 -> new Op.Revive(where, id());
      case 4 -> new Op.Put(where, key(), value(), ids());
      case 5 -> new Op.Remove(where, key(), ids());
      case 6 -> new Op.Add(where, value(), ids());
      case 7 -> new Op.Discard(where, value(), ids());
      default ->
          random.nextBoolean() ? new Op.Increment(where, random.nextLong()) : new Op.Unknown(50, 3);
    };
  }

  private ContainerId container() {
    Kind kind = random.nextInt(3) == 0 ? anyKind() : Kind.TEXT;
    ContainerId root = new ContainerId.Root("r", kind);
    if (kind == Kind.LIST && random.nextBoolean()) {
      return new ContainerId.Element(root, id(), anyKind());
    }
    return kind == Kind.MAP && random.nextBoolean()
        ? new ContainerId.Child(root, "a", Kind.TEXT, ids())
        : root;
  }

  private ContainerId list() {
    return random.nextInt(4) == 0 ? container() : new ContainerId.Root("r", Kind.LIST);
  }

  private Kind anyKind() {
    return Kind.values()[random.nextInt(Kind.values().length)];
  }

  private List<Value> values() {
    List<Value> values = new ArrayList<>();
    for (int n = random.nextInt(3); n >= 0; n--) {
      values.add(random.nextInt(6) == 0 ? value() : Value.of(n));
    }
    return values;
  }

  private OpId id() {
    return new OpId(new ReplicaId(0, 1 + random.nextInt(3)), 1 + random.nextInt(20));
  }

  private List<OpId> ids() {
    return random.nextInt(3) == 0 ? List.of(id(), id()) : List.of();
  }

  private IdRange range() {
    OpId first = id();
    long more = random.nextInt(8) == 0 ? Limits.MAX_SEQ - first.seq() : random.nextInt(3);
    return new IdRange(first.replica(), first.seq(), first.seq() + more);
  }

  private String key() {
    return KEYS.get(random.nextInt(random.nextInt(4) == 0 ? KEYS.size() : 2));
  }

  private Value value() {
    return random.nextInt(4) == 0
        ? new Value.Nested(anyKind(), ids())
        : Value.of(random.nextInt(3));
  }
}
