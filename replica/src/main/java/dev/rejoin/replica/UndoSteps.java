package dev.rejoin.replica;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.replica.store.Line;
import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.trust.DeviceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Nothing is kept besides the journal: a change that takes others back says which (Op.Undoes), and
 * going through the author's newest changes in order tells what can be taken back now.
 */
/** What an author can take back in a document, and what was taken back last. */
final class UndoSteps {
  static final int MOST_STEPS = 100;

  /** What was begun within this time after a step began belongs to it. */
  static final long STEP_MILLIS = 1_000;

  /**
   * So many changes are looked through, others' included, so that it takes the same time always.
   */
  private static final int MOST_ROWS = 10_000;

  /** So many changes of the author are looked at. */
  private static final int MOST_CHANGES = 1_000;

  private final Deque<List<Change>> undo = new ArrayDeque<>();
  private final Deque<List<Change>> redo = new ArrayDeque<>();

  /** The step that the newest change belongs to, and whether what is typed now may join it. */
  private @Nullable List<Change> newest;

  private boolean joinable;

  /** The steps of an author's changes of one device, by what the journal holds. */
  static UndoSteps read(SpaceJournal journal, int document, DeviceId device, String author) {
    List<Change> changes = new ArrayList<>();
    int[] left = {MOST_ROWS};
    journal.readDocumentBack(
        document,
        row -> {
          if (isOf(device, row, journal)) {
            Change change = ChangeCodec.decode(row.replica(), row.change());
            if (change.author().equals(author)) {
              changes.add(change);
            }
          }
          return --left[0] > 0 && changes.size() < MOST_CHANGES;
        });
    Collections.reverse(changes);
    UndoSteps steps = new UndoSteps();
    changes.forEach(steps::add);
    boolean cut = left[0] == 0 || changes.size() == MOST_CHANGES;
    if (cut && !steps.undo.isEmpty()) {
      steps.undo.removeFirst(); // it may have begun before
    }
    return steps;
  }

  private static boolean isOf(DeviceId device, Row row, SpaceJournal journal) {
    Line line = journal.line(row.replica());
    return line != null && line.device().equals(device);
  }

  /** What an undo takes back, the newest change first; null for nothing. */
  @Nullable List<Change> undone() {
    return newestFirst(undo.peekLast());
  }

  /** What a redo takes back; null for nothing. */
  @Nullable List<Change> redone() {
    return newestFirst(redo.peekLast());
  }

  /** Adds the author's next change. */
  void add(Change change) {
    List<Change> open = newest;
    if (open != null && open.get(open.size() - 1).continues()) {
      open.add(change);
      return;
    }
    Op.Undoes undoes = undoes(change);
    if (undoes != null) {
      addUndo(change, undoes.changes());
    } else if (!isMerge(change)) {
      addEdit(change);
    }
  }

  private void addEdit(Change change) {
    redo.clear();
    List<Change> open = newest;
    if (open != null && joinable && joins(open, change)) {
      open.add(change);
      return;
    }
    begin(change, undo);
    joinable = true;
    if (undo.size() > MOST_STEPS) {
      undo.removeFirst();
    }
  }

  private void addUndo(Change change, List<OpId> takenBack) {
    if (is(undo.peekLast(), takenBack)) {
      undo.removeLast();
      begin(change, redo);
    } else if (is(redo.peekLast(), takenBack)) {
      redo.removeLast();
      begin(change, undo);
    } else {
      redo.clear(); // a revert of a change by its id
      begin(change, undo);
    }
    joinable = false;
  }

  private void begin(Change change, Deque<List<Change>> steps) {
    List<Change> step = new ArrayList<>();
    step.add(change);
    steps.addLast(step);
    newest = step;
  }

  private static boolean joins(List<Change> step, Change change) {
    long after = change.timeMillis() - step.get(0).timeMillis();
    return change.message().isEmpty()
        && step.get(0).message().isEmpty()
        && after >= 0
        && after < STEP_MILLIS;
  }

  private static boolean is(@Nullable List<Change> step, List<OpId> changes) {
    return step != null && changes.contains(step.get(0).last());
  }

  private static Op.@Nullable Undoes undoes(Change change) {
    return change.ops().get(0) instanceof Op.Undoes undoes ? undoes : null;
  }

  /** Joins heads, and nobody made it on purpose. */
  private static boolean isMerge(Change change) {
    return change.ops().stream().allMatch(Op.Unknown.class::isInstance);
  }

  private static @Nullable List<Change> newestFirst(@Nullable List<Change> step) {
    if (step == null) {
      return null;
    }
    List<Change> changes = new ArrayList<>(step);
    Collections.reverse(changes);
    return changes;
  }
}
