package dev.rejoin.replica.exchange;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a line of Markdown: a character, a delimiter such as {@code **}, or what is fixed.
 *
 * <p>Whether a delimiter counts depends on the characters on both sides of it. Where they would
 * make it plain text, the one that is in the way is written as a number, {@code &#97;}: for
 * Markdown that is punctuation, and it reads as the character.
 */
final class MarkdownToken {
  private static final Pattern NUMBERED =
      Pattern.compile("([0-9]{1,9})[.)]([ \t].*|$)", Pattern.DOTALL);
  private static final Pattern BOX = Pattern.compile("\\[[ xX]] .*", Pattern.DOTALL);
  private static final String ALWAYS = "\\`*[]<~";

  private enum Kind {
    CHARACTER,
    OPENER,
    CLOSER,
    FIXED
  }

  private final Kind kind;
  private final int character;
  private final String fixed;
  private boolean escaped;
  private boolean numbered;

  private MarkdownToken(Kind kind, int character, String fixed) {
    this.kind = kind;
    this.character = character;
    this.fixed = fixed;
  }

  static MarkdownToken character(int character) {
    return new MarkdownToken(Kind.CHARACTER, character, "");
  }

  static MarkdownToken delimiter(String text, boolean opens) {
    return new MarkdownToken(opens ? Kind.OPENER : Kind.CLOSER, 0, text);
  }

  static MarkdownToken fixed(String text) {
    return new MarkdownToken(Kind.FIXED, 0, text);
  }

  private boolean isCharacter() {
    return kind == Kind.CHARACTER;
  }

  private boolean is(int c) {
    return isCharacter() && character == c;
  }

  private boolean isSpace() {
    return isCharacter()
        && !numbered
        && (Character.isWhitespace(character)
            || Character.isSpaceChar(character)
            || Character.isISOControl(character));
  }

  /** A letter or digit that nobody could take for anything else. */
  private boolean isWord() {
    return isCharacter() && !numbered && isLetter();
  }

  private boolean isLetter() {
    return character < 0x1_0000 && Character.isLetterOrDigit(character);
  }

  /** Punctuation is sure for those of ASCII only. */
  private boolean isDoubtful() {
    boolean ascii = character > ' ' && character < 0x7F;
    return isCharacter() && !numbered && !isLetter() && !ascii && character != ' ';
  }

  /** The line without anything in front of it or behind. */
  static String join(List<MarkdownToken> tokens, boolean heading, boolean item) {
    boolean changed = true;
    while (changed) { // a character that is written as a number may be in the way of another
      changed = false;
      for (int i = 0; i < tokens.size(); i++) {
        changed |= tokens.get(i).makeRoom(tokens, i);
      }
    }
    escape(tokens);
    if (item && BOX.matcher(start(tokens)).matches()) {
      tokens.get(0).escaped = false;
      tokens.get(2).escaped = false;
    }
    edges(tokens, heading);
    return written(tokens);
  }

  /** The text of a picture: nothing but characters. */
  static String plain(List<MarkdownToken> tokens) {
    escape(tokens);
    return written(tokens);
  }

  private static String written(List<MarkdownToken> tokens) {
    StringBuilder line = new StringBuilder();
    tokens.forEach(token -> token.write(line));
    return line.toString();
  }

  private void write(StringBuilder line) {
    if (!isCharacter()) {
      line.append(fixed);
    } else if (numbered) {
      line.append("&#").append(character).append(';');
    } else {
      line.append(escaped ? "\\" : "").appendCodePoint(character == 0 ? 0xFFFD : character);
    }
  }

  /** Lets a delimiter count; true if a character had to be numbered for that. */
  private boolean makeRoom(List<MarkdownToken> tokens, int at) {
    if (kind != Kind.OPENER && kind != Kind.CLOSER) {
      return false;
    }
    int inward = kind == Kind.OPENER ? 1 : -1;
    MarkdownToken inner = tokens.get(at + inward); // something is always inside
    int out = at - inward;
    MarkdownToken outer = out >= 0 && out < tokens.size() ? tokens.get(out) : null;
    boolean changed = false;
    if (inner.isSpace() || inner.isDoubtful()) {
      inner.numbered = true;
      changed = true;
    }
    boolean inTheWay =
        outer != null
            && (outer.isDoubtful() || outer.isWord() && (fixed.equals("_") || !inner.isWord()));
    if (inTheWay) {
      outer.numbered = true;
      changed = true;
    }
    return changed;
  }

  private static void escape(List<MarkdownToken> tokens) {
    boolean plain = tokens.stream().allMatch(MarkdownToken::isCharacter);
    for (int i = 0; i < tokens.size(); i++) {
      MarkdownToken token = tokens.get(i);
      if (!token.isCharacter()) {
        continue;
      }
      MarkdownToken next = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
      boolean inWord =
          plain && i > 0 && tokens.get(i - 1).isWord() && next != null && next.isWord();
      int c = token.character;
      token.escaped =
          ALWAYS.indexOf(c) >= 0
              || c == '_' && !inWord
              || c == '&' && next != null && (next.is('#') || next.isWord())
              || c == '!' && next != null && !next.isCharacter();
      if (Character.isISOControl(c) && c != '\t' && c != 0) {
        token.numbered = true;
      }
    }
  }

  /** The characters that the line begins with. */
  private static String start(List<MarkdownToken> tokens) {
    StringBuilder start = new StringBuilder();
    for (MarkdownToken token : tokens) {
      if (!token.isCharacter()) {
        return start.append('x').toString();
      }
      start.appendCodePoint(token.character);
    }
    return start.toString();
  }

  /** At the start of a line some characters begin a block, and at both ends spaces are nothing. */
  private static void edges(List<MarkdownToken> tokens, boolean heading) {
    if (tokens.isEmpty()) {
      return;
    }
    MarkdownToken first = tokens.get(0);
    MarkdownToken last = tokens.get(tokens.size() - 1);
    first.numbered |= first.isSpace();
    last.numbered |= last.isSpace();
    last.escaped |= heading && last.is('#');
    if (heading || !first.isCharacter() || "#>+-=0123456789".indexOf(first.character) < 0) {
      return;
    }
    String start = start(tokens);
    Matcher number = NUMBERED.matcher(start);
    if (number.matches()) {
      tokens.get(number.end(1)).escaped = true;
    }
    boolean bullet = start.length() == 1 || start.charAt(1) == ' ' || start.charAt(1) == '\t';
    first.escaped |=
        switch (first.character) {
          case '#', '>' -> true;
          case '+' -> bullet;
          case '-' -> bullet || start.matches("[- \t]*");
          case '=' -> start.matches("=[= \t]*");
          default -> false;
        };
  }
}
