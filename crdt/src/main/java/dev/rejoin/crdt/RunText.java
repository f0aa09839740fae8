package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The readable text engine: run-length spans in a linked list, with a cursor at the last edit.
 *
 * <p>Typing and edits nearby are O(1) in the number of spans apart from the index by id, which is
 * O(log spans); a jump walks the spans between. An observed transaction costs one sweep.
 */
final class RunText implements TextSequence {
  private final SpanTree tree = new SpanTree();
  private final TextCursor cursor = new TextCursor(tree);
  private final TreeMap<OpId, Deleted> deletes = new TreeMap<>();
  private int length;
  private long stamps;

  RunText() {
    tree.onJoin(cursor::joined);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public String content() {
    StringBuilder content = new StringBuilder(length);
    for (Span span = tree.head(); span != null; span = span.next) {
      if (span.deletes == 0) {
        content.append(span.units);
      }
    }
    return Surrogates.render(content);
  }

  @Override
  public boolean isBlank() {
    return tree.head() == null;
  }

  @Override
  public boolean contains(OpId atom) {
    return tree.find(atom) != null;
  }

  @Override
  public boolean containsAll(IdRange range) {
    long seq = range.from();
    while (seq <= range.to()) {
      Span span = tree.find(new OpId(range.replica(), seq));
      if (span == null) {
        return false;
      }
      seq = span.lastSeq() + 1;
    }
    return true;
  }

  @Override
  public boolean knowsDelete(OpId delete) {
    return deletes.containsKey(delete);
  }

  @Override
  public boolean isRevived(OpId delete) {
    Deleted deleted = deletes.get(delete);
    return deleted != null && deleted.revived();
  }

  @Override
  public boolean splitsPair(int position) {
    return position > 0
        && position < length
        && Character.isLowSurrogate(cursor.unitAt(position, length))
        && Character.isHighSurrogate(cursor.unitAt(position - 1, length));
  }

  @Override
  public Place locate(int position) {
    if (position == 0) {
      cursor.forget();
      Span first = tree.head();
      return first == null ? new Place(null, Side.RIGHT) : new Place(first.first(), Side.LEFT);
    }
    Span span = cursor.seek(position - 1, length);
    int offset = position - 1 - cursor.start();
    if (offset + 1 < span.length()) {
      return new Place(span.atom(offset + 1), Side.LEFT);
    }
    if (span.children(Side.RIGHT).isEmpty()) {
      return new Place(span.last(), Side.RIGHT);
    }
    Span next = span.next;
    if (next == null) {
      throw new IllegalStateException("a right child of " + span.last() + " is not listed");
    }
    return new Place(next.first(), Side.LEFT);
  }

  @Override
  public List<IdRange> select(int from, int to) {
    List<IdRange> selected = new ArrayList<>();
    Span span = from < to ? cursor.seek(from, length) : null;
    int start = cursor.start();
    while (span != null && start < to) {
      int visible = span.visibleLength();
      int first = Math.max(from - start, 0);
      int last = Math.min(to - start, visible) - 1;
      if (first <= last) {
        selected.add(new IdRange(span.replica, span.seq + first, span.seq + last));
      }
      start += visible;
      span = span.next;
    }
    return IdRanges.normalize(selected);
  }

  @Override
  public void insert(OpId first, @Nullable OpId parent, Side side, String text, UndoLog undo) {
    Span span = tree.insert(new Span(first, text, parent, side));
    cursor.inserted(span);
    length += text.length();
    undo.add(
        () -> remove(new IdRange(first.replica(), first.seq(), first.seq() + text.length() - 1)));
  }

  @Override
  public void delete(OpId id, List<IdRange> targets, UndoLog undo) {
    List<IdRange> hidden = IdRanges.normalize(targets);
    deletes.put(id, new Deleted(hidden, false));
    cover(hidden, 1);
    undo.add(
        () -> {
          cover(hidden, -1);
          deletes.remove(id);
        });
  }

  @Override
  public void deleteRun(OpId id, OpId first, int count, int step, UndoLog undo) {
    for (int i = 0; i < count; i++) {
      delete(id.plus(i), List.of(IdRange.of(first.plus((long) i * step))), undo);
    }
  }

  @Override
  public void revive(OpId delete, UndoLog undo) {
    Deleted deleted = deletes.get(delete);
    if (deleted == null || deleted.revived()) {
      return;
    }
    deletes.put(delete, new Deleted(deleted.targets(), true));
    cover(deleted.targets(), -1);
    undo.add(
        () -> {
          cover(deleted.targets(), 1);
          deletes.put(delete, deleted);
        });
  }

  @Override
  public List<Delta> deltas() {
    DeltaBuilder deltas = new DeltaBuilder();
    TextWindow window = TextWindow.of(tree, cursor);
    deltas.skip(window.start());
    for (Span span = window.first(); span != null; span = span.next) {
      int before = tree.lengthBefore(span);
      int after = span.visibleLength();
      if (before > 0 && after > 0) {
        deltas.retain(span.units);
      } else if (after > 0) {
        deltas.insert(span.units);
      } else if (before > 0) {
        deltas.delete(before);
      }
      if (span == window.last()) {
        break;
      }
    }
    return deltas.finish();
  }

  @Override
  public void settle() {
    tree.settle();
  }

  /** How many spans represent the text. */
  int spans() {
    return tree.size();
  }

  @Override
  public void write(SnapshotWriter out) {
    TextSnapshot.writeSpans(tree.head(), out);
    Deleted.write(deletes, out);
  }

  static RunText read(SnapshotReader in) {
    RunText text = new RunText();
    text.length = TextSnapshot.readSpans(text.tree, in);
    text.deletes.putAll(Deleted.read(in));
    for (Deleted deleted : text.deletes.values()) {
      for (IdRange range : deleted.targets()) {
        in.check(text.containsAll(range), "a delete of atoms that are not here");
      }
      if (!deleted.revived()) {
        text.cover(deleted.targets(), 1);
      }
    }
    text.settle();
    return text;
  }

  private void remove(IdRange atoms) {
    cursor.forget();
    tree.startingAt(atoms.first());
    Span span = tree.endingAt(new OpId(atoms.replica(), atoms.to()));
    while (true) {
      length -= span.visibleLength();
      tree.remove(span);
      if (span.seq == atoms.from()) {
        return;
      }
      span = tree.get(new OpId(atoms.replica(), span.seq - 1));
    }
  }

  private void cover(List<IdRange> ranges, int amount) {
    List<Span> covered = new ArrayList<>();
    stamps++;
    for (IdRange range : ranges) {
      tree.endingAt(new OpId(range.replica(), range.to()));
      Span span = tree.startingAt(range.first());
      while (true) {
        span.stamp = stamps;
        covered.add(span);
        if (span.lastSeq() == range.to()) {
          break;
        }
        span = tree.get(new OpId(range.replica(), span.lastSeq() + 1));
      }
    }
    cursor.changing(covered.size(), stamps);
    for (Span span : covered) {
      tree.touch(span);
      length -= span.visibleLength();
      span.deletes += amount;
      length += span.visibleLength();
    }
  }
}
