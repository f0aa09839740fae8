package dev.rejoin.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.automerge.AmValue;
import org.automerge.Cursor;
import org.automerge.Document;
import org.automerge.ExpandMark;
import org.automerge.ObjectId;
import org.automerge.Transaction;

/** List, marks and annotations of Automerge's document. */
final class AutomergeParts {
  private static final String BOLD = "bold";

  private final Document document;
  private final Consumer<Consumer<Transaction>> change;

  /**
   * @param change runs edits as one transaction
   */
  AutomergeParts(Document document, Consumer<Consumer<Transaction>> change) {
    this.document = document;
    this.change = change;
  }

  PeerParts.Numbers numbers(ObjectId list) {
    return new PeerParts.Numbers() {
      @Override
      public String note() {
        return "moved by delete and insert: what two move apart is there twice";
      }

      @Override
      public void addAll(List<Integer> numbers) {
        change.accept(
            transaction -> {
              long at = document.length(list);
              for (int number : numbers) {
                transaction.insert(list, at++, number);
              }
            });
      }

      @Override
      public void move(int from, int to) {
        change.accept(
            transaction -> {
              int number = number(transaction.get(list, from).orElseThrow());
              transaction.delete(list, from);
              transaction.insert(list, to, number);
            });
      }

      @Override
      public List<Integer> all() {
        return Arrays.stream(document.listItems(list).orElseThrow())
            .map(AutomergeParts::number)
            .toList();
      }
    };
  }

  private static int number(AmValue value) {
    return (int) ((AmValue.Int) value).getValue();
  }

  PeerParts.Bold bold(ObjectId text) {
    return new PeerParts.Bold() {
      @Override
      public void mark(int from, int to) {
        change.accept(
            transaction -> transaction.mark(text, from, to, BOLD, true, ExpandMark.AFTER));
      }

      @Override
      public void unmark(int from, int to) {
        change.accept(transaction -> transaction.unmark(text, BOLD, from, to, ExpandMark.AFTER));
      }

      @Override
      public List<PeerParts.Range> ranges() {
        return document.marks(text).stream()
            .filter(mark -> mark.getValue() instanceof AmValue.Bool is && is.getValue())
            .map(mark -> new PeerParts.Range((int) mark.getStart(), (int) mark.getEnd()))
            .toList();
      }
    };
  }

  PeerParts.Notes notes(ObjectId text, ObjectId map) {
    return new PeerParts.Notes() {
      @Override
      public String note() {
        return "two cursors in a map";
      }

      @Override
      public void add(int key, int from, int to) {
        String cursors =
            document.makeCursor(text, from) + " " + document.makeCursor(text, to) + " note" + key;
        change.accept(transaction -> transaction.set(map, "note" + key, cursors));
      }

      @Override
      public List<PeerParts.Range> all(int count) {
        List<PeerParts.Range> ranges = new ArrayList<>(count);
        for (int key = 0; key < count; key++) {
          AmValue kept = document.get(map, "note" + key).orElseThrow();
          String[] cursors = ((AmValue.Str) kept).getValue().split(" ");
          ranges.add(new PeerParts.Range(position(text, cursors[0]), position(text, cursors[1])));
        }
        return ranges;
      }
    };
  }

  private int position(ObjectId text, String cursor) {
    return (int) document.lookupCursorIndex(text, Cursor.fromString(cursor));
  }
}
