package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ErrorTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The pages that tell about the command tell what it does. */
final class PagesTest {
  private static final Path ROOT = Path.of("..");

  private static String page(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  /** Every verb, with its group in front. */
  private static List<String> verbs() {
    Invocation none = Invocation.direct(Terminal.ofProcess(), List.of());
    List<String> verbs = new ArrayList<>();
    collect(Verbs.commandLine(none), "rejoin", verbs);
    return verbs;
  }

  private static void collect(CommandLine line, String name, List<String> verbs) {
    line.getSubcommands()
        .forEach(
            (word, below) -> {
              if (below.getSubcommands().isEmpty() || below.getCommand() instanceof Verb) {
                verbs.add(name + " " + word);
              }
              collect(below, name + " " + word, verbs);
            });
  }

  @Test
  void every_verb_has_a_row() throws IOException {
    String page = page("docs/cli.md");
    List<String> missing = verbs().stream().filter(verb -> !page.contains("\n| `" + verb)).toList();
    assertEquals(List.of(), missing, "add a row to docs/cli.md");
    TreeSet<String> rows =
        Pattern.compile("(?m)^\\| `(rejoin[a-z ]+)[`A-Z\\[(]")
            .matcher(page)
            .results()
            .map(row -> row.group(1).strip())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(verbs()), rows, "a row without a verb");
  }

  @Test
  void remedies_name_verbs_that_exist() {
    Pattern named = Pattern.compile("'rejoin ([a-z]+)( [a-z]+)?");
    for (ErrorCode code : ErrorCode.values()) {
      for (MatchResult match : named.matcher(code.remedy()).results().toList()) {
        assertTrue(
            verbs().stream().anyMatch(verb -> verb.startsWith(match.group().substring(1))),
            code.code() + " names " + match.group());
      }
    }
  }

  @Test
  void the_page_of_exit_codes_lists_them_all() throws IOException {
    List<Integer> rows =
        Pattern.compile("(?m)^\\| ([0-9]+) \\|")
            .matcher(page("docs/exit-codes.md"))
            .results()
            .map(row -> Integer.valueOf(row.group(1)))
            .toList();
    assertEquals(Stream.of(ExitCode.values()).map(ExitCode::number).toList(), rows);
  }

  @Test
  void every_error_has_an_exit_code_that_fails() {
    for (ErrorCode code : ErrorCode.values()) {
      assertTrue(ExitCode.of(code).number() > 0, code.code());
    }
  }

  @Test
  void the_page_of_errors_is_current() throws IOException {
    String page = page("docs/errors.md");
    assertEquals(
        ErrorTable.markdown(),
        page.substring(page.indexOf("| Code |")),
        "replace the table by what ErrorTable.markdown() says");
  }

  @Test
  void the_example_of_the_readme_compiles() throws IOException {
    String readme = page("README.md");
    int start = readme.indexOf("```java\n", readme.indexOf("<!-- snippet: ReadmeExample -->"));
    String shown = readme.substring(start + 8, readme.indexOf("```\n<!-- end snippet -->"));
    List<String> source =
        Files.readAllLines(Path.of("src/test/java/dev/rejoin/app/ReadmeExample.java"));
    int from = indexOf(source, "// snippet") + 1;
    String compiled =
        source.subList(from, indexOf(source, "// end snippet")).stream()
            .map(line -> line.isEmpty() ? line : line.substring(4))
            .collect(Collectors.joining("\n", "", "\n"));
    assertEquals(compiled, shown);
  }

  private static int indexOf(List<String> lines, String wanted) {
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).strip().equals(wanted))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_example_of_the_readme_runs(@TempDir Path dir) {
    try (Launched example = Launched.of(ReadmeExample.class, dir)) {
      example.out().await("Kick-off on Monday / ");
      assertEquals(0, example.exit(), example.err().text());
    }
    assertEquals(
        "Kick-off on Monday", Cli.at(dir.resolve("notes.rejoin")).ok("cat", "minutes:body").out());
  }

  @Test
  void completion_is_a_script_that_bash_reads(@TempDir Path dir) throws Exception {
    Path script = dir.resolve("rejoin.bash");
    Files.writeString(script, Cli.at(dir).ok("completion").out());
    Process bash =
        new ProcessBuilder("bash", "-n", script.toString()).redirectErrorStream(true).start();
    String complaint = new String(bash.getInputStream().readAllBytes());
    assertEquals(0, bash.waitFor(), complaint);
    assertTrue(Files.readString(script).contains("status"));
  }
}
