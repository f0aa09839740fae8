package dev.rejoin.lab.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Sources, pages and poms of this checkout keep the project's rules. */
final class TidyTest {
  private static final Repository REPOSITORY = Repository.find();
  private static final List<String> PUBLISHED =
      List.of("crdt", "proto", "replica", "relay", "property-tests", "app");

  @Test
  void sourcesKeepTheRules() {
    List<JavaSource> sources = REPOSITORY.sources();
    assertTrue(sources.size() > 30, "found only " + sources.size() + " sources: wrong folder?");
    report(sources.stream().flatMap(source -> SourceRules.check(source).stream()).toList());
  }

  @Test
  void everyPackageSaysWhatItIs() {
    report(
        REPOSITORY
            .mainPackages()
            .filter(folder -> !describesItself(folder + "/package-info.java"))
            .map(
                folder ->
                    new Finding(
                        folder, 1, "needs a package-info.java with a description and @NullMarked"))
            .toList());
  }

  @Test
  void pagesLeadSomewhere() {
    DocRules rules = new DocRules(REPOSITORY::exists, REPOSITORY::hasName);
    List<String> pages = REPOSITORY.files(".md");
    assertTrue(pages.contains("README.md"), "no README.md among " + pages);
    report(
        pages.stream().flatMap(page -> rules.check(page, REPOSITORY.read(page)).stream()).toList());
  }

  @Test
  void bomNamesWhatIsPublishedInTheVersionOfTheParent() {
    String bom = REPOSITORY.read("bom/pom.xml");
    assertEquals(
        version(REPOSITORY.read("pom.xml")),
        version(bom),
        "bom/pom.xml has no parent, so its version is changed by hand together with pom.xml");
    for (String module : PUBLISHED) {
      String artifact = artifact(REPOSITORY.read(module + "/pom.xml"));
      assertTrue(
          bom.contains("<artifactId>" + artifact + "</artifactId>"),
          () -> "bom/pom.xml does not manage " + artifact + ": add it");
    }
  }

  private static boolean describesItself(String path) {
    if (!REPOSITORY.exists(path)) {
      return false;
    }
    String text = REPOSITORY.read(path);
    return text.contains("/**") && text.contains("@NullMarked");
  }

  private static String version(String pom) {
    return first(pom, "<version>([^<]+)</version>");
  }

  /** The artifact's own name comes after its parent's. */
  private static String artifact(String pom) {
    return first(pom, "(?s)</parent>.*?<artifactId>([^<]+)</artifactId>");
  }

  private static String first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), () -> "nothing like " + pattern);
    return matcher.group(1);
  }

  private static void report(List<Finding> findings) {
    if (!findings.isEmpty()) {
      fail(
          findings.stream().map(Finding::toString).collect(Collectors.joining("\n  ", "\n  ", "")));
    }
  }
}
