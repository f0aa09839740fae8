package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.TextEdit;
import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a text with formats another one, with few edits and few marks. */
final class RichTextMerge {
  /** Formats that text typed at their end belongs to as well. */
  private static final Set<String> GROWING =
      Set.of("bold", "italic", "strike", "underline", "color", "font", "size");

  private RichTextMerge() {}

  /** Formats whose key {@code mine} does not take are left as they are. */
  static void apply(TextEdit edit, RichText wanted, Predicate<String> mine) {
    TextDiff.replace(edit, wanted.text());
    SortedMap<String, List<RichText.Stretch>> now = RichText.byKey(edit.formats());
    SortedMap<String, List<RichText.Stretch>> then = RichText.byKey(wanted.formats());
    TreeSet<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(then.keySet());
    keys.removeIf(mine.negate());
    for (String key : keys) {
      change(edit, key, now.getOrDefault(key, List.of()), then.getOrDefault(key, List.of()));
    }
  }

  /** Gives one format the wanted stretches. */
  static void change(
      TextEdit edit, String key, List<RichText.Stretch> now, List<RichText.Stretch> then) {
    changes(now, then).forEach(change -> change.apply(edit, key));
  }

  static Expand expand(String key) {
    return GROWING.contains(key) ? Expand.AFTER : Expand.NONE;
  }

  /** A stretch that is to get another value, or none. */
  private record Change(int from, int to, @Nullable Value value) {
    void apply(TextEdit edit, String key) {
      if (value == null) {
        edit.unmark(from, to, key, expand(key));
      } else {
        edit.mark(from, to, key, value, expand(key));
      }
    }
  }

  private static List<Change> changes(List<RichText.Stretch> now, List<RichText.Stretch> then) {
    TreeSet<Integer> cuts = new TreeSet<>();
    now.forEach(s -> cuts.addAll(List.of(s.from(), s.to())));
    then.forEach(s -> cuts.addAll(List.of(s.from(), s.to())));
    List<Change> changes = new ArrayList<>();
    Walk is = new Walk(now);
    Walk should = new Walk(then);
    Integer from = null;
    for (Integer to : cuts) {
      if (from != null) {
        Value value = should.at(from);
        if (!same(is.at(from), value)) {
          add(changes, new Change(from, to, value));
        }
      }
      from = to;
    }
    return changes;
  }

  private static void add(List<Change> changes, Change change) {
    int end = changes.size() - 1;
    Change last = end < 0 ? null : changes.get(end);
    if (last != null && last.to() == change.from() && same(last.value(), change.value())) {
      changes.set(end, new Change(last.from(), change.to(), change.value()));
    } else {
      changes.add(change);
    }
  }

  private static boolean same(@Nullable Value one, @Nullable Value other) {
    return one == null ? other == null : one.equals(other);
  }

  /** Finds values at positions that are asked for from left to right. */
  private static final class Walk {
    private final List<RichText.Stretch> stretches;
    private int next;

    Walk(List<RichText.Stretch> stretches) {
      this.stretches = stretches;
    }

    @Nullable Value at(int position) {
      while (next < stretches.size() && stretches.get(next).to() <= position) {
        next++;
      }
      return next < stretches.size() && stretches.get(next).from() <= position
          ? stretches.get(next).value()
          : null;
    }
  }
}
