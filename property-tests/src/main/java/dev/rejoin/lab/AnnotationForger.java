package dev.rejoin.lab;

import dev.rejoin.crdt.Anchor;
import dev.rejoin.crdt.Bias;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Quote;
import dev.rejoin.crdt.Side;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ops on annotations that no handle would make: crossed ends, false quotes, many withdrawals. */
final class AnnotationForger {
  private static final ContainerId TEXT = new ContainerId.Root("a", Kind.TEXT);
  private static final ContainerId NOTES = NaiveAnnotations.beside(TEXT);
  private static final Quote QUOTE = new Quote("forged", "", "\uD83D\uDE00");

  private final SplitMix64 random;
  private final List<OpId> atoms;
  private final List<OpId> places = new ArrayList<>();
  private final List<OpId> notes = new ArrayList<>();
  private final List<OpId> withdrawals = new ArrayList<>();

  AnnotationForger(SplitMix64 random, List<AppliedOp> known) {
    this.random = random;
    this.atoms = Forger.atoms(TEXT, known);
    for (AppliedOp op : known) {
      if (NOTES.equals(op.op().container())) {
        if (op.op() instanceof Op.Annotate annotate) {
          places.add(op.id());
          if (annotate.annotation() == null) {
            notes.add(op.id());
          }
        } else if (op.op() instanceof Op.Withdraw) {
          withdrawals.add(op.id());
        }
      }
    }
  }

  List<Op> legal() {
    List<Op> ops = new ArrayList<>();
    ops.add(new Op.Annotate(NOTES, null, anchor(), anchor(), QUOTE));
    if (notes.isEmpty()) {
      return ops;
    }
    OpId note = random.pick(notes);
    ops.add(new Op.Annotate(NOTES, note, anchor(), anchor(), QUOTE));
    ops.add(new Op.Withdraw(NOTES, random.pick(places)));
    if (!withdrawals.isEmpty()) {
      ops.add(new Op.Revive(NOTES, random.pick(withdrawals)));
    }
    ContainerId details = new ContainerId.Element(NOTES, note, Kind.MAP);
    ops.add(new Op.Put(details, "status", Value.of("forged"), List.of()));
    ops.add(new Op.Put(details, "body", new Value.Nested(Kind.SET, List.of()), List.of()));
    return ops;
  }

  /** Ops that break a rule; {@code unseen} is an op that may be here but is none of these. */
  static List<Op> illegal(OpId unseen) {
    Anchor far = new Anchor(unseen, Bias.BEFORE);
    String tooLong = "x".repeat(Limits.MAX_QUOTE_BYTES + 1);
    Quote empty = new Quote("", "", "");
    ContainerId none = new ContainerId.Root("a", Kind.ANNOTATIONS);
    ContainerId map = new ContainerId.Root("a", Kind.MAP);
    ContainerId list = new ContainerId.Root("a", Kind.LIST);
    ContainerId odd = new ContainerId.Beside(TEXT, Kind.MAP);
    Value nested = new Value.Nested(Kind.ANNOTATIONS, List.of());
    return List.of(
        note(NOTES, null, far, Anchor.END, QUOTE),
        note(NOTES, null, Anchor.START, far, QUOTE),
        note(NOTES, unseen, Anchor.START, Anchor.END, QUOTE),
        note(NOTES, null, Anchor.START, Anchor.END, empty),
        note(NOTES, null, Anchor.START, Anchor.END, new Quote(tooLong, "", "")),
        note(NOTES, null, Anchor.START, Anchor.END, new Quote("x", tooLong, "")),
        note(TEXT, null, Anchor.START, Anchor.END, QUOTE),
        note(none, null, Anchor.START, Anchor.END, QUOTE),
        new Op.Withdraw(NOTES, unseen),
        new Op.Revive(NOTES, unseen),
        new Op.Insert(NOTES, null, Side.RIGHT, "x"),
        new Op.Put(odd, "a", Value.of(1), List.of()),
        new Op.Put(map, "a", nested, List.of()),
        new Op.ListInsert(list, null, Side.RIGHT, List.of(nested)),
        new Op.Put(new ContainerId.Element(NOTES, unseen, Kind.MAP), "a", Value.of(1), List.of()));
  }

  private static Op note(
      ContainerId where, @Nullable OpId of, Anchor start, Anchor end, Quote quote) {
    return new Op.Annotate(where, of, start, end, quote);
  }

  private Anchor anchor() {
    Bias bias = random.oneIn(2) ? Bias.BEFORE : Bias.AFTER;
    boolean edge = atoms.isEmpty() || random.oneIn(5);
    return new Anchor(edge ? null : random.pick(atoms), bias);
  }
}
