package dev.rejoin.crdt;

import java.util.ArrayList;
import java.util.List;

/** Collects the atoms of a text in document order, in as few runs as possible. */
final class TextRuns {
  private TextRuns() {}

  static List<TextRun> of(SpanTree spans, OpNumbers numbers) {
    List<TextRun> runs = new ArrayList<>();
    for (boolean more = spans.first(); more; more = spans.next()) {
      boolean visible = spans.leaf().isVisible(spans.slot());
      int first = spans.number();
      while (first <= spans.last()) {
        int count = Math.min(spans.last(), numbers.endOfRun(first)) - first + 1;
        long seq = numbers.seq(first);
        IdRange atoms = new IdRange(numbers.replica(first), seq, seq + count - 1);
        add(new TextRun(atoms, visible), runs);
        first += count;
      }
    }
    return runs;
  }

  private static void add(TextRun run, List<TextRun> runs) {
    TextRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last != null
        && last.visible() == run.visible()
        && last.atoms().replica().equals(run.atoms().replica())
        && last.atoms().to() + 1 == run.atoms().from()) {
      IdRange joined = new IdRange(last.atoms().replica(), last.atoms().from(), run.atoms().to());
      runs.set(runs.size() - 1, new TextRun(joined, run.visible()));
    } else {
      runs.add(run);
    }
  }
}
