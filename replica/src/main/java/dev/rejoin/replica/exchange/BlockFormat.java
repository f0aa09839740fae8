package dev.rejoin.replica.exchange;

import dev.rejoin.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a line of a text is: a heading, an item of a list in a quote, and so on. It is the value of
 * the format {@code block} on the line, words from the outside to the inside, such as {@code quote
 * bullet} or {@code more code:java}.
 *
 * <p>A quote, and an item that a line continues ({@code more}), go on from line to line; {@code
 * bullet} and {@code number} begin an item. {@code next-code} is code that stands right behind
 * other code. Immutable.
 *
 * @param around quotes and items, from the outside
 * @param leaf empty for a paragraph
 */
record BlockFormat(List<String> around, String leaf) {
  static final String KEY = "block";
  static final String QUOTE = "quote";
  static final String MORE = "more";
  static final String RULE = "rule";
  static final String HTML = "html";
  static final String CODE = "code";
  static final String NEXT_CODE = "next-code";
  static final BlockFormat PARAGRAPH = new BlockFormat(List.of(), "");

  /** More quotes and items around a line are left out, so nothing that walks them gets deep. */
  private static final int MAX_AROUND = 60;

  private static final String ITEMS = "(bullet[*+]?|number\\)?(:[0-9]{1,9})?)";
  private static final String LEAVES = "(heading:[1-6]|rule|html)";

  BlockFormat {
    around = List.copyOf(around);
  }

  /** What a value says; words that are not known are left out. */
  static BlockFormat of(@Nullable Value value) {
    if (!(value instanceof Value.Str words) || words.text().isEmpty()) {
      return PARAGRAPH;
    }
    List<String> around = new ArrayList<>();
    String rest = words.text();
    while (!rest.isEmpty()) {
      if (isCode(rest)) {
        return new BlockFormat(around, rest); // what the code is may hold spaces
      }
      int end = rest.indexOf(' ');
      String word = end < 0 ? rest : rest.substring(0, end);
      rest = end < 0 ? "" : rest.substring(end + 1);
      if (word.matches(LEAVES)) {
        return new BlockFormat(around, word);
      }
      boolean known = word.equals(QUOTE) || word.equals(MORE) || word.matches(ITEMS);
      if (known && around.size() < MAX_AROUND) {
        around.add(word);
      }
    }
    return new BlockFormat(around, "");
  }

  /** The value of the format, or null for a plain paragraph. */
  @Nullable Value value() {
    if (around.isEmpty() && leaf.isEmpty()) {
      return null;
    }
    List<String> words = new ArrayList<>(around);
    if (!leaf.isEmpty()) {
      words.add(leaf);
    }
    return Value.of(String.join(" ", words));
  }

  static boolean isItem(String word) {
    return word.startsWith("bullet") || word.startsWith("number");
  }

  boolean isParagraph() {
    return leaf.isEmpty();
  }

  boolean isCode() {
    return isCode(leaf);
  }

  private static boolean isCode(String leaf) {
    String rest = leaf.startsWith(NEXT_CODE) ? leaf.substring("next-".length()) : leaf;
    return rest.equals(CODE) || rest.startsWith(CODE + ":");
  }

  /** Code that stands right behind this code and is no part of it; else the same. */
  BlockFormat nextCode() {
    if (!isCode()) {
      return this;
    }
    String next = leaf.startsWith(NEXT_CODE) ? leaf.substring(5) : "next-" + leaf;
    return new BlockFormat(going(around), next);
  }

  /** What is said about code: its language. */
  String info() {
    int colon = leaf.indexOf(':');
    return colon < 0 ? "" : leaf.substring(colon + 1);
  }

  boolean isHeading() {
    return leaf.startsWith("heading:");
  }

  int level() {
    return leaf.charAt(leaf.length() - 1) - '0';
  }

  /** Whether a line begins an item. */
  boolean beginsItem() {
    return around.stream().anyMatch(BlockFormat::isItem);
  }

  /** What the next line of the same block is in: its items go on. */
  static List<String> going(List<String> around) {
    return around.stream().map(word -> isItem(word) ? MORE : word).toList();
  }

  /** The quotes and continued items that an empty line is in, without what does not show. */
  static List<String> ofEmptyLine(List<String> around) {
    int end = around.lastIndexOf(QUOTE) + 1;
    return List.copyOf(around.subList(0, end));
  }
}
