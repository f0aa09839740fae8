package dev.rejoin.lab.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every Java source of this project keeps to, beyond what the compiler checks. */
final class SourceRules {
  static final int MAX_FILE_LINES = 500;
  static final int MAX_METHOD_LINES = 70;

  /** Files that may be longer, each with the reason. */
  private static final Map<String, String> LONG_FILES = Map.of();

  private static final Set<String> PRINTING_MODULES = Set.of("app", "benchmarks", "browser-guard");

  private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern SLEEP =
      Pattern.compile("\\b(Thread|TimeUnit\\s*\\.\\s*\\w+)\\s*\\.\\s*sleep\\s*\\(");
  private static final Pattern DISABLED = Pattern.compile("@(Disabled\\w*|Ignore)\\b");
  private static final Pattern CATCH = Pattern.compile("\\bcatch\\s*\\([^)]*\\)\\s*\\{\\s*}");
  private static final Pattern BARE_THROW =
      Pattern.compile("\\bthrow\\s+new\\s+[\\w.]+(<[^>]*>)?\\s*\\(\\s*\\)\\s*;");
  private static final Pattern PRINT =
      Pattern.compile("\\bSystem\\s*\\.\\s*(out|err)\\b|\\.\\s*printStackTrace\\s*\\(\\s*\\)");
  private static final Pattern VAGUE_NAME =
      Pattern.compile("\\b(?:class|interface|record|enum)\\s+(\\w*(?:Manager|Helper|Utils?))\\b");

  private SourceRules() {}

  static List<Finding> check(JavaSource source) {
    List<Finding> findings = new ArrayList<>();
    checkSizes(source, findings);
    find(source, source.text(), LEFTOVER, "leftover note: do it, or open an issue", findings);
    find(source, source.code(), BARE_THROW, "say what, the offending value, the remedy", findings);
    find(source, source.code(), VAGUE_NAME, "name the class after the one thing it is", findings);
    checkCatches(source, findings);
    if (source.isTest()) {
      find(source, source.code(), SLEEP, "wait for the condition, not for time", findings);
      find(source, source.code(), DISABLED, "repair the test or delete it", findings);
    }
    if (!PRINTING_MODULES.contains(source.module())) {
      find(source, source.code(), PRINT, "only app prints: log through slf4j", findings);
    }
    return findings;
  }

  private static void checkSizes(JavaSource source, List<Finding> findings) {
    int lines = (int) source.text().lines().count();
    if (lines > MAX_FILE_LINES && !LONG_FILES.containsKey(source.path())) {
      findings.add(
          new Finding(
              source.path(),
              lines,
              "%d lines, at most %d: give one of its ideas a file of its own"
                  .formatted(lines, MAX_FILE_LINES)));
    }
    for (Methods.Span method : Methods.of(source)) {
      if (method.lines() > MAX_METHOD_LINES) {
        findings.add(
            new Finding(
                source.path(),
                method.fromLine(),
                "a method of %d lines, at most %d: name a step of it and move it out"
                    .formatted(method.lines(), MAX_METHOD_LINES)));
      }
    }
  }

  /** A comment in the block counts: it says why there is nothing to do. */
  private static void checkCatches(JavaSource source, List<Finding> findings) {
    Matcher matcher = CATCH.matcher(source.code());
    while (matcher.find()) {
      String written = source.text().substring(matcher.start(), matcher.end());
      if (CATCH.matcher(written).matches()) {
        findings.add(
            new Finding(
                source.path(),
                source.lineOf(matcher.start()),
                "an empty catch: handle it, rethrow it, or say why nothing is to do"));
      }
    }
  }

  private static void find(
      JavaSource source, String in, Pattern pattern, String remedy, List<Finding> findings) {
    Matcher matcher = pattern.matcher(in);
    while (matcher.find()) {
      findings.add(
          new Finding(
              source.path(),
              source.lineOf(matcher.start()),
              "'" + matcher.group().strip() + "': " + remedy));
    }
  }
}
