package dev.rejoin.lab;

import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TextEdit;
import java.util.ArrayList;
import java.util.List;

/** Random edits of the annotations of a text. */
final class RandomAnnotations {
  private static final List<String> SAID = List.of("why?", "see above", "\uD83D\uDE00", "done");

  private final SplitMix64 random;

  RandomAnnotations(SplitMix64 random) {
    this.random = random;
  }

  /** One edit of the annotations of a text; of the text, if it is empty. */
  void edit(AnnotationsEdit notes, TextEdit text, ContainerId id, List<AppliedOp> known) {
    if (text.length() == 0) {
      text.append("something to annotate");
      return;
    }
    List<AnnotationItem> items = notes.items();
    List<OpId> all = all(id, known);
    if (!all.isEmpty() && random.oneIn(10)) {
      notes.restore(random.pick(all));
    } else if (items.isEmpty() || random.oneIn(3)) {
      int from = random.below(text.length());
      notes.add(from, end(from, text), random.pick(SAID));
    } else {
      edit(notes, text, random.pick(items).id());
    }
  }

  private void edit(AnnotationsEdit notes, TextEdit text, OpId note) {
    switch (random.below(10)) {
      case 0, 1 -> notes.reply(note, random.pick(SAID));
      case 2 -> notes.resolve(note);
      case 3 -> notes.reopen(note);
      case 4 -> notes.tag(note, random.oneIn(2) ? "red" : "blue");
      case 5 -> notes.untag(note, random.oneIn(2) ? "red" : "blue");
      case 6 -> {
        TextEdit body = notes.details(note).text("body");
        body.insert(random.below(body.length() + 1), "x");
      }
      case 7 -> notes.remove(note);
      case 8 -> notes.acceptSuggestion(note);
      default -> {
        int from = random.below(text.length());
        notes.reanchor(note, from, end(from, text));
      }
    }
  }

  private int end(int from, TextEdit text) {
    return Math.min(text.length(), from + 1 + random.below(random.oneIn(4) ? text.length() : 4));
  }

  /** Every annotation of a text that ever was, removed or not. */
  private static List<OpId> all(ContainerId text, List<AppliedOp> known) {
    ContainerId beside = NaiveAnnotations.beside(text);
    List<OpId> all = new ArrayList<>();
    for (AppliedOp op : known) {
      boolean made = op.op() instanceof Op.Annotate annotate && annotate.annotation() == null;
      if (made && beside.equals(op.op().container())) {
        all.add(op.id());
      }
    }
    return all;
  }
}
