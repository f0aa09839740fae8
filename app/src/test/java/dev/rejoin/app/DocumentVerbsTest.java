package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one person does on one device. */
final class DocumentVerbsTest {
  @TempDir Path dir;
  private Cli cli;

  @BeforeEach
  void makeReplica() {
    cli = Cli.at(dir.resolve("replica"));
    cli.ok("init");
    cli.ok("space", "create", "team");
  }

  @Test
  void one_edit_touches_everything_in_the_order_given() {
    JsonNode done =
        cli.ok(
                "edit",
                "minutes",
                "--json",
                "-m",
                "first draft",
                "--append",
                "Kick-off on Monday",
                "--replace",
                "Monday",
                "Tuesday",
                "--insert",
                "0",
                "> ",
                "--delete",
                "0",
                "2",
                "--put",
                "meta.room=4",
                "--put",
                "meta.deep.er=true",
                "--put",
                "state=draft",
                "--add",
                "tags=urgent",
                "--add",
                "tags=7",
                "--discard",
                "tags=7",
                "--incr",
                "views=3",
                "--incr",
                "views=-1")
            .json();
    assertTrue(done.get("changed").asBoolean());
    assertEquals("SAVED", done.get("tier").asText());
    JsonNode values = cli.ok("cat", "minutes", "--json").json().get("values");
    assertEquals(
        "{\"text\":{\"body\":\"Kick-off on Tuesday\"},"
            + "\"map\":{\"meta\":{\"deep\":{\"er\":true},\"room\":4}},"
            + "\"register\":{\"state\":\"draft\"},\"set\":{\"tags\":[\"urgent\"]},"
            + "\"counter\":{\"views\":2}}",
        sorted(values));
    JsonNode history = cli.ok("history", "minutes", "--json").json();
    assertEquals(1, history.get("total").asInt(), "one transaction");
    assertEquals("first draft", history.at("/changes/0/message").asText());
    assertEquals("Ana", history.at("/changes/0/author").asText());
  }

  @Test
  void a_list_shows_with_what_its_elements_hold() {
    try (Replica replica = Replica.open(dir.resolve("replica"))) {
      replica
          .space("team")
          .document("plan")
          .edit(
              tx -> {
                tx.list("items").add("milk").add(2).move(0, 1);
                tx.list("items").insertMap(0).put("title", "tea").list("cups").add(true);
                tx.list("items").insertText(3).append("note");
                tx.list("items").insertCounter(4).add(5);
                tx.list("items").insertSet(5).add("red");
              });
    }
    JsonNode values = cli.ok("cat", "plan", "--json").json().get("values");
    assertEquals(
        "{\"list\":{\"items\":[{\"cups\":[true],\"title\":\"tea\"},2,\"milk\","
            + "\"note\",5,[\"red\"]]}}",
        values.toString());
    String shown = cli.ok("cat", "plan").out();
    assertTrue(shown.startsWith("items  (list)\n  [0]  (map)\n    cups  (list)\n"), shown);
    assertTrue(shown.contains("\n  [1]  2\n  [2]  milk\n"), shown);
  }

  @Test
  void trees_are_shown_from_top_to_bottom() {
    List<String> ids = new ArrayList<>();
    try (Replica replica = Replica.open(dir.resolve("replica"))) {
      replica
          .space("team")
          .document("minutes")
          .edit(
              tx -> {
                TreeEdit plan = tx.tree("plan");
                OpId house = plan.create(null);
                OpId kitchen = plan.create(house);
                plan.data(kitchen).put("title", "Kitchen");
                plan.delete(plan.create(house));
                ids.add(house.toString());
                ids.add(kitchen.toString());
              });
    }
    JsonNode values = cli.ok("cat", "minutes", "--json").json().get("values");
    assertEquals(
        "[{\"node\":\"%s\",\"depth\":0,\"id\":\"%s\",\"data\":{}},"
                .formatted(ids.get(0), shortId(ids.get(0)))
            + "{\"node\":\"%s\",\"depth\":1,\"id\":\"%s\",\"data\":{\"title\":\"Kitchen\"}}]"
                .formatted(ids.get(1), shortId(ids.get(1))),
        values.at("/tree/plan").toString());
    assertEquals(
        List.of(
            "plan  (tree, 2 nodes, 1 deleted)",
            "  └─ " + shortId(ids.get(0)),
            "     └─ " + shortId(ids.get(1)),
            "           title  Kitchen"),
        cli.ok("cat", "minutes").out().lines().toList().subList(0, 4));
    assertTrue(cli.ok("history", "minutes").out().contains("4 nodes"));
  }

