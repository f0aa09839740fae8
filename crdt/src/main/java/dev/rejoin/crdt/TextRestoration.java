package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes a text what it was in an earlier version: every delete that hides what showed then is
 * revived, and what shows now and did not then is deleted. Two sweeps, and O(log spans) for each
 * span that changes.
 */
final class TextRestoration {
  private final TextSequence text;
  private final TextEditor editor;

  TextRestoration(Transaction transaction, ContainerId id, TextSequence text) {
    this.text = text;
    this.editor = new TextEditor(transaction, id);
  }

  void run(TextPast past, Version version) {
    PastAtoms then = past.atoms(version);
    for (OpId delete : deletesOf(missing(then))) {
      editor.revive(delete);
    }
    editor.delete(surplus(then));
    marks(past.marks(version));
  }

  /** The atoms that showed then and are hidden now, by number. */
  private SortedInts missing(PastAtoms then) {
    SortedInts missing = new SortedInts();
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        int last = leaf.last(slot);
        for (int atom = leaf.number(slot), end; atom <= last; atom = end + 1) {
          end = then.sameUntil(atom, last);
          if (!leaf.isVisible(slot) && then.shows(atom)) {
            missing.put(atom, end);
          }
        }
      }
    }
    return missing;
  }

  /** The deletes in force that hide any of these atoms. */
  private List<OpId> deletesOf(SortedInts missing) {
    List<OpId> found = new ArrayList<>();
    if (missing.size() == 0) {
      return found;
    }
    DeleteTable deletes = text.deletes();
    deletes.forEachRow(
        0,
        text.numbers().next(),
        new DeleteTable.Rows() {
          @Override
          public void keystrokes(int first, int atom, int many, int by) {
            for (int i = 0; i < many; i++) {
              if (isAny(missing, atom + by * i, 1)) {
                add(first + i);
              }
            }
          }

          @Override
          public void other(int delete) {
            boolean[] hides = {false};
            deletes.forEach(delete, (first, count) -> hides[0] |= isAny(missing, first, count));
            if (hides[0]) {
              add(delete);
            }
          }

          private void add(int delete) {
            if (!deletes.isRevived(delete)) {
              found.add(new OpId(text.numbers().replica(delete), text.numbers().seq(delete)));
            }
          }
        });
    return found;
  }

  private static boolean isAny(SortedInts stretches, int first, int count) {
    return stretches.floor(first) && stretches.value() >= first
        || stretches.ceiling(first) && stretches.key() < first + count;
  }

  /** The atoms that show now and did not then. */
  private List<IdRange> surplus(PastAtoms then) {
    List<IdRange> surplus = new ArrayList<>();
    OpNumbers numbers = text.numbers();
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        int last = leaf.last(slot);
        for (int atom = leaf.number(slot), end; atom <= last; atom = end + 1) {
          end = then.sameUntil(atom, last);
          if (leaf.isVisible(slot) && !then.shows(atom)) {
            long seq = numbers.seq(atom);
            surplus.add(new IdRange(numbers.replica(atom), seq, seq + end - atom));
          }
        }
      }
    }
    return IdRanges.normalize(surplus);
  }

  private void marks(List<Mark> then) {
    if (!text.hasMarks()) {
      return;
    }
    TreeMap<OpId, List<OpId>> withdrawals = new TreeMap<>();
    text.marks()
        .withdrawals()
        .forEach(
            (withdrawal, of) -> {
              if (!of.revived()) {
                withdrawals.computeIfAbsent(of.mark(), m -> new ArrayList<>()).add(withdrawal);
              }
            });
    TreeSet<OpId> wanted = new TreeSet<>();
    for (Mark mark : then) {
      wanted.add(mark.id);
      withdrawals.getOrDefault(mark.id, List.of()).forEach(editor::revive);
    }
    for (Mark mark : List.copyOf(text.marks().all())) {
      if (!wanted.contains(mark.id)) {
        editor.withdraw(mark.id);
      }
    }
  }
}
