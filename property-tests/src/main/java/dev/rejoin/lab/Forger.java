package dev.rejoin.lab;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.IdRange;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ops that no handle would make: legal ones from a replica that works differently, and illegal ones
 * from a replica that is broken or hostile.
 */
final class Forger {
  private final SplitMix64 random;
  private final Profile profile;

  Forger(SplitMix64 random, Profile profile) {
    this.random = random;
    this.profile = profile;
  }

  /** Ops that everybody must accept, given what the author knows. */
  List<Op> legal(List<AppliedOp> known) {
    List<Op> ops = new ArrayList<>();
    Kind kind = random.pick(profile.kinds());
    ContainerId where = new ContainerId.Root("a", kind);
    List<OpId> some = some(known);
    switch (kind) {
      case TEXT -> text(where, known, ops);
      case MAP -> {
        ops.add(new Op.Put(where, "a", new Value.Nested(Kind.TEXT, some), some(known)));
        ops.add(new Op.Remove(where, "b", some));
        dismiss(where, random.oneIn(2) ? "a" : "b", null, known, ops);
        ops.add(new Op.Put(where, "b", new Value.Nested(Kind.REGISTER, List.of()), some));
      }
      case SET -> {
        ops.add(new Op.Add(where, Value.of("one"), some));
        ops.add(new Op.Discard(where, Value.of("two"), some(known)));
      }
      case COUNTER -> ops.add(new Op.Increment(where, random.next()));
      case TREE -> ops.addAll(new TreeForger(random, where, known).legal());
      case REGISTER -> {
        ops.add(new Op.Put(where, "", Value.of("forged"), some));
        ops.add(new Op.Remove(where, "", some(known)));
        dismiss(where, "", null, known, ops);
      }
      case LIST -> list(where, known, ops);
      case ANNOTATIONS -> ops.addAll(new AnnotationForger(random, known).legal());
    }
    ops.add(new Op.Unknown(99, 1 + random.below(3)));
    return ops;
  }

  /** Ops of which at least one breaks a rule; the others would show if they had an effect. */
  List<Op> illegal(List<AppliedOp> known, OpId unseen) {
    List<Op> ops = new ArrayList<>(legal(known));
    ContainerId text = new ContainerId.Root("a", Kind.TEXT);
    ContainerId map = new ContainerId.Root("a", Kind.MAP);
    ContainerId set = new ContainerId.Root("a", Kind.SET);
    ContainerId list = new ContainerId.Root("a", Kind.LIST);
    List<Op> illegal = new ArrayList<>(TreeForger.illegal(unseen));
    illegal.addAll(AnnotationForger.illegal(unseen));
    illegal.addAll(
        List.of(
            new Op.Increment(text, 1),
            new Op.Insert(text, unseen, Side.RIGHT, "unseen"),
            new Op.Delete(text, List.of(IdRange.of(unseen))),
            new Op.DeleteRun(text, unseen, 1 + random.below(3), 1),
            new Op.Revive(text, unseen),
            new Op.Mark(text, "bold", null, new Anchor(unseen, Bias.BEFORE), Anchor.END, false),
            new Op.Mark(text, "bold", null, Anchor.START, new Anchor(unseen, Bias.AFTER), true),
            new Op.Mark(text, "", Value.of(true), Anchor.START, Anchor.END, false),
            new Op.Mark(map, "bold", Value.of(true), Anchor.START, Anchor.END, false),
            new Op.Withdraw(text, unseen),
            new Op.Put(map, "a", Value.of(1), List.of(unseen)),
            new Op.Put(map, "", Value.of(1), List.of()),
            new Op.Remove(set, "a", List.of()),
            new Op.Dismiss(set, "a", null, List.of(unseen), List.of()),
            new Op.Dismiss(map, "a", null, List.of(unseen), List.of()),
            new Op.Dismiss(map, "a", null, List.of(), List.of(unseen)),
            new Op.Dismiss(map, "", null, List.of(), List.of(unseen)),
            new Op.Dismiss(list, "", unseen, List.of(unseen), List.of()),
            new Op.Dismiss(list, "", null, List.of(unseen), List.of()),
            new Op.Add(set, new Value.Nested(Kind.SET, List.of()), List.of()),
            new Op.Discard(set, Value.of("one"), List.of(unseen)),
            new Op.ListInsert(list, unseen, Side.LEFT, List.of(Value.of(1))),
            new Op.ListInsert(
                list, null, Side.RIGHT, List.of(new Value.Nested(Kind.MAP, List.of(unseen)))),
            new Op.ListInsert(text, null, Side.RIGHT, List.of(Value.of(1))),
            new Op.ListMove(list, unseen, null, Side.RIGHT),
            new Op.ListSet(list, unseen, Value.of(1), List.of()),
            new Op.Delete(list, List.of(IdRange.of(unseen))),
            new Op.DeleteRun(list, unseen, 1, 1),
            new Op.Revive(list, unseen),
            new Op.Increment(new ContainerId.Element(list, unseen, Kind.COUNTER), 1)));
    ops.add(random.below(ops.size() + 1), random.pick(illegal));
    return ops;
  }

  /** Ops of which at least one is no comment, though the others may be. */
  List<Op> noComments(List<AppliedOp> known) {
    List<Op> ops = new ArrayList<>(legal(known));
    Op other =
        random.oneIn(2)
            ? new Op.Increment(new ContainerId.Root("a", Kind.COUNTER), 1)
            : new Op.Insert(new ContainerId.Root("a", Kind.TEXT), null, Side.RIGHT, "no comment");
    ops.add(random.below(ops.size() + 1), other);
    return ops;
  }

