package dev.rejoin.crdt;

/**
 * A text in a snapshot: its ids, its runs in document order, its deletes, what shows, what is
 * hidden.
 *
 * <p>Ids are written once, line by line and ascending; everything after names an op by its place in
 * that list, so two states with the same atoms and deletes give the same bytes, whatever the order
 * of arrival. Columns of like numbers follow each other, because that compresses well. Reading
 * links the runs as they stand, without integrating them.
 */
final class TextSnapshot {
  private TextSnapshot() {}

  static void write(TextSequence text, SnapshotWriter out) {
    CanonicalNumbers canonical = CanonicalNumbers.of(text.numbers());
    canonical.write(out);
    SnapshotRuns.of(text, canonical).write(out);
    SnapshotDeletes.write(text.deletes(), canonical, out);
    writeUnits(text, true, out);
    writeUnits(text, false, out);
  }

  /** Reads what {@link #write} wrote. */
  static TextSequence read(SnapshotReader in) {
    TextSequence text = new TextSequence();
    CanonicalNumbers.read(text.numbers(), in);
    SnapshotRuns runs = SnapshotRuns.read(text.numbers().next(), in);
    int deleted = SnapshotDeletes.read(text.deletes(), text.numbers().next(), in);
    TextLoader.load(runs, deleted, text, in);
    readUnits(text, true, in);
    readUnits(text, false, in);
    return text;
  }

  private static void writeUnits(TextSequence text, boolean visible, SnapshotWriter out) {
    int length = 0;
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        length += leaf.isVisible(slot) == visible ? leaf.length(slot) : 0;
      }
    }
    TextArena.Collector units = text.arena().collector(length);
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        if (leaf.isVisible(slot) == visible) {
          units.add(leaf.number(slot), leaf.length(slot));
        }
      }
    }
    units.write(out);
  }

  private static void readUnits(TextSequence text, boolean visible, SnapshotReader in) {
    int length = in.count();
    boolean wide = in.flag();
    int left = length;
    for (SpanLeaf leaf = text.spans().head(); leaf != null; leaf = leaf.next) {
      for (int slot = 0; slot < leaf.size; slot++) {
        if (leaf.isVisible(slot) == visible) {
          int count = leaf.length(slot);
          left -= count;
          in.check(left >= 0, "less text than atoms");
          if (wide) {
            text.arena().put(leaf.number(slot), in.wideUnits(count));
          } else {
            in.narrowUnits(leaf.number(slot), count, text.arena());
          }
        }
      }
    }
    in.check(left == 0, "more text than atoms");
  }
}
