package dev.rejoin.proto;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ChainMark;
import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.FractionalIndex;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Quote;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ChangeCodec.ControlBody;
import dev.rejoin.proto.ChangeCodec.Envelope;
import dev.rejoin.proto.ChangeCodec.Header;
import dev.rejoin.proto.v1.Body;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes that several tests use. */
final class Samples {
  static final ReplicaId OWN = ReplicaId.parse("000102030405060708090a0b0c0d0e0f");
  static final ReplicaId OTHER = ReplicaId.parse("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
  static final ReplicaId THIRD = ReplicaId.parse("80808080808080808080808080808080");
  static final ContainerId BODY = new ContainerId.Root("body", Kind.TEXT);
  static final ContainerId META = new ContainerId.Root("meta", Kind.MAP);
  static final ContainerId TAGS =
      new ContainerId.Child(META, "tags", Kind.SET, List.of(new OpId(OTHER, 7), new OpId(OWN, 3)));
  static final ContainerId VOTES = new ContainerId.Child(META, "votes", Kind.COUNTER, List.of());
  static final ContainerId TITLE = new ContainerId.Root("title", Kind.REGISTER);
  static final ContainerId ITEMS = new ContainerId.Root("items", Kind.LIST);
  static final ContainerId NOTE = new ContainerId.Element(ITEMS, new OpId(OTHER, 77), Kind.TEXT);
  static final ContainerId NOTES = new ContainerId.Beside(BODY, Kind.ANNOTATIONS);
  static final ContainerId OUTLINE = new ContainerId.Root("outline", Kind.TREE);
  static final long TIME = 1_795_000_000_000L;

  private Samples() {}

  static Change change(long from, List<Op> ops) {
    return change(from, Heads.none(), ops);
  }

  static Change change(long from, Heads deps, List<Op> ops) {
    long to = from - 1 + ops.stream().mapToLong(Op::atoms).sum();
    return new Change(
        OWN, from, to, "agenda", from - 1, deps, from, TIME, "Amelie", "", false, ops);
  }

  static Header header(Change change) {
    return Header.of(change.from(), change.to());
  }

  /** The bytes of a clear change with this body. */
  static byte[] bytes(Header header, Body body) {
    byte[] message = body.toByteArray();
    byte[] raw = new byte[message.length + 1];
    System.arraycopy(message, 0, raw, 1, message.length);
    return ChangeCodec.write(new Envelope(header, raw));
  }

  static Change withSchema(Change c, SchemaNumbers schema) {
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
        c.ops(),
        schema);
  }

  static Change keystroke() {
    return change(20_000, List.of(insert(19_999, "x")));
  }

  static Change typing() {
    return change(
        20_000,
        List.of(insert(19_999, "Hé"), insert(20_001, "l"), insert(20_002, "lo \uD83D\uDE00")));
  }

  static Op insert(long after, String text) {
    return new Op.Insert(BODY, new OpId(OWN, after), Side.RIGHT, text);
  }

  static Op delete(ReplicaId replica, long seq) {
    return new Op.Delete(BODY, List.of(new IdRange(replica, seq, seq)));
  }

