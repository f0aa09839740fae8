package dev.rejoin.app;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Head;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Version;
import dev.rejoin.replica.HistoryEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws which change came after which, newest first: one column for each line of work that goes on
 * further down.
 */
final class HistoryGraph {
  /** What each change had seen, itself included. */
  private final Map<OpId, Version> versions = new TreeMap<>();

  /** The changes that the columns lead down to; null where one has ended. */
  private final List<@Nullable OpId> columns = new ArrayList<>();

  /**
   * @param entries all of the document, in arrival order
   */
  HistoryGraph(List<HistoryEntry> entries) {
    for (HistoryEntry entry : entries) {
      Change change = entry.change();
      Version seen = Version.empty();
      for (OpId cause : causes(change)) {
        seen = seen.join(versions.getOrDefault(cause, Version.empty()));
      }
      versions.put(change.last(), seen.with(change.replica(), change.to()));
    }
  }

  private static List<OpId> causes(Change change) {
    List<OpId> causes = new ArrayList<>(change.deps().list().stream().map(Head::id).toList());
    if (change.previous() > 0) {
      causes.add(new OpId(change.replica(), change.previous()));
    }
    return causes;
  }

  /** The causes that no other cause had seen. */
  private List<OpId> parents(Change change) {
    List<OpId> causes = causes(change);
    return causes.stream()
        .filter(
            cause ->
                causes.stream()
                    .noneMatch(
                        other ->
                            !other.equals(cause)
                                && versions.getOrDefault(other, Version.empty()).includes(cause)))
        .toList();
  }

  /** The row of the next older change, and rows without one before and after it. */
  record Rows(List<String> before, String change, List<String> after) {}

  Rows next(Change change) {
    List<String> before = new ArrayList<>();
    int at = columns.indexOf(change.last());
    if (at < 0) {
      at = free();
      columns.set(at, change.last());
    }
    List<Integer> joined = new ArrayList<>();
    for (int i = at + 1; i < columns.size(); i++) {
      if (change.last().equals(columns.get(i))) {
        joined.add(i);
      }
    }
    if (!joined.isEmpty()) {
      before.add(fork(at, joined, '╯', '┴'));
      joined.forEach(i -> columns.set(i, null));
    }
    String row = row(at);
    List<String> after = new ArrayList<>();
    List<OpId> parents = parents(change);
    columns.set(at, parents.isEmpty() ? null : parents.get(0));
    List<Integer> more = new ArrayList<>();
    for (OpId parent : parents.subList(Math.min(1, parents.size()), parents.size())) {
      int column = columns.indexOf(parent);
      if (column < 0 || column <= at) {
        column = freeAfter(at);
        columns.set(column, parent);
      }
      more.add(column);
    }
    if (!more.isEmpty()) {
      more.sort(null);
      after.add(fork(at, more, '╮', '┬'));
    }
    while (!columns.isEmpty() && columns.get(columns.size() - 1) == null) {
      columns.remove(columns.size() - 1);
    }
    return new Rows(before, row, after);
  }

  private int free() {
    int at = columns.indexOf(null);
    if (at < 0) {
      columns.add(null);
      at = columns.size() - 1;
    }
    return at;
  }

  private int freeAfter(int column) {
    for (int i = column + 1; i < columns.size(); i++) {
      if (columns.get(i) == null) {
        return i;
      }
    }
    columns.add(null);
    return columns.size() - 1;
  }

  private String row(int at) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      row.append(i == at ? "◆ " : columns.get(i) == null ? "  " : "│ ");
    }
    return row.toString();
  }

  /** A row in which columns leave another one, or come to it. */
  private String fork(int at, List<Integer> others, char last, char inner) {
    int end = others.get(others.size() - 1);
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      boolean line = columns.get(i) != null;
      if (i == at) {
        row.append("├─");
      } else if (i == end) {
        row.append(last).append(' ');
      } else if (i > at && i < end) {
        row.append(others.contains(i) ? inner : line ? '┼' : '─').append('─');
      } else {
        row.append(line ? "│ " : "  ");
      }
    }
    return row.toString().stripTrailing();
  }
}