  private static String shortId(String id) {
    return id.substring(33) + "@" + id.substring(0, 4);
  }

  /** Containers come sorted by name; here their order by kind does not matter. */
  private static String sorted(JsonNode values) {
    var order = Json.object();
    for (String kind : new String[] {"text", "map", "register", "set", "counter"}) {
      order.set(kind, values.get(kind));
    }
    return Json.line(order);
  }

  @Test
  void fields_registers_and_elements_go_away_again() {
    cli.ok("edit", "d", "--put", "m.a=1", "--put", "m.b=2", "--put", "r=x", "--add", "s=e");
    cli.ok("edit", "d", "--unset", "m.a", "--unset", "r", "--discard", "s=e");
    JsonNode values = cli.ok("cat", "d", "--json").json().get("values");
    assertEquals("{\"map\":{\"m\":{\"b\":2}}}", Json.line(values));
  }

  @Test
  void values_keep_their_types() {
    cli.ok(
        "edit",
        "d",
        "--put",
        "m.int=-4",
        "--put",
        "m.real=1.5e3",
        "--put",
        "m.yes=true",
        "--put",
        "m.quoted=\"4\"",
        "--put",
        "m.text=4 rooms",
        "--put",
        "m.zero=007",
        "--put",
        "m.big=99999999999999999999",
        "--put",
        "m.equals=a=b",
        "--put",
        "m.a\\.b=dot");
    assertEquals(
        "{\"a.b\":\"dot\",\"big\":\"99999999999999999999\",\"equals\":\"a=b\",\"int\":-4,"
            + "\"quoted\":\"4\",\"real\":1500.0,\"text\":\"4 rooms\",\"yes\":true,\"zero\":\"007\"}",
        Json.line(cli.ok("cat", "d", "--json").json().at("/values/map/m")));
    assertEquals("dot\n", cli.ok("cat", "d:m.a\\.b").out());
    assertEquals("1500.0\n", cli.ok("cat", "d:m.real").out());
  }

  @Test
  void a_text_goes_into_a_pipe_and_back_without_loss() {
    String text = "Zeile eins\n\n  zwei \uD83D\uDE00 drei\r\nohne Ende";
    cli.typing(text).ok("edit", "d", "--stdin");
    assertEquals(text, cli.ok("cat", "d:body").out());
    cli.typing(text.replace("zwei \uD83D\uDE00", "zwei \uD83D\uDE01")).ok("edit", "d", "--stdin");
    JsonNode newest = cli.ok("history", "d", "--json", "-n", "1").json().at("/changes/0/summary");
    assertEquals(2, newest.get("inserted").asInt(), "only the other smile");
    assertEquals(2, newest.get("deleted").asInt());
  }

  @Test
  void an_edit_that_changes_nothing_says_so() {
    cli.typing("same").ok("edit", "d", "--stdin");
    JsonNode again = cli.typing("same").ok("edit", "d", "--stdin", "--json").json();
    assertFalse(again.get("changed").asBoolean());
    assertEquals(1, cli.ok("history", "d", "--json").json().get("total").asInt());
  }

  @Test
  void texts_and_sets_may_be_nested() {
    cli.ok(
        "edit",
        "d",
        "--key",
        "card.note",
        "--append",
        "hello",
        "--add",
        "card.tags=x",
        "--incr",
        "card.seen=2");
    assertEquals("hello", cli.ok("cat", "d:card.note").out());
    assertEquals("2\n", cli.ok("cat", "d:card.seen").out());
    assertEquals(
        "card  (map)\n  note  (text)\n    hello\n  seen  (counter)  2\n  tags  (set)  x\n",
        cli.ok("cat", "d").out());
  }

