package dev.rejoin.replica.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * The quotes and items that are open at a line of Markdown, and how many empty lines must stand
 * before the next block. Writer and reader share it, so that both count alike.
 */
final class Nesting {
  /** A quote or an item. */
  record Open(String type, int width, int number, boolean empty) {
    boolean isQuote() {
      return type.equals(BlockFormat.QUOTE);
    }
  }

  private List<Open> open = new ArrayList<>();

  /**
   * How a line goes on with what is open.
   *
   * @param kept how many of the open quotes and items go on
   * @param fresh the quotes and items that it begins
   */
  record Fit(int kept, List<String> fresh) {}

  List<Open> open() {
    return open;
  }

  Nesting copy() {
    Nesting copy = new Nesting();
    copy.open = new ArrayList<>(open);
    return copy;
  }

  /** What cannot go on, because nothing of it is open, is left out. */
  Fit fit(List<String> around) {
    int kept = 0;
    List<String> fresh = new ArrayList<>();
    for (String word : around) {
      boolean more = word.equals(BlockFormat.MORE);
      boolean goesOn =
          fresh.isEmpty()
              && kept < open.size()
              && (more
                  ? !open.get(kept).isQuote() && !open.get(kept).empty()
                  : word.equals(BlockFormat.QUOTE) && open.get(kept).isQuote());
      if (goesOn) {
        kept++;
      } else if (!more) {
        fresh.add(word);
      }
    }
    return new Fit(kept, fresh);
  }

  /** Whether a line belongs to the block of the line before it. */
  boolean goesOn(TextLine before, TextLine line) {
    Fit fit = fit(line.block().around());
    return fit.fresh().isEmpty()
        && fit.kept() == open.size()
        && before.block().leaf().equals(line.block().leaf())
        && (line.block().isParagraph()
            || line.block().isCode()
            || line.block().leaf().equals(BlockFormat.HTML));
  }

  /** How many empty lines must stand between a line and the one before that is not empty. */
  int emptyLines(TextLine before, TextLine line) {
    if (goesOn(before, line)) {
      return 0;
    }
    Fit fit = fit(line.block().around());
    boolean inside = fit.fresh().isEmpty() && fit.kept() == open.size();
    if (inside && line.block().equals(before.block().nextCode())) {
      return 0;
    }
    if (fit.fresh().isEmpty() || !BlockFormat.isItem(fit.fresh().get(0))) {
      return 1;
    }
    String item = fit.fresh().get(0);
    if (fit.kept() < open.size()) {
      return open.get(fit.kept()).type().equals(type(item)) ? 0 : 1;
    }
    boolean nested = !open.isEmpty() && !open.get(open.size() - 1).isQuote();
    boolean interrupts =
        before.block().isParagraph() && !line.pieces().isEmpty() && start(item) == 1;
    return nested && interrupts ? 0 : 1;
  }

  /** Goes on to a line, which is not an empty one. */
  void to(TextLine line) {
    Fit fit = fit(line.block().around());
    boolean empty = line.pieces().isEmpty() && line.block().isParagraph();
    List<Open> next = new ArrayList<>(open.subList(0, fit.kept()));
    for (String word : fit.fresh()) {
      next.add(opened(word, next.size() == fit.kept() ? next.size() : open.size(), empty));
    }
    open = next;
  }

  private Open opened(String word, int place, boolean empty) {
    if (!BlockFormat.isItem(word)) {
      return new Open(word, 2, 0, false);
    }
    String type = type(word);
    boolean sibling = place < open.size() && open.get(place).type().equals(type);
    int number = sibling ? open.get(place).number() + 1 : start(word);
    int width = type.startsWith("bullet") ? 2 : Integer.toString(number).length() + 2;
    return new Open(type, width, number, empty);
  }

  /** Goes on to an empty line: quotes that it is not in end, items may go on after it. */
  void toEmpty(List<String> around) {
    Fit fit = fit(around);
    List<Open> next = new ArrayList<>(open.subList(0, fit.kept()));
    if (fit.fresh().isEmpty()) {
      for (int i = fit.kept(); i < open.size() && !open.get(i).isQuote(); i++) {
        next.add(open.get(i));
      }
    } else {
      fit.fresh().forEach(word -> next.add(new Open(BlockFormat.QUOTE, 2, 0, false)));
    }
    open = next;
  }

  /** The item without the number that it starts with. */
  static String type(String item) {
    int colon = item.indexOf(':');
    return colon < 0 ? item : item.substring(0, colon);
  }

  private static int start(String item) {
    int colon = item.indexOf(':');
    return colon < 0 ? 1 : Integer.parseInt(item.substring(colon + 1));
  }
}
