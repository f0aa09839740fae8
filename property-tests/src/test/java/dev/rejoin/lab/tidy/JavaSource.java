package dev.rejoin.lab.tidy;

/**
 * A Java source file in two forms: as written, and with comments and the insides of literals
 * blanked out so that searching finds code only. Both have the same length and the same line
 * breaks.
 *
 * @param path relative to the repository root, with forward slashes
 */
record JavaSource(String path, String text, String code) {
  static JavaSource of(String path, String text) {
    return new JavaSource(path, text, new Blanker(text).blank());
  }

  boolean isTest() {
    return path.contains("src/test/");
  }

  boolean isMain() {
    return path.contains("src/main/");
  }

  /** The module folder that the file lies in. */
  String module() {
    return path.substring(0, Math.max(0, path.indexOf('/')));
  }

  /** The line, from 1, of a character. */
  int lineOf(int index) {
    return (int) text.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
  }

  /** Replaces everything that is not code by blanks; a text block counts as a literal. */
  private static final class Blanker {
    private final String text;
    private final StringBuilder out;
    private int at;

    Blanker(String text) {
      this.text = text;
      this.out = new StringBuilder(text);
    }

    String blank() {
      while (at < text.length()) {
        if (text.startsWith("//", at)) {
          blankTo(endOf("\n", at));
        } else if (text.startsWith("/*", at)) {
          blankTo(after("*/", at + 2));
        } else if (text.startsWith("\"\"\"", at)) {
          blankInside(closing("\"\"\"", at + 3));
        } else if (text.charAt(at) == '"') {
          blankInside(closing("\"", at + 1));
        } else if (text.charAt(at) == '\'') {
          blankInside(closing("'", at + 1));
        } else {
          at++;
        }
      }
      return out.toString();
    }

    private void blankTo(int end) {
      for (; at < end; at++) {
        if (text.charAt(at) != '\n') {
          out.setCharAt(at, ' ');
        }
      }
    }

    /** Keeps the outermost quotes: an empty argument list and one of a literal differ. */
    private void blankInside(int end) {
      at++;
      blankTo(Math.max(at, end - 1));
      at = end;
    }

    private int endOf(String mark, int from) {
      int found = text.indexOf(mark, from);
      return found < 0 ? text.length() : found;
    }

    private int after(String mark, int from) {
      return Math.min(text.length(), endOf(mark, from) + mark.length());
    }

    private int closing(String quote, int from) {
      int i = from;
      while (i < text.length() && !text.startsWith(quote, i)) {
        i += text.charAt(i) == '\\' ? 2 : 1;
      }
      return Math.min(text.length(), i + quote.length());
    }
  }
}
