package dev.rejoin.replica.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * Which places of which documents a rule is for: {@code contracts-*:meta.status}.
 *
 * <p>In front of the colon a name of documents, in which {@code *} stands for any characters;
 * behind it a container and keys, separated by dots, in which {@code *} stands for any one of them
 * and a last {@code **} for the rest. An element of a list and a node of a tree are one step, which
 * only {@code *} and {@code **} match. A backslash takes the next character as it is. Immutable.
 */
public final class PathPattern {
  private static final int MAX_LENGTH = 512;
  private static final String ONE = "*";
  private static final String REST = "**";

  private final String text;
  private final String document;
  private final List<String> steps;
  private final List<Boolean> wild;

  private PathPattern(String text, String document, List<String> steps, List<Boolean> wild) {
    this.text = text;
    this.document = document;
    this.steps = steps;
    this.wild = wild;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static PathPattern parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a pattern has at most " + MAX_LENGTH + " characters");
    }
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      throw new IllegalArgumentException(
          "the pattern '" + text + "' is not DOCUMENT:PATH, as in contracts-*:meta.status");
    }
    List<String> steps = new ArrayList<>();
    List<Boolean> wild = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    boolean escaped = false;
    String path = text.substring(colon + 1);
    for (int i = 0; i <= path.length(); i++) {
      char c = i == path.length() ? '.' : path.charAt(i);
      if (c == '\\' && i + 1 < path.length()) {
        step.append(path.charAt(++i));
        escaped = true;
      } else if (c == '.') {
        add(text, steps, wild, step.toString(), escaped, i == path.length());
        step.setLength(0);
        escaped = false;
      } else {
        step.append(c);
      }
    }
    return new PathPattern(text, text.substring(0, colon), steps, wild);
  }

  private static void add(
      String text,
      List<String> steps,
      List<Boolean> wild,
      String step,
      boolean escaped,
      boolean last) {
    boolean rest = !escaped && step.equals(REST);
    if (step.isEmpty() || rest && !last) {
      throw new IllegalArgumentException(
          "the pattern '"
              + text
              + (rest ? "' has '**' before its end" : "' has an empty step in its path"));
    }
    boolean one = !escaped && step.equals(ONE);
    if (!escaped && !one && !rest && step.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "in the path of '" + text + "' a '*' stands for a whole step, not for a part of one");
    }
    steps.add(step);
    wild.add(one || rest);
  }

  /** Whether a place is one of those meant; {@code steps} are a container and keys. */
  public boolean matches(String documentName, List<String> path) {
    if (!isNamed(documentName)) {
      return false;
    }
    for (int i = 0; i < steps.size(); i++) {
      if (wild.get(i) && steps.get(i).equals(REST)) {
        return path.size() >= i;
      }
      if (i >= path.size() || !wild.get(i) && !steps.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return path.size() == steps.size();
  }

  /** Whether any place of a document can be meant. */
  public boolean isNamed(String documentName) {
    String[] parts = document.split("\\*", -1);
    if (parts.length == 1) {
      return document.equals(documentName);
    }
    String last = parts[parts.length - 1];
    if (!documentName.startsWith(parts[0])) {
      return false;
    }
    int at = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = documentName.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return documentName.length() - at >= last.length() && documentName.endsWith(last);
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern pattern && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
