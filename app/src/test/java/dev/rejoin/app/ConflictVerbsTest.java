package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.relay.RelayServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about conflicts and rules, as two people use them who meet at a relay. */
final class ConflictVerbsTest {
  @TempDir Path dir;
  private Cli ana;
  private Cli ben;
  private RelayServer relay;

  @BeforeEach
  void write_apart() {
    relay = RelayServer.start(dir.resolve("relay"), "127.0.0.1", 0);
    ana = Cli.at(dir.resolve("ana"));
    ben = Cli.at(dir.resolve("ben")).with("REJOIN_AUTHOR", "Ben");
    ana.ok("init", "--name", "laptop");
    ben.ok("init", "--name", "phone");
    ana.ok("space", "create", "team");
    ana.ok("edit", "minutes", "--put", "meta.room=4");
    ana.ok("sync", "--peer", "127.0.0.1:" + relay.port());
    ben.ok("space", "join", ana.ok("space", "invite", "team").out().strip());
    ben.ok("sync");
    ana.ok("edit", "minutes", "--put", "meta.title=Kick-off");
    ben.ok("edit", "minutes", "--append", "hello");
    ben.ok("edit", "minutes", "--put", "meta.title=Kickoff");
    meet();
  }

  @AfterEach
  void close() {
    relay.close();
  }

  private void meet() {
    ana.ok("sync");
    ben.ok("sync");
    ana.ok("sync");
  }

  private JsonNode conflict(Cli who) {
    return who.ok("conflicts", "--all", "--json").json().at("/conflicts/0");
  }

  @Test
  void a_conflict_is_told_settled_and_taken_back() {
    String told = ana.ok("conflicts").out();
    String id = conflict(ana).get("id").asText();
    assertTrue(
        told.startsWith(id + "  minutes › meta.title\n    (1) Ben wrote \"Kickoff\", "), told);
    assertTrue(told.contains("(2) Ana wrote \"Kick-off\", "), told);
    assertTrue(told.contains(" on laptop"), told);
    assertTrue(told.contains("by the default rule: it was written after more edits"), told);
    assertEquals(told, ana.ok("conflicts", "list", "minutes").out());
    assertEquals(told, ana.run("conflicts", "--check").exits(ExitCode.CONFLICTS).out());
    assertTrue(ana.ok("conflicts", "show", id.substring(0, 5)).out().contains("2 values were"));
    assertTrue(ana.ok("conflicts", "show", id, "--lang", "de").out().contains("2 Werte wurden"));

    JsonNode kept = ana.ok("conflicts", "keep", id, "2", "--json").json();
    assertEquals("Kick-off", kept.get("value").asText());
    assertEquals(1, kept.get("dismissed").asInt());
    ana.ok("conflicts", "--check");
    meet();
    assertEquals("Kick-off\n", ben.ok("cat", "minutes:meta.title").out());
    JsonNode resolved = ben.ok("conflicts", "--all", "--json").json().at("/resolved/0");
    assertEquals("Dismissed", resolved.get("key").asText());
    assertEquals(
        "[]",
        ben.ok("conflicts", "--all", "--since", "0s", "--json").json().get("resolved").toString());
    ana.ok("undo", "minutes");
    meet();
    assertEquals("Kickoff\n", ben.ok("cat", "minutes:meta.title").out());
    ben.ok("conflicts", "dismiss", conflict(ben).get("id").asText());
    assertEquals(0, ben.ok("conflicts", "--json").json().get("open").asInt());
  }

