package dev.rejoin.lab.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every Markdown page keeps to: links lead somewhere and names of classes exist. */
final class DocRules {
  private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*]\\(([^)\\s]+)[^)]*\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("^([a-z][a-z0-9+.-]*:|//|#).*");
  private static final Pattern NAME = Pattern.compile("`(dev\\.rejoin(?:\\.\\w+)*)`");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```");

  private final Predicate<String> pathExists;
  private final Predicate<String> nameExists;

  /**
   * @param pathExists tells whether a path, relative to the repository root, exists
   * @param nameExists tells whether a fully qualified class or package exists
   */
  DocRules(Predicate<String> pathExists, Predicate<String> nameExists) {
    this.pathExists = pathExists;
    this.nameExists = nameExists;
  }

  List<Finding> check(String path, String text) {
    List<Finding> findings = new ArrayList<>();
    String prose = FENCE.matcher(text).replaceAll(m -> m.group().replaceAll("[^\n]", " "));
    Matcher link = LINK.matcher(prose);
    while (link.find()) {
      String target = link.group(1).replaceFirst("#.*", "");
      if (!ELSEWHERE.matcher(link.group(1)).matches() && !pathExists.test(resolve(path, target))) {
        findings.add(
            new Finding(path, line(prose, link.start()), "dead link '" + target + "': correct it"));
      }
    }
    Matcher name = NAME.matcher(prose);
    while (name.find()) {
      if (!nameExists.test(name.group(1))) {
        findings.add(
            new Finding(
                path,
                line(prose, name.start()),
                "no class or package '" + name.group(1) + "': follow the rename in this page"));
      }
    }
    return findings;
  }

  private static String resolve(String page, String target) {
    if (target.startsWith("/")) {
      return target.substring(1);
    }
    int slash = page.lastIndexOf('/');
    return page.substring(0, slash + 1) + target;
  }

  private static int line(String text, int index) {
    return (int) text.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
  }
}
