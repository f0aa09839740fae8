package dev.rejoin.replica;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Delta;
import java.util.ArrayList;
import java.util.List;

/**
 * How a text became another one, in pieces that were kept, removed and added. Immutable.
 *
 * @param pieces in the order of the text, unit by unit as it was edited
 */
public record DiffText(ContainerId container, List<Piece> pieces) {
  /** What became of a piece. */
  public enum What {
    KEPT,
    REMOVED,
    ADDED
  }

  /** Consecutive units of one fate. */
  public record Piece(What what, String text) {}

  public DiffText {
    pieces = List.copyOf(pieces);
  }

  static DiffText of(ContainerEvent.TextChanged changed, String before) {
    DiffPieces pieces = new DiffPieces();
    int at = 0;
    for (Delta delta : changed.deltas()) {
      if (delta instanceof Delta.Insert insert) {
        pieces.add(What.ADDED, insert.text());
      } else if (delta instanceof Delta.Delete delete) {
        pieces.add(What.REMOVED, before.substring(at, at + delete.length()));
        at += delete.length();
      } else if (delta instanceof Delta.Retain retain) {
        pieces.add(What.KEPT, before.substring(at, at + retain.length()));
        at += retain.length();
      }
    }
    pieces.add(What.KEPT, before.substring(at));
    return new DiffText(changed.container(), pieces.list());
  }

  /** The same with whole words removed and added, which reads better. */
  public List<Piece> words() {
    return DiffChunks.of(pieces, DiffText::isOutsideWords, true);
  }

  /**
   * The same with whole lines removed and added; a piece is one line with its end, if it has one.
   */
  public List<Piece> lines() {
    List<Piece> lines = new ArrayList<>();
    for (Piece piece : DiffChunks.of(pieces, c -> c == '\n', false)) {
      int start = 0;
      while (start < piece.text().length()) {
        int end = piece.text().indexOf('\n', start);
        int next = end < 0 ? piece.text().length() : end + 1;
        lines.add(new Piece(piece.what(), piece.text().substring(start, next)));
        start = next;
      }
    }
    return lines;
  }

  private static boolean isOutsideWords(int unit) {
    return !Character.isLetterOrDigit(unit) && !Character.isSurrogate((char) unit);
  }

  /** The lines in which anything changed, words in {@code [-removed-]} and {@code {+added+}}. */
  String word() {
    StringBuilder all = new StringBuilder();
    for (List<Piece> line : changedLines()) {
      for (Piece piece : line) {
        switch (piece.what()) {
          case KEPT -> all.append(piece.text());
          case REMOVED -> all.append("[-").append(piece.text()).append("-]");
          case ADDED -> all.append("{+").append(piece.text()).append("+}");
        }
      }
      all.append('\n');
    }
    return all.toString();
  }

  /** The pieces, whole words, of each line in which anything changed, without its end. */
  public List<List<Piece>> changedLines() {
    List<List<Piece>> lines = new ArrayList<>();
    DiffPieces line = new DiffPieces();
    for (Piece piece : words()) {
      if (piece.what() != What.KEPT) {
        line.add(piece.what(), piece.text());
        continue;
      }
      String[] parts = piece.text().split("\n", -1);
      for (int i = 0; i < parts.length; i++) {
        line.add(What.KEPT, parts[i]);
        if (i < parts.length - 1) {
          line.endLine(lines);
        }
      }
    }
    line.endLine(lines);
    return lines;
  }

  String unified() {
    return DiffHunks.unified(container.toString(), lines());
  }
}
