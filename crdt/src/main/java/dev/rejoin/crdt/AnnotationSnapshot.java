package dev.rejoin.crdt;

import org.jspecify.annotations.Nullable;

/**
 * The annotations of a text in a snapshot: all places by id, withdrawn ones too, and the
 * withdrawals by id, each its id, that of the place, and whether it was taken back.
 *
 * <p>A place is its id, Lamport time, one byte that says how it is, the annotation it is for if
 * that has another id, the ids of the atoms that its ends stick to, and the three parts of the
 * quote.
 */
final class AnnotationSnapshot {
  /** How the start sticks: the bias, and whether to an atom; the end the same, two bits higher. */
  private static final int AFTER = 1;

  private static final int ATOM = 2;
  private static final int END_SHIFT = 2;
  private static final int AGAIN = 16;
  private static final int ALL = 31;

  private AnnotationSnapshot() {}

  static void write(AnnotationTable table, SnapshotWriter out) {
    out.number(table.attachments().size());
    for (Attachment attachment : table.attachments()) {
      Op.Annotate op = attachment.op;
      out.id(attachment.id);
      out.number(attachment.lamport);
      out.octet(
          form(op.start()) | form(op.end()) << END_SHIFT | (op.annotation() != null ? AGAIN : 0));
      writeId(op.annotation(), out);
      writeId(op.start().atom(), out);
      writeId(op.end().atom(), out);
      out.string(op.quote().exact());
      out.string(op.quote().prefix());
      out.string(op.quote().suffix());
    }
    out.number(table.withdrawals().size());
    table
        .withdrawals()
        .forEach(
            (id, withdrawal) -> {
              out.id(id);
              out.id(withdrawal.attachment());
              out.flag(withdrawal.revived());
            });
  }

  /** Reads what {@link #write} wrote beside a text that is there. */
  static AnnotationTable read(ContainerId id, TextContainer text, SnapshotReader in) {
    AnnotationTable table = new AnnotationTable();
    int count = in.count();
    OpId last = null;
    Attachment[] again = new Attachment[count];
    int waiting = 0;
    for (int i = 0; i < count; i++) {
      Attachment read = attachment(id, text.sequence(), in);
      in.check(last == null || last.compareTo(read.id) < 0, "annotations out of order");
      last = read.id;
      if (read.op.annotation() == null) {
        table.attach(read);
      } else {
        again[waiting++] = read; // its annotation may have a higher id
      }
    }
    for (int i = 0; i < waiting; i++) {
      OpId of = again[i].op.annotation();
      in.check(of != null && table.note(of) != null, "a place of no annotation");
      table.attach(again[i]);
    }
    readWithdrawals(table, in);
    return table;
  }

  private static Attachment attachment(ContainerId id, TextSequence text, SnapshotReader in) {
    OpId attachment = in.id();
    long lamport = in.number();
    in.check(lamport >= 1 && lamport <= Limits.MAX_SEQ, "the time of an annotation");
    int form = in.octet();
    in.check(form <= ALL, "the form of an annotation");
    OpId annotation = (form & AGAIN) != 0 ? in.id() : null;
    Anchor start = anchor(form, text, in);
    Anchor end = anchor(form >>> END_SHIFT, text, in);
    Quote quote = new Quote(in.string(), in.string(), in.string());
    in.check(quote.problem() == null, "a quote that does not fit");
    Op.Annotate op = new Op.Annotate(id, annotation, start, end, quote);
    return new Attachment(attachment, lamport, op);
  }

  private static void readWithdrawals(AnnotationTable table, SnapshotReader in) {
    int count = in.count();
    OpId last = null;
    for (int i = 0; i < count; i++) {
      OpId id = in.id();
      OpId attachment = in.id();
      in.check(last == null || last.compareTo(id) < 0, "withdrawals out of order");
      in.check(table.isAttachment(attachment), "a withdrawal of no annotation");
      in.check(!table.isAttachment(id), "a withdrawal with a taken id");
      last = id;
      table.withdraw(id, attachment);
      if (in.flag()) {
        table.revive(id);
      }
    }
  }

  private static int form(Anchor anchor) {
    return (anchor.bias() == Bias.AFTER ? AFTER : 0) | (anchor.atom() != null ? ATOM : 0);
  }

  private static void writeId(@Nullable OpId id, SnapshotWriter out) {
    if (id != null) {
      out.id(id);
    }
  }

  private static Anchor anchor(int form, TextSequence text, SnapshotReader in) {
    Bias bias = (form & AFTER) != 0 ? Bias.AFTER : Bias.BEFORE;
    OpId atom = null;
    if ((form & ATOM) != 0) {
      atom = in.id();
      int number = text.numbers().get(atom);
      in.check(number >= 0 && !text.deletes().contains(number), "an annotation at no atom");
    }
    return new Anchor(atom, bias);
  }
}
