package dev.rejoin.replica;

import java.util.ArrayList;
import java.util.List;

/** Collects pieces of a diff: joins those of one fate, and puts what is removed first. */
final class DiffPieces {
  private final List<TextDiff.Piece> done = new ArrayList<>();
  private final StringBuilder kept = new StringBuilder();
  private final StringBuilder removed = new StringBuilder();
  private final StringBuilder added = new StringBuilder();

  void add(TextDiff.What what, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (what == TextDiff.What.KEPT) {
      flushChange();
      kept.append(text);
    } else {
      flush(TextDiff.What.KEPT, kept);
      (what == TextDiff.What.REMOVED ? removed : added).append(text);
    }
  }

  private void flushChange() {
    flush(TextDiff.What.REMOVED, removed);
    flush(TextDiff.What.ADDED, added);
  }

  private void flush(TextDiff.What what, StringBuilder from) {
    if (from.length() > 0) {
      done.add(new TextDiff.Piece(what, from.toString()));
      from.setLength(0);
    }
  }

  /** Starts over with the next line, and keeps this one if anything changed in it. */
  void endLine(List<List<TextDiff.Piece>> changed) {
    List<TextDiff.Piece> line = list();
    if (line.stream().anyMatch(piece -> piece.what() != TextDiff.What.KEPT)) {
      changed.add(line);
    }
    done.clear();
  }

  List<TextDiff.Piece> list() {
    flush(TextDiff.What.KEPT, kept);
    flushChange();
    return List.copyOf(done);
  }
}