  static Change backspacing() {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ops.add(delete(OWN, 900 - i));
    }
    for (int i = 0; i < 3; i++) {
      ops.add(delete(OTHER, 40 + i));
    }
    return change(1_000, ops);
  }

  static Change deleteRuns() {
    return change(1_000, List.of(new Op.DeleteRun(BODY, new OpId(OWN, 900), 5, -1), run(40, 3)));
  }

  private static Op run(long seq, int count) {
    return new Op.DeleteRun(BODY, new OpId(OTHER, seq), count, 1);
  }

  static List<Op> everyKind() {
    OpId seen = new OpId(OTHER, 1_234_567);
    return List.of(
        new Op.Insert(BODY, null, Side.RIGHT, "first"),
        new Op.Insert(BODY, new OpId(OTHER, 9), Side.LEFT, "left"),
        new Op.Delete(BODY, List.of(new IdRange(OTHER, 4, 8), new IdRange(OWN, 1, 1))),
        new Op.Revive(BODY, new OpId(OWN, 17)),
        new Op.Put(META, "date", Value.of("Tuesday"), List.of(seen, new OpId(OWN, 2))),
        new Op.Put(META, "count", Value.of(-5L), List.of()),
        new Op.Put(META, "ratio", Value.of(0.5), List.of()),
        new Op.Put(META, "empty", Value.of(""), List.of()),
        new Op.Put(META, "done", Value.of(false), List.of()),
        new Op.Put(META, "raw", Value.of(new byte[] {0, (byte) 0xff}), List.of()),
        new Op.Put(META, "tags", new Value.Nested(Kind.SET, List.of(seen)), List.of()),
        new Op.Put(TITLE, "", Value.of(Double.NaN), List.of()),
        new Op.Remove(META, "date", List.of(seen)),
        new Op.Remove(TITLE, "", List.of(new OpId(THIRD, 1))),
        new Op.Add(TAGS, Value.of("red"), List.of()),
        new Op.Discard(TAGS, Value.of(7L), List.of(seen, new OpId(OTHER, 1_234_568))),
        new Op.Increment(VOTES, Long.MIN_VALUE),
        new Op.Increment(VOTES, 1));
  }

  static List<Op> listInserts() {
    OpId element = new OpId(OTHER, 77);
    List<Value> run = List.of(Value.of("milk"), Value.of(3), Value.of(true), Value.of(""));
    Value text = new Value.Nested(Kind.TEXT, List.of());
    return List.of(
        new Op.ListInsert(ITEMS, null, Side.RIGHT, run),
        new Op.ListInsert(ITEMS, element, Side.LEFT, List.of(text)),
        new Op.Insert(NOTE, null, Side.RIGHT, "semi-skimmed"));
  }

  static List<Op> listMoves() {
    OpId element = new OpId(OTHER, 77);
    return List.of(
        new Op.ListMove(ITEMS, element, new OpId(OWN, 20_001), Side.RIGHT),
        new Op.ListMove(ITEMS, element, null, Side.RIGHT),
        new Op.ListMove(ITEMS, new OpId(OWN, 20_000), element, Side.LEFT),
        new Op.ListSet(ITEMS, element, Value.of("bread"), List.of(element, new OpId(THIRD, 5))),
        new Op.ListSet(ITEMS, element, Value.of(0.25), List.of()),
        new Op.Delete(ITEMS, List.of(new IdRange(OWN, 20_000, 20_002))),
        new Op.Revive(ITEMS, new OpId(OWN, 19_010)));
  }

  /** Every kind of op on a tree, and one on what a node holds. */
  static Change tree() {
    OpId chapter = new OpId(OTHER, 1_234_567);
    OpId section = new OpId(OWN, 1_000);
    ContainerId data = new ContainerId.Element(OUTLINE, section, Kind.MAP);
    return change(
        1_000,
        List.of(
            new Op.CreateNode(OUTLINE, null, position(0x53, 0x3f)),
            new Op.Put(data, "title", Value.of("Goals"), List.of()),
            new Op.MoveNode(OUTLINE, section, chapter, position(1)),
            new Op.CreateNode(OUTLINE, section, position(0x80)),
            new Op.MoveNode(OUTLINE, chapter, null, position(0xff, 0, 1)),
            new Op.DeleteNode(OUTLINE, chapter),
            new Op.RekeyNode(OUTLINE, new OpId(OWN, 1_002), position(0x40))));
  }

  static FractionalIndex position(int... units) {
    byte[] bytes = new byte[units.length];
    for (int i = 0; i < units.length; i++) {
      bytes[i] = (byte) units[i];
    }
    return FractionalIndex.of(bytes);
  }

  static Heads deps() {
    return new Heads(
        List.of(
            new Head(new OpId(OTHER, 1_234_568), new ChainMark(3, 4)),
            new Head(new OpId(THIRD, 1), new ChainMark(5, -6))));
  }

  static Change rich() {
    List<Op> ops = everyKind();
    long from = 30;
    long to = from - 1 + ops.stream().mapToLong(Op::atoms).sum();
    return new Change(
        OWN,
        from,
        to,
        "agenda",
        12,
        deps(),
        2_000_000,
        TIME,
        "Amelie",
        "moved the date",
        true,
        ops);
  }

  /** A format that grows, one that is taken away, a comment on everything, and a withdrawal. */
  static List<Op> marks() {
    Anchor atom = new Anchor(new OpId(OTHER, 9), Bias.AFTER);
    Anchor own = new Anchor(new OpId(OWN, 2), Bias.BEFORE);
    return List.of(
        new Op.Mark(BODY, "bold", Value.of(true), atom, Anchor.END, false),
        new Op.Mark(BODY, "link", null, own, atom, false),
        new Op.Mark(BODY, "comment", Value.of("who?"), Anchor.START, Anchor.END, true),
        new Op.Withdraw(BODY, new OpId(THIRD, 1_234)));
  }

  /** An annotation, another place of it, what it holds, and what is taken back of another one. */
  static List<Op> annotations() {
    Anchor start = new Anchor(new OpId(OTHER, 9), Bias.AFTER);
    Anchor end = new Anchor(new OpId(OTHER, 14), Bias.BEFORE);
    Quote monday = new Quote("Monday", "Kick-off on ", " at ten");
    OpId note = new OpId(OWN, 40_000);
    ContainerId details = new ContainerId.Element(NOTES, note, Kind.MAP);
    ContainerId body = new ContainerId.Child(details, "body", Kind.TEXT, List.of());
    Op.Put holds = new Op.Put(details, "body", new Value.Nested(Kind.TEXT, List.of()), List.of());
    return List.of(
        new Op.Annotate(NOTES, null, start, end, monday),
        holds,
        new Op.Insert(body, null, Side.RIGHT, "A holiday?"),
        new Op.Annotate(NOTES, note, end, Anchor.END, new Quote("at ten", "", "")),
        new Op.Withdraw(NOTES, new OpId(THIRD, 1_234)),
        new Op.Revive(NOTES, new OpId(THIRD, 1_235)));
  }

  /** Of a map entry, of an element of a list, and one that only takes back another. */
  static List<Op> dismissals() {
    OpId put = new OpId(OTHER, 1_234_567);
    OpId element = new OpId(OTHER, 77);
    List<OpId> none = List.of();
    return List.of(
        new Op.Dismiss(META, "date", null, List.of(put, new OpId(OWN, 2)), none),
        new Op.Dismiss(TITLE, "", null, none, List.of(new OpId(THIRD, 9))),
        new Op.Dismiss(ITEMS, "", element, List.of(element), List.of(new OpId(OWN, 30_000))));
  }

  static byte[] device() {
    byte[] device = new byte[32];
    for (int i = 0; i < device.length; i++) {
      device[i] = (byte) (0xc0 + i);
    }
    return device;
  }

  static byte[] salt() {
    byte[] salt = new byte[16];
    for (int i = 0; i < salt.length; i++) {
      salt[i] = (byte) (0x10 + i);
    }
    return salt;
  }

  static Header firstHeader(long to, int opClass) {
    List<Head> control = List.of(new Head(new OpId(OTHER, 77), new ChainMark(-1, 1)));
    return new Header(1, to, 0, opClass, control, device(), salt());
  }

  static Change firstOfLine() {
    return change(1, List.of(new Op.Insert(BODY, null, Side.RIGHT, "Minutes")));
  }

  static ControlBody control(byte[] record) {
    return new ControlBody(deps(), 0, 5, TIME, record);
  }

  static Change prose() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("Item ").append(i).append(": nothing that is written here disappears. ");
    }
    return change(5, List.of(new Op.Insert(BODY, new OpId(OWN, 4), Side.RIGHT, text.toString())));
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
          && new OpId(OWN, seq - 1).equals(next.parent())
          && run.atoms() + next.atoms() <= dev.rejoin.crdt.Limits.MAX_RUN_LENGTH) {
        String text = run.text() + next.text();
        result.set(
            result.size() - 1, new Op.Insert(run.container(), run.parent(), run.side(), text));
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
