package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.proto.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations on the command line. */
final class AnnotateVerbsTest {
  @TempDir Path dir;
  private Cli cli;

  @BeforeEach
  void makeReplica() {
    cli = Cli.at(dir.resolve("replica"));
    cli.ok("init");
    cli.ok("space", "create", "team");
    cli.ok("edit", "minutes", "--append", "Kick-off on Monday at ten. Bring tea, bring cups.");
  }

  private String annotate(String quote, String body, String... more) {
    String[] arguments = new String[7 + more.length];
    System.arraycopy(more, 0, arguments, 7, more.length);
    String[] first = {"annotate", "minutes", "--json", "--quote", quote, "-m", body};
    System.arraycopy(first, 0, arguments, 0, 7);
    return cli.ok(arguments).json().at("/annotation/id").asText();
  }

  private JsonNode show(String id) {
    return cli.ok("annotate", "show", "minutes", id, "--json").json().get("annotation");
  }

  @Test
  void a_thread_from_beginning_to_end() {
    String id = annotate("Monday", "Isn't Monday a holiday?", "--tag", "date", "--tag", "urgent");
    cli.ok("annotate", "reply", "minutes", id, "Moved.", "--author", "Ben");
    cli.ok("annotate", "resolve", "minutes", id);
    JsonNode note = show(id);
    assertEquals("LIVE", note.get("state").asText());
    assertEquals(12, note.get("start").asInt());
    assertEquals("Ana", note.get("author").asText());
    assertEquals("Moved.", note.at("/replies/0/body").asText());
    assertEquals("Ben", note.at("/replies/0/author").asText());
    assertEquals("[\"date\",\"urgent\"]", note.get("tags").toString());
    assertTrue(note.get("resolved").asBoolean());
    assertEquals("", cli.ok("annotate", "list", "minutes", "--open").out());
    cli.ok("annotate", "reopen", "minutes", id);
    String listed = cli.ok("annotate", "list", "minutes", "--open").out();
    assertTrue(listed.contains("● \"Monday\"  Ana  Isn't Monday a holiday?"), listed);
    assertTrue(listed.contains("#date, #urgent, 1 reply"), listed);
    String history = cli.ok("history", "minutes").out();
    assertTrue(history.contains("1 annotation"), history);
  }

  @Test
  void words_that_are_deleted_and_written_anew_leave_a_suggestion() {
    String id = annotate("Monday", "why?");
    String other = annotate("ten", "early");
    cli.ok("edit", "minutes", "--delete", "12", "18", "--insert", "12", "Tuesday");
    cli.ok("edit", "minutes", "--insert", "22", " past");
    cli.ok("edit", "minutes", "--replace", "ten", "two");
    assertEquals("ORPHANED", show(id).get("state").asText());
    assertEquals(12, show(id).at("/suggestion/from").asInt());
    String lost = cli.ok("annotate", "list", "minutes", "--lost").out();
    assertTrue(lost.contains("? \"Monday\"") && lost.contains("--accept"), lost);
    String shown = cli.ok("annotate", "show", "minutes", id, "--context").out();
    assertTrue(shown.contains("was  Kick-off on ⟦Monday⟧ at ten."), shown);
    assertTrue(shown.contains("now  Kick-off on Tuesday⟦⟧"), shown);
    cli.ok("annotate", "reanchor", "minutes", id, "--accept");
    assertEquals("Tuesday", show(id).at("/quote/exact").asText());
    cli.ok("annotate", "reanchor", "minutes", other, "--quote", "two", "--author", "Ben");
    assertEquals("LIVE", show(other).get("state").asText());
    cli.ok("undo", "minutes", "--author", "Ben");
    assertEquals("ten", show(other).at("/quote/exact").asText());
  }

