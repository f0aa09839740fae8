package dev.rejoin.crdt;

/**
 * The marks of a text in a snapshot, by id, withdrawn ones too, and, if there are any, the
 * withdrawals by id: each its id, that of the mark, and whether it was taken back.
 *
 * <p>A mark is its id, Lamport time, key, one byte that says how it is, its value if it has one,
 * and the ids of the atoms that its ends stick to, if they stick to atoms.
 */
final class MarkSnapshot {
  /** How the start sticks: the bias, and whether to an atom; the end the same, two bits higher. */
  private static final int AFTER = 1;

  private static final int ATOM = 2;
  private static final int END_SHIFT = 2;
  private static final int HAS_VALUE = 16;
  private static final int OVERLAPPING = 32;
  private static final int ALL = 63;

  private MarkSnapshot() {}

  static void write(TextSequence text, SnapshotWriter out) {
    if (!text.hasMarks()) {
      out.number(0);
      return;
    }
    out.number(text.marks().all().size());
    for (Mark mark : text.marks().all()) {
      Op.Mark op = mark.op;
      out.id(mark.id);
      out.number(mark.lamport);
      out.string(op.key());
      out.octet(
          form(op.start())
              | form(op.end()) << END_SHIFT
              | (op.value() != null ? HAS_VALUE : 0)
              | (op.overlapping() ? OVERLAPPING : 0));
      if (op.value() != null) {
        out.value(op.value());
      }
      writeAtom(op.start(), out);
      writeAtom(op.end(), out);
    }
    out.number(text.marks().withdrawals().size());
    text.marks()
        .withdrawals()
        .forEach(
            (id, withdrawal) -> {
              out.id(id);
              out.id(withdrawal.mark());
              out.flag(withdrawal.revived());
            });
  }

  /** Reads what {@link #write} wrote into a text whose atoms are there. */
  static void read(ContainerId id, TextSequence text, SnapshotReader in) {
    int count = in.count();
    OpId last = null;
    for (int i = 0; i < count; i++) {
      OpId mark = in.id();
      in.check(last == null || last.compareTo(mark) < 0, "marks out of order");
      in.check(text.numbers().get(mark) < 0, "a mark with the id of an atom");
      last = mark;
      long lamport = in.number();
      in.check(lamport >= 1 && lamport <= Limits.MAX_SEQ, "the time of a mark");
      String key = in.string();
      in.check(OpValidator.fitsKey(Kind.MAP, key), "a key that does not fit");
      int form = in.octet();
      in.check(form <= ALL, "the form of a mark");
      Value value = (form & HAS_VALUE) != 0 ? value(in) : null;
      Anchor start = anchor(form, text, in);
      Anchor end = anchor(form >>> END_SHIFT, text, in);
      boolean overlapping = (form & OVERLAPPING) != 0;
      Mark read = new Mark(mark, lamport, new Op.Mark(id, key, value, start, end, overlapping));
      text.marks().add(read, false);
    }
    if (count > 0) {
      readWithdrawals(text, in);
    }
  }

  private static void readWithdrawals(TextSequence text, SnapshotReader in) {
    Marks marks = text.marks();
    int count = in.count();
    OpId last = null;
    for (int i = 0; i < count; i++) {
      OpId id = in.id();
      OpId mark = in.id();
      in.check(last == null || last.compareTo(id) < 0, "withdrawals out of order");
      in.check(marks.contains(mark), "a withdrawal of no mark");
      in.check(!marks.contains(id) && text.numbers().get(id) < 0, "a withdrawal with a taken id");
      last = id;
      marks.withdraw(id, mark, false);
      if (in.flag()) {
        marks.revive(id, false);
      }
    }
  }

  private static int form(Anchor anchor) {
    return (anchor.bias() == Bias.AFTER ? AFTER : 0) | (anchor.atom() != null ? ATOM : 0);
  }

  private static void writeAtom(Anchor anchor, SnapshotWriter out) {
    OpId atom = anchor.atom();
    if (atom != null) {
      out.id(atom);
    }
  }

  private static Value value(SnapshotReader in) {
    Value value = in.value();
    in.check(!(value instanceof Value.Nested), "a container as the value of a mark");
    return value;
  }

  private static Anchor anchor(int form, TextSequence text, SnapshotReader in) {
    Bias bias = (form & AFTER) != 0 ? Bias.AFTER : Bias.BEFORE;
    OpId atom = null;
    if ((form & ATOM) != 0) {
      atom = in.id();
      // Asking the spans would build the index of all atoms, which most readers never need.
      int number = text.numbers().get(atom);
      in.check(number >= 0 && !text.deletes().contains(number), "a mark at no atom");
    }
    return new Anchor(atom, bias);
  }
}
