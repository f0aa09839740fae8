package dev.rejoin.lab.tidy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds methods and their lengths by matching braces; no parser, so it knows no more than the
 * formatting that every file here has.
 */
final class Methods {
  private static final Pattern NOT_A_METHOD =
      Pattern.compile(
          "^(if|else|for|while|do|switch|try|catch|finally|synchronized|return|throw|case|default)\\b"
              + "|\\b(class|record|interface|enum|new)\\b|->|=");
  private static final Pattern METHOD =
      Pattern.compile("(?s).*\\w\\s*\\(.*\\)(\\s*throws[\\w.,\\s]+)?");

  private Methods() {}

  /** A method body: the lines from its opening to its closing brace. */
  record Span(int fromLine, int toLine) {
    int lines() {
      return toLine - fromLine + 1;
    }
  }

  static List<Span> of(JavaSource source) {
    String code = source.code();
    List<Span> spans = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < code.length(); i++) {
      if (code.charAt(i) == '{') {
        open.push(i);
      } else if (code.charAt(i) == '}' && !open.isEmpty()) {
        int start = open.pop();
        if (isMethod(header(code, start))) {
          spans.add(new Span(source.lineOf(start), source.lineOf(i)));
        }
      }
    }
    return spans;
  }

  /** What stands between the end of the statement or block before and an opening brace. */
  private static String header(String code, int brace) {
    int depth = 0;
    int i = brace - 1;
    for (; i >= 0; i--) {
      char c = code.charAt(i);
      if (c == ')') {
        depth++;
      } else if (c == '(') {
        depth--;
      }
      if (depth < 0 || (depth == 0 && (c == ';' || c == '{' || c == '}'))) {
        break;
      }
    }
    return code.substring(i + 1, brace).strip();
  }

  private static boolean isMethod(String header) {
    String bare = header.replaceAll("@[\\w.]+(\\([^()]*\\))?", "").strip();
    return METHOD.matcher(bare).matches() && !NOT_A_METHOD.matcher(bare).find();
  }
}