  @Test
  void the_context_tells_who_deleted_the_words() {
    String id = annotate("Monday", "why?");
    cli.ok("edit", "minutes", "--delete", "12", "18", "--author", "Ben");
    cli.ok("edit", "minutes", "--insert", "12", "Sunday", "--author", "Cleo");
    String[] show = {"annotate", "show", "minutes", id, "--context"};
    String shown = cli.ok(show).out();
    assertTrue(shown.contains("  deleted by Ben 20"), shown);
    assertTrue(!shown.contains("Cleo") && shown.contains("? lost its text"), shown);
    JsonNode json = cli.ok("annotate", "show", "minutes", id, "--context", "--json").json();
    assertEquals("Ben", json.at("/context/deleted/0/author").asText());
    assertEquals(1, json.at("/context/deleted").size());
    assertTrue(json.at("/context/now").asText().startsWith("Kick-off on "), json.toString());
    String listed = cli.ok("annotate", "list", "minutes").out();
    assertTrue(listed.contains("→ annotate reanchor minutes "), listed);
    cli.ok("undo", "minutes", "--author", "Cleo");
    cli.ok("undo", "minutes", "--author", "Ben");
    assertTrue(!cli.ok(show).out().contains("deleted"), "it is there again");
  }

  @Test
  void words_that_were_deleted_twice_name_nobody() {
    String id = annotate("Monday", "why?");
    cli.ok("edit", "minutes", "--delete", "12", "18", "--author", "Ben");
    cli.ok("edit", "minutes", "--insert", "12", "Monday", "--author", "Ben");
    cli.ok("edit", "minutes", "--delete", "12", "18", "--author", "Cleo");
    String shown = cli.ok("annotate", "show", "minutes", id, "--context").out();
    assertTrue(shown.contains("lost its text") && !shown.contains("deleted by"), shown);
  }

  @Test
  void a_removed_one_is_back_after_undo() {
    String id = annotate("Monday", "why?");
    cli.ok("annotate", "remove", "minutes", id, "--author", "Ben");
    assertEquals(0, cli.ok("annotate", "list", "minutes", "--json").json().get("total").asInt());
    refused(ErrorCode.ANNOTATION_UNKNOWN, "annotate", "resolve", "minutes", id);
    cli.ok("undo", "minutes", "--author", "Ben");
    assertEquals(1, cli.ok("annotate", "list", "minutes", "--json").json().get("total").asInt());
  }

  @Test
  void what_is_not_clear_is_refused() {
    String twice =
        refused(ErrorCode.BAD_ARGUMENT, "annotate", "minutes", "--quote", "ring", "-m", "which?");
    assertTrue(twice.contains("2 times") && twice.contains("--nth"), twice);
    annotate("ring", "this one", "--nth", "2");
    refused(
        ErrorCode.BAD_ARGUMENT, "annotate", "minutes", "--quote", "ring", "--nth", "3", "-m", "x");
    refused(
        ErrorCode.BAD_ARGUMENT, "annotate", "minutes", "--quote", "ring", "--nth", "0", "-m", "x");
    refused(ErrorCode.BAD_ARGUMENT, "annotate", "minutes", "--quote", "nine", "-m", "x");
    refused(ErrorCode.BAD_ARGUMENT, "annotate", "minutes", "--quote", "", "-m", "x");
    refused(ErrorCode.BAD_ARGUMENT, "annotate", "minutes", "--quote", "tea");
    refused(ErrorCode.BAD_ARGUMENT, "annotate", "list");
    refused(ErrorCode.UNKNOWN_DOCUMENT, "annotate", "list", "nothing");
    String id = annotate("tea", "x");
    refused(ErrorCode.ANNOTATION_LIVE, "annotate", "reanchor", "minutes", id, "--quote", "cups");
    refused(ErrorCode.NO_SUGGESTION, "annotate", "reanchor", "minutes", id, "--accept");
    refused(ErrorCode.BAD_ARGUMENT, "annotate", "reanchor", "minutes", id);
    refused(ErrorCode.ANNOTATION_UNKNOWN, "annotate", "show", "minutes", "12@ffff");
    refused(ErrorCode.VALUE_TOO_LARGE, "annotate", "reply", "minutes", id, "x".repeat(100_000));
    assertEquals(2, cli.ok("annotate", "list", "minutes", "--json").json().get("total").asInt());
  }

  private String refused(ErrorCode code, String... arguments) {
    Cli.Result result = cli.run(arguments).exits(ExitCode.of(code));
    assertTrue(result.err().contains(code.code()), result.toString());
    return result.err();
  }
}
