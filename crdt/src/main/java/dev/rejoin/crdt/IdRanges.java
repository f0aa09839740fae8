package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/** Lists of id ranges as sets of ids. */
final class IdRanges {
  private IdRanges() {}

  /** The same ids, sorted, each once, in as few ranges as possible. */
  static List<IdRange> normalize(List<IdRange> ranges) {
    if (ranges.size() == 1) {
      return List.copyOf(ranges);
    }
    List<IdRange> sorted = new ArrayList<>(ranges);
    sorted.sort(null);
    List<IdRange> merged = new ArrayList<>();
    for (IdRange range : sorted) {
      IdRange last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && last.replica().equals(range.replica()) && range.from() <= last.to() + 1) {
        long to = Math.max(last.to(), range.to());
        merged.set(merged.size() - 1, new IdRange(last.replica(), last.from(), to));
      } else {
        merged.add(range);
      }
    }
    return List.copyOf(merged);
  }
}
