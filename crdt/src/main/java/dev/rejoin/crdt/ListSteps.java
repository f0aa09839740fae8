package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Composes the steps of two changes of one list; see {@link TextComposer}. O(steps and elements).
 */
final class ListSteps {
  /** Goes through steps, giving out parts of them; behind the last one it keeps for ever. */
  private static final class Cursor {
    private final List<ListDelta> steps;
    private int index;
    private int offset;

    Cursor(List<ListDelta> steps) {
      this.steps = steps;
    }

    @Nullable ListDelta step() {
      return index < steps.size() ? steps.get(index) : null;
    }

    int left() {
      ListDelta step = step();
      return step == null ? Integer.MAX_VALUE : count(step) - offset;
    }

    List<ListItem> items(ListDelta.Insert insert, int count) {
      return insert.items().subList(offset, offset + count);
    }

    void take(int count) {
      if (step() == null) {
        return;
      }
      offset += count;
      if (left() == 0) {
        index++;
        offset = 0;
      }
    }

    private static int count(ListDelta step) {
      if (step instanceof ListDelta.Insert insert) {
        return insert.items().size();
      }
      return step instanceof ListDelta.Retain retain
          ? retain.count()
          : ((ListDelta.Delete) step).count();
    }
  }

  private final Cursor first;
  private final Cursor next;
  private final UnaryOperator<ListItem> shown;
  private final List<ListDelta> steps = new ArrayList<>();
  private final List<ListItem> inserted = new ArrayList<>();
  private int deleted;
  private int retained;

  /**
   * @param shown an inserted element as it is in the end
   */
  ListSteps(List<ListDelta> first, List<ListDelta> next, UnaryOperator<ListItem> shown) {
    this.first = new Cursor(first);
    this.next = new Cursor(next);
    this.shown = shown;
  }

  List<ListDelta> steps() {
    while (first.step() != null || next.step() != null) {
      if (next.step() instanceof ListDelta.Insert insert) {
        int count = next.left();
        insert(next.items(insert, count));
        next.take(count);
      } else if (first.step() instanceof ListDelta.Delete) {
        int count = first.left();
        delete(count);
        first.take(count);
      } else {
        meet(Math.min(first.left(), next.left()));
      }
    }
    endChange();
    return steps;
  }

  private void meet(int count) {
    if (next.step() instanceof ListDelta.Delete) {
      if (!(first.step() instanceof ListDelta.Insert)) {
        delete(count);
      }
    } else if (first.step() instanceof ListDelta.Insert insert) {
      insert(first.items(insert, count));
    } else {
      endChange();
      retained += count;
    }
    first.take(count);
    next.take(count);
  }

  private void insert(List<ListItem> items) {
    endRetain();
    items.forEach(item -> inserted.add(shown.apply(item)));
  }

  private void delete(int count) {
    endRetain();
    deleted += count;
  }

  private void endRetain() {
    if (retained > 0) {
      steps.add(new ListDelta.Retain(retained));
      retained = 0;
    }
  }

  private void endChange() {
    if (!inserted.isEmpty()) {
      steps.add(new ListDelta.Insert(inserted));
      inserted.clear();
    }
    if (deleted > 0) {
      steps.add(new ListDelta.Delete(deleted));
      deleted = 0;
    }
  }
}
