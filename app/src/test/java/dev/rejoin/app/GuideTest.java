package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the guide compile as they stand there, and print what stands there. */
final class GuideTest {
  private static final Path GUIDE = Path.of("../docs/guide");
  private static final Path SOURCES = Path.of("src/test/java/dev/rejoin/guide");
  private static final Pattern EXAMPLE =
      Pattern.compile("<!-- example: (\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

  @TempDir Path dir;

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(GUIDE)) {
      return files.filter(f -> f.toString().endsWith(".md")).sorted().toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> the_examples_compile_and_print_what_the_page_says() throws IOException {
    return pages().stream().flatMap(this::examples);
  }

  private Stream<DynamicTest> examples(Path page) {
    String text = read(page);
    List<MatchResult> found = EXAMPLE.matcher(text).results().toList();
    return found.stream()
        .map(
            e ->
                dynamicTest(
                    page.getFileName() + " " + e.group(1),
                    () -> check(e.group(1), e.group(2), output(text, e.group(1)))));
  }

  private void check(String name, String shown, Optional<String> output) throws Exception {
    assertEquals(snippet(name), shown, "the page shows something else than " + name);
    Path folder = Files.createDirectories(dir.resolve(name));
    try (Launched example = Launched.of(Class.forName("dev.rejoin.guide." + name), folder)) {
      assertEquals(0, example.exit(), () -> example.err().text());
      output.ifPresent(expected -> example.out().await(expected));
      output.ifPresent(expected -> assertEquals(expected, example.out().text()));
    }
  }

  private static Optional<String> output(String page, String name) {
    Matcher block =
        Pattern.compile("<!-- output: " + name + " -->\n```text\n(.*?)```\n", Pattern.DOTALL)
            .matcher(page);
    return block.find() ? Optional.of(block.group(1)) : Optional.empty();
  }

  /** What stands between the marks, moved to the left as far as it goes. */
  private static String snippet(String name) {
    List<String> lines = read(SOURCES.resolve(name + ".java")).lines().toList();
    int from = lines.stream().map(String::strip).toList().indexOf("// [snippet");
    int to = lines.stream().map(String::strip).toList().indexOf("// snippet]");
    assertFalse(from < 0 || to < from, name + " has no snippet");
    List<String> inside = lines.subList(from + 1, to);
    int margin =
        inside.stream()
            .filter(line -> !line.isBlank())
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    return inside.stream()
        .map(line -> line.isBlank() ? "" : line.substring(margin))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void every_example_stands_in_a_page() throws IOException {
    String all = pages().stream().map(GuideTest::read).collect(Collectors.joining("\n"));
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<String> homeless =
          files
              .map(f -> f.getFileName().toString().replace(".java", ""))
              .filter(name -> name.endsWith("Guide") && !all.contains("example: " + name + " "))
              .toList();
      assertEquals(List.of(), homeless);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }
}
