package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions on the command line: naming, comparing, blaming, restoring. */
final class HistoryVerbsTest {
  @TempDir Path dir;
  private Cli ana;

  @BeforeEach
  void twoVersions() {
    ana = Cli.at(dir);
    ana.ok("init");
    ana.ok("space", "create", "team");
    ana.ok("edit", "minutes", "--append", "Kick-off on Monday.", "--put", "meta.room=4");
    ana.ok("name", "minutes", "sent to print");
    ana.ok(
        "--author", "Ben", "edit", "minutes", "--replace", "Monday", "Tuesday", "-m", "new date");
    ana.ok("--author", "Ben", "edit", "minutes", "--put", "meta.room=5", "--incr", "views=2");
  }

  @Test
  void a_document_is_shown_as_it_was() {
    assertEquals(
        "Kick-off on Monday.", ana.ok("cat", "minutes:body", "--at", "sent to print").out());
    assertEquals("4\n", ana.ok("cat", "minutes:meta.room", "--at", "sent to print").out());
    JsonNode then = ana.ok("--json", "cat", "minutes", "--at", "sent to print").json();
    assertEquals(4, then.at("/values/map/meta/room").asInt());
    assertTrue(then.at("/version").asText().startsWith("h1:"));
    assertTrue(then.at("/values/counter").isMissingNode());
    String now = ana.ok("cat", "minutes").out();
    assertEquals(now, ana.ok("cat", "minutes", "--at", "now").out());
    assertTrue(!now.contains("rejoin:versions"), now);
  }

  @Test
  void what_means_a_time_is_no_name_for_a_version() {
    for (String time : List.of("now", "2h", "18:30", "2026-11-20", "2026-11-20T17:30:00Z")) {
      Cli.Result refused = ana.run("name", "minutes", time);
      assertEquals(2, refused.exit(), time);
      assertTrue(refused.err().contains("means a time"), refused.err());
    }
    assertEquals(1, ana.ok("history", "minutes", "--names", "--json").json().get("names").size());
    assertEquals(2, ana.run("cat", "minutes", "--at", "now", "--follow").exit());
  }

  @Test
  void a_diff_calls_annotations_as_the_list_does() {
    ana.ok("annotate", "minutes", "--quote", "Tuesday", "-m", "why?");
    String id = ana.ok("annotate", "list", "minutes").out().split(" ")[0];
    String diff = ana.ok("diff", "minutes").out();
    assertTrue(diff.contains("  annotation " + id + " added\n"), diff);
    ana.ok("edit", "minutes", "--delete", "12", "19"); // of nothing but the text
    diff = ana.ok("diff", "minutes").out();
    assertTrue(diff.contains("  annotation " + id + " orphaned\n"), diff);
  }

  @Test
  void a_diff_shows_words_lines_and_fields() {
    String words = ana.ok("diff", "minutes", "sent to print").out();
    assertEquals(
        """
        body
          Kick-off on [-Monday-]{+Tuesday+}.
        meta
          room  [-4-]{+5+}
        views
          0 → 2
        """,
        words);
    String unified = ana.ok("diff", "minutes", "sent to print", "now", "--unified").out();
    assertTrue(unified.contains("-Kick-off on Monday.\n"), unified);
    assertTrue(unified.contains("+Kick-off on Tuesday.\n"), unified);
    String newest = ana.ok("diff", "minutes").out();
    assertTrue(newest.contains("room") && !newest.contains("Tuesday"), newest);
    JsonNode back = ana.ok("--json", "diff", "minutes", "now", "sent to print").json();
    assertEquals(3, back.at("/changes").size());
    assertEquals("", ana.ok("diff", "minutes", "now", "now").out());
    ana.run("diff", "minutes", "--word", "--unified").exits(ExitCode.USAGE);
  }

