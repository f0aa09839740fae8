package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/*
 * One walk over both lists of steps. The second list keeps or drops what the first one keeps or
 * inserts, so its lengths are used up together with those of the first.
 */
/** Composes the steps of two changes of one text. O(steps and characters of both). */
final class TextComposer {
  /** Goes through steps, giving out parts of them; behind the last one it keeps for ever. */
  private static final class Cursor {
    private final List<Delta> steps;
    private int index;
    private int offset;

    Cursor(List<Delta> steps) {
      this.steps = steps;
    }

    @Nullable Delta step() {
      return index < steps.size() ? steps.get(index) : null;
    }

    /** How much of the step is left. */
    int left() {
      Delta step = step();
      return step == null ? Integer.MAX_VALUE : length(step) - offset;
    }

    /** The next part of an insert. */
    String text(Delta.Insert insert, int length) {
      return insert.text().substring(offset, offset + length);
    }

    void take(int length) {
      if (step() == null) {
        return;
      }
      offset += length;
      if (left() == 0) {
        index++;
        offset = 0;
      }
    }

    private static int length(Delta step) {
      if (step instanceof Delta.Insert insert) {
        return insert.text().length();
      }
      return step instanceof Delta.Retain retain ? retain.length() : ((Delta.Delete) step).length();
    }
  }

  private final Cursor first;
  private final Cursor next;
  private final StepJoiner out = new StepJoiner();

  private TextComposer(List<Delta> first, List<Delta> next) {
    this.first = new Cursor(first);
    this.next = new Cursor(next);
  }

  static ContainerEvent.TextChanged compose(
      ContainerEvent.TextChanged first, ContainerEvent.TextChanged next) {
    TextComposer composer = new TextComposer(first.deltas(), next.deltas());
    return new ContainerEvent.TextChanged(first.container(), composer.steps());
  }

  private List<Delta> steps() {
    while (first.step() != null || next.step() != null) {
      if (next.step() instanceof Delta.Insert insert) {
        int length = next.left();
        out.insert(next.text(insert, length), insert.attributes());
        next.take(length);
      } else if (first.step() instanceof Delta.Delete) {
        int length = first.left();
        out.delete(length);
        first.take(length);
      } else {
        meet(Math.min(first.left(), next.left()));
      }
    }
    return out.finish();
  }

  /** What the first keeps or inserts, the next keeps or drops. */
  private void meet(int length) {
    if (next.step() instanceof Delta.Delete) {
      if (!(first.step() instanceof Delta.Insert)) {
        out.delete(length);
      }
    } else if (first.step() instanceof Delta.Insert insert) {
      out.insert(first.text(insert, length), changed(insert.attributes(), changes(next.step())));
    } else {
      out.retain(length, both(changes(first.step()), changes(next.step())));
    }
    first.take(length);
    next.take(length);
  }

  private static SortedMap<String, @Nullable Value> changes(@Nullable Delta step) {
    return step instanceof Delta.Retain retain ? retain.changes() : Attributes.unchanged();
  }

  private static SortedMap<String, @Nullable Value> both(
      SortedMap<String, @Nullable Value> first, SortedMap<String, @Nullable Value> next) {
    if (next.isEmpty()) {
      return first;
    }
    TreeMap<String, @Nullable Value> both = new TreeMap<>(first);
    both.putAll(next);
    return both;
  }

  private static SortedMap<String, Value> changed(
      SortedMap<String, Value> attributes, SortedMap<String, @Nullable Value> changes) {
    if (changes.isEmpty()) {
      return attributes;
    }
    TreeMap<String, Value> changed = new TreeMap<>(attributes);
    changes.forEach(
        (key, value) -> {
          if (value == null) {
            changed.remove(key);
          } else {
            changed.put(key, value);
          }
        });
    return changed;
  }

  /** Collects steps into as few as possible, inserts before deletes, no retain at the end. */
  private static final class StepJoiner {
    private final List<Delta> steps = new ArrayList<>();
    private final StringBuilder inserted = new StringBuilder();
    private SortedMap<String, Value> insertedWith = Attributes.none();
    private int deleted;
    private int retained;
    private SortedMap<String, @Nullable Value> retainedWith = Attributes.unchanged();

    void insert(String text, SortedMap<String, Value> attributes) {
      endRetain();
      if (!insertedWith.equals(attributes)) {
        endInsert();
        insertedWith = attributes;
      }
      inserted.append(text);
    }

    void delete(int length) {
      endRetain();
      deleted += length;
    }

    void retain(int length, SortedMap<String, @Nullable Value> changes) {
      endChange();
      if (!retainedWith.equals(changes)) {
        endRetain();
        retainedWith = changes;
      }
      retained += length;
    }

    List<Delta> finish() {
      endChange();
      if (!retainedWith.isEmpty()) {
        endRetain();
      }
      return steps;
    }

    private void endChange() {
      endInsert();
      if (deleted > 0) {
        steps.add(new Delta.Delete(deleted));
        deleted = 0;
      }
    }

    private void endInsert() {
      if (inserted.length() > 0) {
        steps.add(new Delta.Insert(inserted.toString(), insertedWith));
        inserted.setLength(0);
      }
    }

    private void endRetain() {
      if (retained > 0) {
        steps.add(new Delta.Retain(retained, retainedWith));
        retained = 0;
      }
    }
  }
}
