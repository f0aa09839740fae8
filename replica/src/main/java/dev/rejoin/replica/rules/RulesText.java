package dev.rejoin.replica.rules;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A file of rules: one rule on each line, the first that matches a place decides there.
 *
 * <pre>
 * # name         where                    how
 * approval       contracts-*:meta.status  order Ana Ben
 * reading        meters:*.kwh             newest at
 * title          *:meta.title             ask
 * </pre>
 */
public final class RulesText {
  /** How many rules a space has at most. */
  public static final int MAX_RULES = 100;

  private static final int MAX_WORDS = 70;
  private static final int MAX_NAME = 64;

  private RulesText() {}

  /**
   * Reads a file of rules.
   *
   * @throws RejoinException BAD_RULES with the line and what is wrong in it
   */
  public static List<Rule> parse(String text) {
    List<Rule> rules = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      try {
        List<String> words = words(line);
        if (words.isEmpty()) {
          continue;
        }
        Rule rule = rule(words);
        if (!names.add(rule.name())) {
          throw new IllegalArgumentException("there are two rules called '" + rule.name() + "'");
        }
        rules.add(rule);
      } catch (IllegalArgumentException e) {
        throw bad("line " + number + ": " + e.getMessage());
      }
    }
    check(rules);
    return List.copyOf(rules);
  }

  static void check(List<Rule> rules) {
    if (rules.size() > MAX_RULES) {
      throw bad("a space has at most " + MAX_RULES + " rules, not " + rules.size());
    }
  }

  static RejoinException bad(String what) {
    return new RejoinException(ErrorCode.BAD_RULES, what);
  }

  /** The file that says these rules. */
  public static String write(List<Rule> rules) {
    return rules.stream().map(rule -> rule.line() + "\n").collect(Collectors.joining());
  }

  private static Rule rule(List<String> words) {
    String name = words.get(0);
    if (name.length() > MAX_NAME || words.size() > MAX_WORDS) {
      throw new IllegalArgumentException("the rule '" + name + "' is too long");
    }
    if (words.size() < 3) {
      throw new IllegalArgumentException(
          "a rule is NAME DOCUMENT:PATH KIND, as in: price *:meta.price highest");
    }
    PathPattern pattern = PathPattern.parse(words.get(1));
    RuleKind kind = kind(words.get(2));
    List<String> rest = words.subList(3, words.size());
    boolean named = kind == RuleKind.NEWEST || kind == RuleKind.CUSTOM;
    if (named && rest.size() != 1) {
      throw new IllegalArgumentException(
          kind == RuleKind.NEWEST
              ? "'newest' needs one field to go by, as in: newest at"
              : "'custom' needs the name of one function, as in: custom longest");
    }
    if (kind == RuleKind.ORDER && rest.isEmpty()) {
      throw new IllegalArgumentException(
          "'order' needs authors or devices, the first of which wins, as in: order Ana Ben");
    }
    if (!named && kind != RuleKind.ORDER && !rest.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + kind.word() + "' takes nothing more, so '" + rest.get(0) + "' is too much");
    }
    return new Rule(
        name, pattern, kind, named ? rest.get(0) : "", kind == RuleKind.ORDER ? rest : List.of());
  }

  private static RuleKind kind(String word) {
    for (RuleKind kind : RuleKind.values()) {
      if (kind != RuleKind.UNKNOWN && kind.word().equals(word)) {
        return kind;
      }
    }
    String known =
        Arrays.stream(RuleKind.values())
            .filter(kind -> kind != RuleKind.UNKNOWN)
            .map(RuleKind::word)
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException("there is no kind of rule '" + word + "': use " + known);
  }

  /** Words separated by blanks; quotes hold a word with blanks together, # begins a comment. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '#') {
        break;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        StringBuilder word = new StringBuilder();
        at = c == '"' ? quotedEnd(line, at + 1, word) : plainEnd(line, at, word);
        words.add(word.toString());
      }
    }
    return words;
  }

  private static int plainEnd(String line, int from, StringBuilder word) {
    int at = from;
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      word.append(line.charAt(at++));
    }
    return at;
  }

  private static int quotedEnd(String line, int from, StringBuilder word) {
    for (int at = from; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        if (at + 1 == line.length() || line.charAt(at + 1) != '"') {
          return at + 1;
        }
        at++;
      }
      word.append(c);
    }
    throw new IllegalArgumentException("a quotation mark that is not closed");
  }

  static String quoted(String word) {
    boolean plain =
        !word.isEmpty()
            && word.chars().noneMatch(Character::isWhitespace)
            && word.charAt(0) != '"'
            && word.charAt(0) != '#';
    return plain ? word : '"' + word.replace("\"", "\"\"") + '"';
  }

  /** The first rule for a place, or null. */
  static @Nullable Rule find(List<Rule> rules, String document, List<String> path) {
    for (Rule rule : rules) {
      if (rule.pattern().matches(document, path)) {
        return rule;
      }
    }
    return null;
  }
}