  @Test
  void blame_names_the_authors_of_deleted_text_too() {
    JsonNode blame = ana.ok("--json", "blame", "minutes:body", "--deleted").json();
    JsonNode pieces = blame.at("/containers/0/pieces");
    List<String> told = new java.util.ArrayList<>();
    pieces.forEach(
        p ->
            told.add(
                p.get("text").asText()
                    + p.at("/written/author").asText()
                    + p.at("/deleted/author").asText()));
    assertTrue(told.contains("MonAnaBen") || told.contains("MondayAnaBen"), told.toString());
    String shown = ana.ok("blame", "minutes").out();
    assertTrue(shown.contains("│Kick-off on │") && !shown.contains("Mon"), shown);
    assertTrue(shown.matches("(?s).*Ben.*room  5\\n.*"), shown);
    ana.run("blame", "minutes:nowhere").exits(ExitCode.USAGE);
  }

  @Test
  void restoring_is_a_change_that_is_undone() {
    String plan = ana.ok("restore", "minutes", "sent to print", "--dry-run").out();
    assertTrue(plan.contains("[-Tuesday-]{+Monday+}"), plan);
    assertEquals("Kick-off on Tuesday.", ana.ok("cat", "minutes:body").out());
    assertTrue(
        ana.ok("--json", "restore", "minutes", "sent to print").json().get("changed").asBoolean());
    assertEquals("Kick-off on Monday.", ana.ok("cat", "minutes:body").out());
    assertTrue(
        !ana.ok("--json", "restore", "minutes", "sent to print").json().get("changed").asBoolean());
    ana.ok("undo", "minutes");
    assertEquals("Kick-off on Tuesday.", ana.ok("cat", "minutes:body").out());
    String id =
        ana.ok("--json", "history", "minutes", "--by", "Ben").json().at("/changes/1/id").asText();
    ana.ok("revert", "minutes", id);
    assertEquals("Kick-off on Monday.", ana.ok("cat", "minutes:body").out());
    assertEquals("5\n", ana.ok("cat", "minutes:meta.room").out());
  }

  @Test
  void history_is_filtered_drawn_and_named() {
    assertEquals(
        2, ana.ok("--json", "history", "minutes", "--by", "Ben").json().get("total").asInt());
    assertEquals(
        0, ana.ok("--json", "history", "minutes", "--since", "0s").json().get("total").asInt());
    assertEquals(
        4, ana.ok("--json", "history", "minutes", "--since", "1d").json().get("total").asInt());
    assertEquals(
        4,
        ana.ok("history", "minutes", "--graph")
            .out()
            .lines()
            .filter(l -> l.startsWith("◆ "))
            .count());
    JsonNode names = ana.ok("--json", "history", "minutes", "--names").json();
    assertEquals("sent to print", names.at("/names/0/name").asText());
    assertEquals("Ana", names.at("/names/0/author").asText());
    ana.ok("name", "minutes", "sent to print", "--remove");
    assertEquals("", ana.ok("history", "minutes", "--names").out());
  }

  @Test
  void what_is_not_there_has_a_code() {
    refused("RJ-2141", "cat", "minutes", "--at", "nope");
    refused("RJ-2141", "cat", "minutes", "--at", "2001-01-01");
    refused("RJ-2141", "diff", "minutes", "ffffffffffff");
    refused("RJ-2142", "restore", "minutes", "h1:ffffffffffff");
    refused("RJ-2144", "name", "minutes", "sent to print");
    refused("RJ-2141", "name", "minutes", "unknown", "--remove");
    refused("RJ-2141", "revert", "minutes", "sent to print");
    refused("RJ-2106", "history", "minutes", "--since", "whenever");
    assertEquals("Kick-off on Tuesday.", ana.ok("cat", "minutes:body").out());
  }

  private void refused(String code, String... arguments) {
    Cli.Result result = ana.run(arguments);
    assertTrue(result.exit() != 0 && result.err().startsWith(code + " "), result.toString());
  }
}
