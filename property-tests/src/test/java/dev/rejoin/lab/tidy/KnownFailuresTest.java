package dev.rejoin.lab.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of faults of others names tests that exist, and every test that names a fault. */
final class KnownFailuresTest {
  private static final String PAGE = "docs/internals/known-failures.md";
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  /** A fault of another project in a comment, such as {@code yjs #514}. */
  private static final Pattern FAULT = Pattern.compile("\\b[a-z][a-z-]+ (#[0-9]+)");

  private final Repository repository = Repository.find();
  private final String page = repository.read(PAGE);

  @Test
  void every_test_that_the_page_names_is_there() {
    List<String> missing = new ArrayList<>();
    List<MatchResult> named = NAMED.matcher(page).results().toList();
    assertTrue(named.size() > 40, "found only " + named.size() + " tests on the page");
    for (MatchResult test : named) {
      if (!isTest(test.group(1), test.group(2))) {
        missing.add(test.group());
      }
    }
    assertEquals(List.of(), missing, "follow the rename in " + PAGE);
  }

  private boolean isTest(String className, String method) {
    return repository.files("/" + className + ".java").stream()
        .map(repository::read)
        .anyMatch(source -> source.contains("@Test\n  void " + method + "("));
  }

  @Test
  void every_fault_that_a_test_of_data_types_names_is_on_the_page() {
    List<String> missing = new ArrayList<>();
    for (String file : repository.files("Test.java")) {
      if (file.startsWith("crdt/src/test/")) {
        FAULT
            .matcher(repository.read(file))
            .results()
            .filter(fault -> !page.contains(fault.group(1)))
            .forEach(fault -> missing.add(file + ": " + fault.group()));
      }
    }
    assertEquals(List.of(), missing, "add a row to " + PAGE);
  }
}
