package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.crdt.Limits;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.replica.Replica;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists, trees and formats on the command line. */
final class StructureVerbsTest {
  @TempDir Path dir;
  private Cli cli;

  @BeforeEach
  void makeReplica() {
    cli = Cli.at(dir.resolve("replica"));
    cli.ok("init");
    cli.ok("space", "create", "team");
  }

  private JsonNode values() {
    return cli.ok("cat", "d", "--json").json().get("values");
  }

  private void edit(String... options) {
    cli.ok(command(options));
  }

  private static String[] command(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "edit";
    all[1] = "d";
    System.arraycopy(options, 0, all, 2, options.length);
    return all;
  }

  private String refused(ErrorCode code, String... options) {
    String before = cli.ok("cat", "d", "--json").out();
    Cli.Result result = cli.run(command(options));
    assertTrue(result.exit() != 0, result.toString());
    assertTrue(result.err().startsWith(code.code() + " "), result.err());
    assertTrue(result.err().contains("\n→ "), result.err());
    assertEquals(before, cli.ok("cat", "d", "--json").out());
    return result.err();
  }

  @Test
  void elements_are_pushed_set_moved_and_removed() {
    edit("--push", "tasks=milk", "--push", "tasks=2", "--push", "tasks[0]=first");
    assertEquals("{\"list\":{\"tasks\":[\"first\",\"milk\",2]}}", values().toString());
    edit("--put", "tasks[1]=tea", "--move", "tasks[2]=0", "--unset", "tasks[1]");
    assertEquals("{\"list\":{\"tasks\":[2,\"tea\"]}}", values().toString());
    assertTrue(cli.ok("history", "d").out().contains("3 elements"), "one transaction each");
    assertEquals(2, cli.ok("history", "d", "--json").json().get("total").asInt());
    assertEquals("tea\n", cli.ok("cat", "d:tasks[1]").out());
    assertEquals("tasks  (list)\n  [0]  2\n  [1]  tea\n", cli.ok("cat", "d:tasks").out());
  }

  @Test
  void paths_reach_into_elements() {
    edit("--push", "meta.tasks={\"title\":\"tea\",\"tags\":[\"a\",1],\"done\":false}");
    edit("--put", "meta.tasks[0].title=green tea", "--push", "meta.tasks[0].tags[]=x");
    edit("--push", "meta.tasks=[]", "--push", "meta.tasks[1][]=deep");
    edit("--key", "meta.tasks[0].note", "--append", "hot", "--incr", "meta.tasks[0].cups=2");
    assertEquals(
        "{\"tasks\":[{\"cups\":2,\"done\":false,\"note\":\"hot\",\"tags\":[\"a\",1,\"x\"],"
            + "\"title\":\"green tea\"},[\"deep\"]]}",
        values().at("/map/meta").toString());
    assertEquals("green tea\n", cli.ok("cat", "d:meta.tasks[0].title").out());
    assertEquals("hot", cli.ok("cat", "d:meta.tasks[0].note").out());
    assertEquals("2\n", cli.ok("cat", "d:meta.tasks[0].cups").out());
    JsonNode tags = cli.ok("cat", "d:meta.tasks[0].tags", "--json").json();
    assertEquals("[\"a\",1,\"x\"]", tags.get("value").toString());
  }

  @Test
  void what_looks_like_json_is_a_text_where_it_is_put_or_quoted() {
    edit("--put", "m.k={}", "--push", "l=\"[1]\"");
    assertEquals("{\"map\":{\"m\":{\"k\":\"{}\"}},\"list\":{\"l\":[\"[1]\"]}}", sorted());
  }

  private String sorted() {
    return Json.object()
        .<com.fasterxml.jackson.databind.node.ObjectNode>set("map", values().get("map"))
        .set("list", values().get("list"))
        .toString();
  }

  @Test
  void nodes_are_created_moved_renamed_deleted_and_restored_by_name() {
    edit("--create", "plan=House", "--create", "plan[House]=Kitchen", "--create", "plan=Garden");
    edit("--create", "plan[House]=Bath", "--put", "plan[House/Kitchen].colour=red");
    assertEquals(List.of("House", "│  Kitchen", "│  Bath", "Garden"), names());
    edit("--move", "plan[House/Bath]=House[0]", "--put", "plan[Garden].name=Yard");
    assertEquals(List.of("House", "│  Bath", "│  Kitchen", "Yard"), names());
    edit("--move", "plan[House/Kitchen]=/", "--move", "plan[House]=Yard", "--unset", "plan[Yard]");
    assertEquals(List.of("Kitchen"), names());
    edit("--restore", "plan[Yard]", "--move", "plan[Yard]=/[0]");
    assertEquals(List.of("Yard", "│  House", "│     Bath", "Kitchen"), names());
    edit("--unset", "plan[Yard/House/Bath]", "--move", "plan[Bath]=Kitchen");
    assertEquals(List.of("Yard", "│  House", "Kitchen", "   Bath"), names());
    assertEquals("red\n", cli.ok("cat", "d:plan[Kitchen].colour").out());
  }