  @Test
  void rules_are_checked_tried_set_and_synced() throws IOException {
    Path file = dir.resolve("rules.txt");
    Files.writeString(file, "title  *:meta.title  order Ana Ben\n");
    assertEquals(
        1, ana.ok("rules", "check", file.toString(), "--json").json().get("rules").asInt());
    String changed = ana.ok("rules", "set", file.toString(), "--dry-run").out();
    assertEquals("minutes › meta.title  Kickoff → Kick-off\n", changed);
    assertEquals("", ana.ok("rules", "show").out());
    JsonNode set = ana.typing(Files.readString(file)).ok("rules", "set", "-", "--json").json();
    assertEquals(1, set.get("version").asInt());
    assertEquals("Kick-off", set.at("/changed/0/then").asText());
    meet();
    assertEquals(Files.readString(file), ben.ok("rules", "show").out());
    assertEquals("Kick-off\n", ben.ok("cat", "minutes:meta.title").out());
    assertEquals("RULE", conflict(ben).get("outcome").asText());
    assertEquals("", ben.ok("conflicts", "--check").out());
    ben.typing("").ok("rules", "set", "-");
    JsonNode history = ben.ok("rules", "show", "--history", "--json").json();
    assertEquals(2, history.get("version").asInt());
    assertEquals(2, history.get("history").size());
    assertTrue(ben.ok("rules", "show", "--history").out().startsWith("# version 2, set "));
  }

  @Test
  void why_tells_of_values_and_changes() {
    assertTrue(
        ana.ok("why", "minutes:meta.room").out().startsWith("meta.room of minutes shows 4, "));
    assertTrue(ana.ok("why", "minutes:meta.title", "--lang", "de").out().contains("Standardregel"));
    JsonNode entry = ana.ok("history", "minutes", "-n", "3", "--json").json().get("changes");
    for (JsonNode change : entry) {
      String told = ana.ok("why", change.get("id").asText()).out();
      boolean own = change.get("own").asBoolean();
      assertTrue(told.contains(own ? "It is stored on " : "It came here "), told);
    }
    ana.ok("edit", "minutes", "--append", "x");
    String id =
        ana.ok("history", "minutes", "-n", "1", "--json").json().at("/changes/0/id").asText();
    assertTrue(ana.ok("why", id).out().contains("saved on this device and nowhere else"));
    assertTrue(ana.ok("why", id).out().contains("this device is not connected"));
  }

  @Test
  void what_cannot_be_is_refused_and_changes_nothing() throws IOException {
    String id = conflict(ana).get("id").asText();
    String before = ana.ok("cat", "minutes", "--json").out();
    Path bad = dir.resolve("bad.txt");
    Files.writeString(bad, "a *:x ask\nb *:x biggest\n");
    List<List<String>> wrong =
        List.of(
            List.of("RJ-2130", "conflicts", "keep", id, "0"),
            List.of("RJ-2130", "conflicts", "keep", id, "3"),
            List.of("RJ-2130", "conflicts", "keep", id, "-1"),
            List.of("RJ-2131", "conflicts", "keep", "ffffffff", "1"),
            List.of("RJ-2131", "conflicts", "show", ""),
            List.of("RJ-2131", "conflicts", "dismiss", "nothing"),
            List.of("RJ-2106", "conflicts", "keep", id, "x"),
            List.of("RJ-2106", "conflicts", "--open", "--all"),
            List.of("RJ-2106", "conflicts", "--since", "soon"),
            List.of("RJ-2106", "conflicts", "--lang", "fr"),
            List.of("RJ-2008", "conflicts", "nothing"),
            List.of("RJ-2132", "rules", "check", bad.toString()),
            List.of("RJ-2132", "rules", "set", bad.toString()),
            List.of("RJ-2107", "rules", "set", dir.resolve("none").toString()),
            List.of("RJ-2106", "why", "nothing"),
            List.of("RJ-2106", "why", "minutes:nothing"),
            List.of("RJ-2008", "why", "nothing:meta"));
    for (List<String> one : wrong) {
      Cli.Result result = ana.run(one.subList(1, one.size()).toArray(String[]::new));
      assertTrue(
          result.exit() != 0 && result.err().startsWith(one.get(0) + " "), result.toString());
      assertTrue(result.err().contains("→ "), result.toString());
    }
    assertEquals(before, ana.ok("cat", "minutes", "--json").out());
    assertEquals("", ana.ok("rules", "show").out());
    ben.ok("edit", "minutes", "--put", "meta.title=Start");
    meet();
    Cli.Result late = ana.run("conflicts", "keep", id, "1");
    assertTrue(late.err().startsWith("RJ-2131 "), late.toString());
    assertEquals("Start\n", ana.ok("cat", "minutes:meta.title").out());
  }
}
