package dev.rejoin.replica;

import java.util.ArrayList;
import java.util.List;

/** Collects pieces of a diff: joins those of one fate, and puts what is removed first. */
final class DiffPieces {
  private final List<DiffText.Piece> done = new ArrayList<>();
  private final StringBuilder kept = new StringBuilder();
  private final StringBuilder removed = new StringBuilder();
  private final StringBuilder added = new StringBuilder();

  void add(DiffText.What what, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (what == DiffText.What.KEPT) {
      flushChange();
      kept.append(text);
    } else {
      flush(DiffText.What.KEPT, kept);
      (what == DiffText.What.REMOVED ? removed : added).append(text);
    }
  }

  private void flushChange() {
    flush(DiffText.What.REMOVED, removed);
    flush(DiffText.What.ADDED, added);
  }

  private void flush(DiffText.What what, StringBuilder from) {
    if (from.length() > 0) {
      done.add(new DiffText.Piece(what, from.toString()));
      from.setLength(0);
    }
  }

  /** Starts over with the next line, and keeps this one if anything changed in it. */
  void endLine(List<List<DiffText.Piece>> changed) {
    List<DiffText.Piece> line = list();
    if (line.stream().anyMatch(piece -> piece.what() != DiffText.What.KEPT)) {
      changed.add(line);
    }
    done.clear();
  }

  List<DiffText.Piece> list() {
    flush(DiffText.What.KEPT, kept);
    flushChange();
    return List.copyOf(done);
  }
}
