package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A path into a document, such as {@code meta.tasks[2].title}: a container, then keys of maps,
 * elements of lists by their index, and nodes of trees by their id or names.
 *
 * <p>A backslash takes the next character as it is, so {@code meta.v1\.2} has two steps.
 */
record FieldPath(List<Step> steps) {
  /** One step into what the steps before it lead to. */
  sealed interface Step {}

  /** To what is under a key of a map; first of all to a container of the document. */
  record Key(String name) implements Step {
    @Override
    public String toString() {
      return name.replaceAll("[\\\\.\\[]", "\\\\$0");
    }
  }

  /** To an element of a list. */
  record Element(int index) implements Step {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  /** To a node of a tree, named as {@link Nodes} understands it. */
  record Node(String name) implements Step {
    @Override
    public String toString() {
      return "[" + name + "]";
    }
  }

  /** To the end of a list, where there is no element yet. */
  record End() implements Step {
    @Override
    public String toString() {
      return "[]";
    }
  }

  FieldPath {
    steps = List.copyOf(steps);
  }

  /** The path of a container directly in the document. */
  static FieldPath root(String name) {
    return new FieldPath(List.of(new Key(name)));
  }

  static FieldPath parse(String text) {
    return new FieldPath(new Reader(text).steps());
  }

  /** The index of the equals sign that ends a path, or a negative number if there is none. */
  static int end(String assignment) {
    boolean inside = false;
    for (int i = 0; i < assignment.length(); i++) {
      switch (assignment.charAt(i)) {
        case '\\' -> i++;
        case '[' -> inside = true;
        case ']' -> inside = false;
        case '=' -> {
          if (!inside) {
            return i;
          }
        }
        default -> {}
      }
    }
    return -1;
  }

  /** The name of the container that the path begins with. */
  String first() {
    return ((Key) steps.get(0)).name();
  }

  Step last() {
    return steps.get(steps.size() - 1);
  }

  /** Whether the path is a container directly in the document. */
  boolean isRoot() {
    return steps.size() == 1;
  }

  FieldPath parent() {
    return new FieldPath(steps.subList(0, steps.size() - 1));
  }

  @Override
  public String toString() {
    return steps.stream()
        .map(step -> step instanceof Key ? "." + step : step.toString())
        .collect(Collectors.joining())
        .substring(1);
  }

  /** Reads steps one after the other. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    List<Step> steps() {
      List<Step> steps = new ArrayList<>();
      steps.add(key());
      while (at < text.length()) {
        if (text.charAt(at) == '[') {
          steps.add(bracket());
        } else if (text.charAt(at) == '.') {
          at++;
          steps.add(key());
        } else {
          throw bad("after ] comes a dot, another [ or the end");
        }
      }
      return steps;
    }

    private Step key() {
      StringBuilder name = new StringBuilder();
      for (; at < text.length() && ".[".indexOf(text.charAt(at)) < 0; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        name.append(text.charAt(at));
      }
      if (name.isEmpty()) {
        throw bad("a name in it is empty");
      }
      return new Key(name.toString());
    }

    private Step bracket() {
      int start = ++at;
      while (at < text.length() && text.charAt(at) != ']') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      if (at >= text.length()) {
        throw bad("a [ has no ]");
      }
      String inside = text.substring(start, at++);
      if (inside.isEmpty()) {
        return new End();
      }
      return inside.matches("-?[0-9]+") ? new Element(index(inside)) : new Node(inside);
    }

    private int index(String digits) {
      try {
        int index = Integer.parseInt(digits);
        if (index >= 0) {
          return index;
        }
      } catch (NumberFormatException e) {
        // told below
      }
      throw bad("an index is a number from 0, not " + digits);
    }

    private RejoinException bad(String why) {
      return new RejoinException(
          ErrorCode.BAD_ARGUMENT,
          "'" + text + "' is not a path: " + why,
          "Write it like meta.tasks[2].title; a dot or [ that belongs to a name is written \\. or \\[.",
          null);
    }
  }
}