  /** The lines of the tree without ids, and branches as blanks. */
  private List<String> names() {
    return cli.ok("cat", "d:plan")
        .out()
        .lines()
        .filter(line -> line.contains("─ "))
        .map(line -> line.substring(2).replaceAll(" {2}[0-9]+@.*", ""))
        .map(line -> line.replaceAll("[├└]─ ", ""))
        .toList();
  }

  @Test
  void nodes_are_named_by_short_ids_too() {
    edit("--create", "plan=Same", "--create", "plan=Same", "--create", "plan=a/b");
    String error = refused(ErrorCode.BAD_ARGUMENT, "--unset", "plan[Same]");
    String id = error.replaceAll("(?s).*Say which one: ([0-9]+@[0-9a-f]+), .*", "$1");
    edit("--put", "plan[" + id + "].name=First", "--unset", "plan[a\\/b]");
    String shown = cli.ok("cat", "d").out();
    assertTrue(
        shown.matches(
            "(?s)plan {2}\\(tree, 2 nodes, 1 deleted\\)\n  ├─ First  "
                + id
                + "\n  └─ Same  .*\n  deleted: a/b  .*\n"),
        shown);
    JsonNode json = cli.ok("cat", "d", "--json").json();
    assertEquals("plan", json.at("/deleted/0/path").asText());
    String whole = json.at("/deleted/0/node").asText();
    edit("--restore", "plan[" + whole + "]");
    assertEquals(0, cli.ok("cat", "d", "--json").json().get("deleted").size());
  }

  @Test
  void formats_are_listed_shown_and_taken_away() {
    edit("--append", "The fox. The end.");
    edit("--mark", "bold", "--on", "fox", "--mark", "link=x.org", "--on", "The", "--nth", "2");
    assertEquals("4–7   bold\n9–12  link=x.org\n", cli.ok("cat", "d:body", "--formats").out());
    assertEquals(
        "[{\"from\":4,\"to\":7,\"attributes\":{\"bold\":true}},"
            + "{\"from\":9,\"to\":12,\"attributes\":{\"link\":\"x.org\"}}]",
        cli.ok("cat", "d", "--json").json().at("/formats/body").toString());
    assertEquals("The fox. The end.", cli.ok("cat", "d:body").out(), "into a pipe as it is");
    edit("--insert", "7", "es", "--insert", "14", "n", "--unmark", "bold", "--on", "o");
    assertEquals(
        "4–5    bold\n6–9    bold\n11–14  link=x.org\n",
        cli.ok("cat", "d:body", "--formats").out(),
        "bold grows at its end and a link does not");
    assertTrue(cli.ok("history", "d").out().contains("2 formats"));
  }

  @Test
  void formats_are_drawn_on_a_terminal_only() {
    edit("--append", "The fox\u001b[2J\nends.", "--mark", "bold", "--on", "fox\u001b[2J\nends");
    String bold = "The \u001b[1mfox␛[2J\u001b[0m\n%s\u001b[1mends\u001b[0m.\n";
    assertEquals(bold.formatted(""), onTerminal(Map.of(), "cat", "d:body"));
    assertEquals(
        "body  (text, 17 units)\n  " + bold.formatted("  "), onTerminal(Map.of(), "cat", "d"));
    String plain = "The fox␛[2J\nends.\n";
    assertEquals(plain, onTerminal(Map.of("NO_COLOR", "1"), "cat", "d:body"));
  }

