package dev.rejoin.crdt;

/** Builds the spans of a text from the runs and deletes of a snapshot, without integrating them. */
final class TextLoader {
  private final SnapshotRuns runs;
  private final TextSequence text;
  private final SnapshotReader in;

  /** For each op number 0 where it is no atom, else 1 and one more for each delete. */
  private final int[] cover;

  private TextLoader(SnapshotRuns runs, TextSequence text, SnapshotReader in) {
    this.runs = runs;
    this.text = text;
    this.in = in;
    this.cover = new int[text.numbers().next()];
  }

  static void load(SnapshotRuns runs, TextSequence text, SnapshotReader in) {
    TextLoader loader = new TextLoader(runs, text, in);
    loader.markAtoms();
    loader.markHidden();
    loader.addSpans();
  }

  private void markAtoms() {
    for (int run = 0; run < runs.size(); run++) {
      int end = runs.first(run) + runs.length(run);
      for (int i = runs.first(run); i < end; i++) {
        in.check(cover[i] == 0, "atoms twice");
        cover[i] = 1;
      }
    }
    for (int run = 0; run < runs.size(); run++) {
      int parent = runs.parent(run);
      in.check(parent == OpNumbers.ROOT || cover[parent] == 1, "an atom without its parent");
    }
  }

  private void markHidden() {
    text.deletes()
        .forEachHidden(
            (first, count) -> {
              for (int i = first; i < first + count; i++) {
                in.check(cover[i] > 0, "a delete of atoms that are not here");
                cover[i]++;
              }
            });
  }

  private void addSpans() {
    SpanTreeBuilder spans = new SpanTreeBuilder();
    for (int run = 0; run < runs.size(); run++) {
      int first = runs.first(run);
      int end = first + runs.length(run);
      int parent = runs.parent(run);
      int side = runs.isLeft(run) ? 1 : 0;
      int at = first;
      while (at < end) {
        int covered = cover[at];
        int to = at + 1;
        while (to < end && cover[to] == covered) {
          to++;
        }
        spans.add(at, to - at, parent, (covered - 1) * SpanLeaf.ONE_DELETE | side);
        parent = to - 1;
        side = 0;
        at = to;
      }
    }
    text.load(spans);
  }
}
