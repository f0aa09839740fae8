package dev.rejoin.crdt;

/**
 * A text in a snapshot: its ids, its atoms and deletes in rows, what shows, what is hidden.
 *
 * <p>Ids are written once, line by line and ascending, and everything in the order of ids, so two
 * states with the same atoms and deletes give the same bytes, whatever the order of arrival. The
 * document order is not written: it follows from where the atoms hang. Only the units are in it,
 * since that compresses best.
 */
final class TextSnapshot {
  private TextSnapshot() {}

  static void write(TextSequence text, SnapshotWriter out) {
    CanonicalNumbers canonical = CanonicalNumbers.of(text.numbers());
    canonical.write(out);
    SnapshotHistory.write(text.spans(), text.deletes(), canonical, out);
    writeUnits(text, true, out);
    writeUnits(text, false, out.deletedText());
  }

  /** Reads what {@link #write} wrote. */
  static TextSequence read(SnapshotReader in) {
    TextSequence text = new TextSequence();
    CanonicalNumbers.read(text.numbers(), in);
    TextLoader.load(text, in);
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
}
