package dev.rejoin.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The demo on a terminal of 80 columns: titles, sentences, and what two devices show side by side.
 * Colours only where a person looks and wants them. Not safe for several threads.
 */
final class DemoScreen {
  private static final int WIDTH = 80;
  private static final int COLUMN = 38;
  private static final int LABEL = 9;
  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String LEFT = "36";
  private static final String RIGHT = "35";

  private final Terminal terminal;

  DemoScreen(Terminal terminal) {
    this.terminal = terminal;
  }

  /** A line across, with the title of a step. */
  void title(String title) {
    terminal.out().println();
    String line = "── " + title + " " + "─".repeat(Math.max(0, WIDTH - title.length() - 4));
    terminal.out().println(paint(BOLD, line));
  }

  /** A sentence, wrapped. */
  void say(String sentence) {
    wrap(sentence, WIDTH).forEach(terminal.out()::println);
  }

  /** A point of a list, wrapped. */
  void point(String sentence) {
    List<String> lines = wrap(sentence, WIDTH - 4);
    for (int i = 0; i < lines.size(); i++) {
      terminal.out().println((i == 0 ? "  • " : "    ") + lines.get(i));
    }
  }

  /** A line as it is. */
  void line(String line) {
    terminal.out().println(line);
  }

  /** What two devices show, field by field. */
  void show(DemoPerson left, DemoPerson right) {
    terminal.out().println();
    row(paint(LEFT, pad(left.name() + "'s device")), paint(RIGHT, right.name() + "'s device"));
    List<String[]> one = left.shows();
    List<String[]> other = right.shows();
    for (int i = 0; i < one.size(); i++) {
      List<String> a = cell(one.get(i));
      List<String> b = cell(other.get(i));
      for (int line = 0; line < Math.max(a.size(), b.size()); line++) {
        row(pad(line < a.size() ? a.get(line) : ""), line < b.size() ? b.get(line) : "");
      }
    }
    terminal.out().println();
  }

  private void row(String left, String right) {
    terminal.out().println("  " + left + paint(DIM, "│ ") + right);
  }

  private static String pad(String text) {
    return text + " ".repeat(Math.max(0, COLUMN - text.length()));
  }

  /** A label and a value as lines. */
  private static List<String> cell(String[] field) {
    List<String> lines = new ArrayList<>();
    for (String value : wrap(field[1], COLUMN - LABEL - 1)) {
      String label = lines.isEmpty() ? field[0] : "";
      lines.add(label + " ".repeat(LABEL - label.length()) + value);
    }
    return lines;
  }

  private String paint(String colour, String text) {
    return terminal.colour() ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }

  /** Cuts a text into lines between words. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : Arrays.asList(text.strip().split("\\s+"))) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
