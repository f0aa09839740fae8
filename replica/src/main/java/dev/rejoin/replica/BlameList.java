package dev.rejoin.replica;

import java.util.ArrayList;
import java.util.List;

/** Collects pieces of a text so that words which were replaced stand whole before the new ones. */
final class BlameList {
  private final List<Blame> pieces = new ArrayList<>();

  void add(Blame piece) {
    int at = pieces.size();
    while (at > 0 && !piece.visible() && isReplacement(pieces.get(at - 1), piece)) {
      at--;
    }
    Blame before = at > 0 ? pieces.get(at - 1) : null;
    if (before != null && at < pieces.size() && joins(before, piece)) {
      pieces.set(at - 1, with(before, before.text() + piece.text()));
    } else {
      pieces.add(piece);
    }
  }

  List<Blame> list() {
    return List.copyOf(pieces);
  }

  /** Whether a piece was written by the change that deleted the other. */
  private static boolean isReplacement(Blame fresh, Blame old) {
    return old.deleted().isPresent()
        && fresh.written().changeId().equals(old.deleted().get().changeId());
  }

  private static boolean joins(Blame first, Blame next) {
    return !first.visible() && with(first, "").equals(with(next, ""));
  }

  private static Blame with(Blame piece, String text) {
    return new Blame(text, piece.visible(), piece.written(), piece.deleted(), piece.restored());
  }
}
