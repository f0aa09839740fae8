package dev.rejoin.crdt;

import java.util.List;

/*
 * Implementation notes. An annotation is not in the text: it names two atoms of it, which are there
 * for good, so what happens to the text costs nothing here, and nothing can be lost. Where it is and
 * in which state follows from the text when somebody reads.
 *
 * Only observers need more: what they were told last is kept in each Note. It is right as long as
 * every transaction is observed; after one that is not, it is made anew before the next.
 */
/** The annotations of a text, which lie beside it. */
final class AnnotationsContainer extends Container {
  private final TextContainer text;
  private final AnnotationTable table;

  /** Whether every {@link KeptAnnotation} says what observers know. */
  private boolean told;

  AnnotationsContainer(ContainerId id, TextContainer text, AnnotationTable table) {
    super(id);
    this.text = text;
    this.table = table;
    text.annotations = this;
  }

  AnnotationTable table() {
    return table;
  }

  TextContainer text() {
    return text;
  }

  @Override
  boolean showsSomething() {
    return table.size() > 0;
  }

  @Override
  boolean isBlank() {
    return table.isBlank();
  }

  /** Lets an op take effect. */
  void perform(Op op, OpId id, long lamport, UndoLog undo) {
    if (op instanceof Op.Annotate annotate) {
      table.attach(new Attachment(id, lamport, annotate));
      undo.add(() -> table.undoAttach(id));
    } else if (op instanceof Op.Withdraw withdraw) {
      table.withdraw(id, withdraw.mark());
      undo.add(() -> table.undoWithdraw(id, withdraw.mark()));
    } else if (op instanceof Op.Revive revive && table.revive(revive.delete())) {
      undo.add(() -> table.undoRevive(revive.delete()));
    }
  }

  /** Where an annotation is now. O(log spans) and, if it may be live, O(units of the quote). */
  AnnotationItem item(KeptAnnotation note) {
    Attachment place = note.newest();
    TextSequence units = text.sequence();
    int from = units.position(place.op.start());
    int to = Math.max(from, units.position(place.op.end()));
    Quote quote = place.op.quote();
    return new AnnotationItem(note.id(), state(quote, from, to), from, to, quote);
  }

  private AnnotationState state(Quote quote, int from, int to) {
    if (from == to) {
      return AnnotationState.ORPHANED;
    }
    boolean same =
        quote.exact().length() == to - from
            && TextRange.read(text.sequence(), from, to).equals(quote.exact());
    return same ? AnnotationState.LIVE : AnnotationState.EDITED;
  }

  /** Called before a transaction or import that is observed changes the text or this. */
  void watch() {
    if (!told) {
      for (KeptAnnotation note : table.notes()) {
        note.told = !note.isRemoved();
        if (note.told) {
          tell(note, item(note));
        }
      }
      told = true;
    }
  }

  /** Called after a transaction or import that was not observed changed the text or this. */
  void forget() {
    told = false;
  }

  @Override
  void collect(List<ContainerEvent> events) {
    List<AnnotationStep> steps = new AnnotationSteps(this, text.sequence()).collect();
    if (!steps.isEmpty()) {
      events.add(new ContainerEvent.AnnotationsChanged(id(), steps));
    }
  }

  /** Notes what observers are told now. */
  static void tell(KeptAnnotation note, AnnotationItem item) {
    note.place = note.newest();
    note.state = item.state();
    note.from = item.start();
    note.to = item.end();
  }

  @Override
  void settle() {}

  @Override
  void write(SnapshotWriter out) {
    AnnotationSnapshot.write(table, out);
  }
}