  @Test
  void documents_are_found_by_name_and_space() {
    cli.ok("space", "create", "other");
    cli.ok("edit", "team/minutes", "--append", "a");
    cli.ok("edit", "minutes", "-S", "other", "--append", "b");
    cli.ok("edit", "-S", "team", "with:colon", "--append", "c");
    assertEquals("other/minutes\nteam/minutes\nteam/with:colon\n", cli.ok("docs").out());
    assertEquals("b", cli.with("REJOIN_SPACE", "other").ok("cat", "minutes:body").out());
    assertEquals("c", cli.ok("cat", "-S", "team", "with:colon:body").out());
    assertEquals("minutes\nwith:colon\n", cli.ok("docs", "-S", "team").out());
    JsonNode listed = cli.ok("docs", "-S", "team", "--long", "--json").json();
    assertEquals(1, listed.at("/documents/0/changes").asInt());
    assertTrue(listed.at("/documents/0/bytes").asInt() > 0);
  }

  @Test
  void the_author_is_who_the_options_say() {
    cli.ok("edit", "d", "--append", "a", "--author", "Cyn");
    cli.with("REJOIN_AUTHOR", "Ben").ok("edit", "d", "--append", "b");
    JsonNode changes = cli.ok("history", "d", "--json").json().get("changes");
    assertEquals("Ben", changes.get(0).get("author").asText());
    assertEquals("Cyn", changes.get(1).get("author").asText());
  }

  @Test
  void what_others_typed_cannot_steer_the_terminal() {
    cli.ok("edit", "d", "--put", "m.k=a\u001b[2Jb", "-m", "x\u001b]0;y\u0007");
    assertEquals("m  (map)\n  k  a␛[2Jb\n", cli.ok("cat", "d").out());
    assertFalse(cli.ok("history", "d").out().contains("\u001b"));
  }

  @Test
  void status_counts_what_waits() {
    cli.ok("status", "--check");
    cli.ok("edit", "d", "--append", "a");
    cli.run("status", "--check").exits(ExitCode.ATTENTION);
    JsonNode status = cli.ok("status", "--json").json();
    assertEquals("OFFLINE", status.get("health").asText());
    assertEquals(1, status.at("/pending/changes").asInt());
    assertEquals(1, status.at("/spaces/0/notRelayed").asInt());
    assertTrue(status.at("/disk/used").asLong() > 0);
    assertTrue(cli.ok("status").out().contains("1 change that no other store"));
  }

  @Test
  void undo_and_redo_go_back_and_forth() {
    cli.ok("edit", "minutes", "-m", "first", "--append", "one", "--put", "meta.title=Kick-off");
    cli.ok("edit", "minutes", "-m", "second", "--append", " two", "--unset", "meta.title");
    JsonNode undone = cli.ok("undo", "minutes", "--json").json();
    assertTrue(undone.get("changed").asBoolean());
    assertEquals("second", undone.get("message").asText());
    assertEquals(4, undone.at("/takenBack/inserted").asInt());
    assertEquals("one", cli.ok("cat", "minutes:body").out());
    assertEquals("Kick-off", cli.ok("cat", "minutes:meta.title").out().strip());
    cli.ok("redo", "minutes");
    assertEquals("one two", cli.ok("cat", "minutes:body").out());
    assertTrue(cli.ok("redo", "minutes").err().contains("nothing to redo"));
    JsonNode history = cli.ok("history", "minutes", "--json").json();
    assertTrue(history.at("/changes/0/summary/undo").asBoolean());
    JsonNode stranger = cli.ok("undo", "minutes", "--author", "Nobody", "--json").json();
    assertFalse(stranger.get("changed").asBoolean());
    cli.run("undo", "absent").exits(ExitCode.FAILED);
  }
}