  private void text(ContainerId where, List<AppliedOp> known, List<Op> ops) {
    List<OpId> atoms = atoms(where, known);
    if (atoms.isEmpty()) {
      ops.add(new Op.Insert(where, null, Side.RIGHT, "\uD83D\uDE00"));
      return;
    }
    OpId atom = random.pick(atoms);
    Side side = random.oneIn(2) ? Side.LEFT : Side.RIGHT;
    ops.add(new Op.Insert(where, atom, side, random.oneIn(2) ? "F" : "fake"));
    ops.add(new Op.Insert(where, atom, side, "\uDE00\uD83D"));
    IdRange one = IdRange.of(random.pick(atoms));
    IdRange two = IdRange.of(random.pick(atoms));
    ops.add(new Op.Delete(where, List.of(one, two, one)));
    ops.add(deleteRun(where, random.pick(atoms), atoms));
    ops.add(mark(where, atoms));
    ops.add(mark(where, atoms));
  }

  /** Between any two places, whatever their order, halves of characters included. */
  private Op mark(ContainerId where, List<OpId> atoms) {
    String key = random.pick(NaiveMarks.KEYS);
    Value value = random.oneIn(3) ? null : Value.of("forged");
    return new Op.Mark(where, key, value, anchor(atoms), anchor(atoms), random.oneIn(4));
  }

  private Anchor anchor(List<OpId> atoms) {
    Bias bias = random.oneIn(2) ? Bias.BEFORE : Bias.AFTER;
    return new Anchor(random.oneIn(5) ? null : random.pick(atoms), bias);
  }

  private void list(ContainerId where, List<AppliedOp> known, List<Op> ops) {
    List<OpId> elements = new ArrayList<>();
    List<OpId> slots = new ArrayList<>();
    for (AppliedOp op : known) {
      if (op.op() instanceof Op.ListInsert insert && insert.container().equals(where)) {
        for (int i = 0; i < insert.atoms(); i++) {
          elements.add(op.id().plus(i));
        }
      } else if (op.op() instanceof Op.ListMove move && move.container().equals(where)) {
        slots.add(op.id());
      }
    }
    if (elements.isEmpty()) {
      ops.add(new Op.ListInsert(where, null, Side.RIGHT, List.of(Value.of(7), Value.of(8))));
      return;
    }
    slots.addAll(elements);
    Side side = random.oneIn(2) ? Side.LEFT : Side.RIGHT;
    OpId slot = random.pick(slots);
    ops.add(new Op.ListInsert(where, slot, side, List.of(Value.of("F"), Value.of("G"))));
    ops.add(new Op.ListMove(where, random.pick(elements), slot, side));
    ops.add(new Op.ListMove(where, random.pick(elements), random.pick(slots), side));
    ops.add(new Op.ListSet(where, random.pick(elements), Value.of("forged"), some(known)));
    dismiss(where, "", random.pick(elements), known, ops);
    IdRange one = IdRange.of(random.pick(slots));
    ops.add(new Op.Delete(where, List.of(one, IdRange.of(random.pick(slots)), one)));
    ops.add(deleteRun(where, random.pick(slots), slots));
    ContainerId held = new ContainerId.Element(where, random.pick(elements), Kind.COUNTER);
    ops.add(new Op.Increment(held, 1));
  }

  private Op deleteRun(ContainerId where, OpId first, List<OpId> atoms) {
    int step = random.oneIn(2) ? 1 : -1;
    int most = 1 + random.below(8);
    int count = 1;
    while (count < most
        && first.seq() + (long) step * count > 0
        && atoms.contains(first.plus((long) step * count))) {
      count++;
    }
    return new Op.DeleteRun(where, first, count, step);
  }

  /** Of anything that is known, which is mostly none of the candidates, and of everything. */
  private void dismiss(
      ContainerId where, String key, @Nullable OpId element, List<AppliedOp> known, List<Op> ops) {
    List<OpId> all = new ArrayList<>();
    List<OpId> dismissals = new ArrayList<>();
    for (AppliedOp op : known) {
      if (where.equals(op.op().container())) {
        (op.op() instanceof Op.Dismiss ? dismissals : all).add(op.id());
      }
    }
    List<OpId> seen = random.oneIn(3) ? all : some(known);
    List<OpId> recalled =
        dismissals.isEmpty() || random.oneIn(2) ? some(known) : List.of(random.pick(dismissals));
    if (!seen.isEmpty() || !recalled.isEmpty()) {
      ops.add(new Op.Dismiss(where, key, element, seen, recalled));
    }
  }

  static List<OpId> atoms(ContainerId where, List<AppliedOp> known) {
    List<OpId> atoms = new ArrayList<>();
    for (AppliedOp op : known) {
      if (op.op() instanceof Op.Insert insert && insert.container().equals(where)) {
        for (int i = 0; i < insert.atoms(); i++) {
          atoms.add(op.id().plus(i));
        }
      }
    }
    return atoms;
  }

  private List<OpId> some(List<AppliedOp> known) {
    List<OpId> some = new ArrayList<>();
    for (int n = known.isEmpty() ? 0 : random.below(4); n > 0; n--) {
      some.add(random.pick(known).id());
    }
    return some;
  }
}