  private String onTerminal(Map<String, String> more, String... words) {
    StringWriter out = new StringWriter();
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("REJOIN_HOME", dir.resolve("replica").toString());
    PrintWriter err = new PrintWriter(new StringWriter());
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintWriter(out),
            err,
            true,
            false,
            Map.copyOf(environment));
    assertEquals(0, Main.run(Invocation.direct(terminal, List.of(words))));
    return out.toString();
  }

  @Test
  void bad_paths_and_indices_leave_everything_as_it_was() {
    edit("--push", "tasks=tea", "--create", "plan=House", "--create", "plan[House]=Bath");
    edit("--append", "abc");
    for (String index : List.of("tasks[1]=x", "none[0]=x", "m.none[3].k=x")) {
      refused(ErrorCode.INDEX_OUT_OF_RANGE, "--append", "gone", "--put", index);
    }
    refused(ErrorCode.INDEX_OUT_OF_RANGE, "--push", "tasks[2]=x");
    refused(ErrorCode.INDEX_OUT_OF_RANGE, "--move", "tasks[0]=1");
    refused(ErrorCode.INDEX_OUT_OF_RANGE, "--unset", "tasks[1]");
    refused(ErrorCode.OTHER_KIND, "--put", "tasks[0].title=x");
    for (String path : List.of("tasks[=x", "tasks[-1]=x", "tasks[0]y=x", "[0]=x", "a.[0]=x")) {
      refused(ErrorCode.BAD_ARGUMENT, "--put", path);
    }
    refused(ErrorCode.BAD_ARGUMENT, "--put", "tasks[]=x");
    refused(ErrorCode.BAD_ARGUMENT, "--put", "plan[House]=x");
    refused(ErrorCode.BAD_ARGUMENT, "--put", "tasks[99999999999]=x");
    refused(ErrorCode.BAD_ARGUMENT, "--move", "tasks[0]=up");
    refused(ErrorCode.BAD_ARGUMENT, "--move", "tasks=0");
    refused(ErrorCode.BAD_ARGUMENT, "--push", "tasks={\"a\":");
    refused(ErrorCode.BAD_ARGUMENT, "--push", "tasks=[null]");
    refused(ErrorCode.NESTING_TOO_DEEP, "--push", "l=" + "[".repeat(70) + "]".repeat(70));
    assertTrue(cli.run("cat", "d:tasks[7]").exit() != 0);
    assertTrue(cli.run("cat", "d:plan[Attic].name").exit() != 0);
  }

  @Test
  void bad_nodes_and_quotes_leave_everything_as_it_was() {
    edit("--create", "plan=House", "--create", "plan[House]=Bath", "--append", "abcabc");
    refused(ErrorCode.NODE_UNKNOWN, "--create", "plan[Attic]=Box");
    refused(ErrorCode.NODE_UNKNOWN, "--unset", "plan[1@0000]");
    refused(ErrorCode.NODE_UNKNOWN, "--unset", "plan[/]");
    refused(ErrorCode.NODE_BELOW_ITSELF, "--move", "plan[House]=House/Bath");
    refused(ErrorCode.POSITION_OUT_OF_RANGE, "--move", "plan[House/Bath]=/[2]");
    refused(ErrorCode.NODE_DELETED, "--restore", "plan[House]");
    refused(ErrorCode.NODE_DELETED, "--unset", "plan[House]", "--create", "plan[House]=Box");
    refused(ErrorCode.BAD_ARGUMENT, "--restore", "plan");
    refused(ErrorCode.BAD_ARGUMENT, "--mark", "bold");
    refused(ErrorCode.BAD_ARGUMENT, "--mark", "bold", "--on", "x");
    refused(ErrorCode.BAD_ARGUMENT, "--mark", "bold", "--on", "");
    refused(ErrorCode.BAD_ARGUMENT, "--mark", "bold", "--on", "bc", "--nth", "3");
    refused(ErrorCode.BAD_ARGUMENT, "--mark", "bold", "--on", "bc", "--nth", "0");
    refused(ErrorCode.BAD_ARGUMENT, "--on", "abc");
    refused(ErrorCode.BAD_ARGUMENT, "--append", "x", "--nth", "1");
    refused(ErrorCode.BAD_ARGUMENT, "--mark", "b", "--on", "a", "--on", "b");
    refused(ErrorCode.KEY_INVALID, "--mark", "k".repeat(2_000), "--on", "a");
    assertFalse(cli.ok("cat", "d", "--json").json().get("formats").has("body"));
  }

  @Test
  void a_tree_of_a_hundred_thousand_levels_is_shown() {
    int chains = 100;
    try (Replica replica = Replica.open(dir.resolve("replica"))) {
      replica.space("team").document("d").edit(tx -> chains(tx.tree("plan"), chains));
    }
    List<String> lines = cli.ok("cat", "d").out().lines().toList();
    assertEquals("plan  (tree, 100,000 nodes)", lines.get(0));
    assertEquals(chains * Limits.MAX_TREE_DEPTH + 1, lines.size());
    assertTrue(lines.get(lines.size() - 1).length() < 200, lines.get(lines.size() - 1));
    JsonNode nodes = cli.ok("cat", "d", "--json").json().at("/values/tree/plan");
    assertEquals(nodes.size() - 1, nodes.get(nodes.size() - 1).get("depth").asInt());
  }

  /** Hangs chains below each other from the last to the first, so that no move is too deep. */
  private static void chains(TreeEdit plan, int chains) {
    OpId below = null;
    for (int i = 0; i < chains; i++) {
      OpId root = plan.create(null);
      OpId at = root;
      for (int depth = 1; depth < Limits.MAX_TREE_DEPTH; depth++) {
        at = plan.create(at);
      }
      if (below != null) {
        plan.move(below, at, 0);
      }
      below = root;
    }
  }
}
