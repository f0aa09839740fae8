package dev.rejoin.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents go into files of other formats, and files become documents. */
final class ExchangeVerbsTest {
  @TempDir Path dir;
  private Cli cli;

  @BeforeEach
  void makeReplica() {
    cli = Cli.at(dir.resolve("replica"));
    cli.ok("init");
    cli.ok("space", "create", "team");
  }

  private String file(String name, String content) throws IOException {
    Path file = dir.resolve(name);
    Files.writeString(file, content);
    return file.toString();
  }

  private int changes(String document) {
    return cli.ok("history", document, "--json").json().get("total").asInt();
  }

  @Test
  void markdown_becomes_a_document_and_markdown_again() throws IOException {
    String page = "# Minutes\n\nKick-off on **Monday**.\n\n- milk\n- [ ] tea\n";
    String file = file("minutes.md", page);
    JsonNode done = cli.ok("import", "--format", "md", file, "--json").json();
    assertEquals("minutes", done.get("document").asText(), "named like the file");
    assertTrue(done.get("changed").asBoolean());
    assertEquals(
        "Minutes\nKick-off on Monday.\nmilk\n[ ] tea", cli.ok("cat", "minutes:body").out());
    assertEquals(page, cli.ok("export", "minutes", "--format", "md").out());
    Path out = dir.resolve("out.md");
    cli.ok("export", "minutes", "--format", "md", "-o", out.toString());
    assertEquals(page, Files.readString(out));
    assertTrue(
        cli.ok("export", "minutes", "--format", "html").out().contains("<strong>Monday</strong>"));
    JsonNode again = cli.ok("import", "--format", "md", file, "--json").json();
    assertFalse(again.get("changed").asBoolean());
    assertEquals(1, changes("minutes"));
    Files.writeString(Path.of(file), page.replace("Monday", "Tuesday"));
    JsonNode summary = cli.ok("import", "--format", "md", file, "--json").json().get("summary");
    assertEquals(7, summary.get("inserted").asInt(), "only the other day");
    assertEquals(6, summary.get("deleted").asInt());
  }

  @Test
  void a_dry_run_tells_what_would_change_and_changes_nothing() throws IOException {
    String file = file("d.txt", "one\ntwo\n");
    String plan = cli.ok("import", "--format", "text", file, "--dry-run").err();
    assertEquals("d  would change: +8 −0\n", plan);
    assertEquals("", cli.ok("docs").out());
    cli.ok("import", "--format", "text", file);
    assertEquals("one\ntwo\n", cli.ok("export", "d", "--format", "text").out());
    plan = cli.ok("import", "--format", "text", file, "--dry-run").err();
    assertEquals("d  would change nothing\n", plan);
    assertEquals("d  says that already\n", cli.ok("import", "--format", "text", file).err());
  }

  @Test
  void json_carries_all_of_a_document() throws IOException {
    cli.ok(
        "edit",
        "d",
        "--append",
        "hello",
        "--put",
        "meta.room=4",
        "--add",
        "tags=x",
        "--incr",
        "views=2",
        "--put",
        "state=draft");
    String json = cli.ok("export", "d", "--format", "json").out();
    cli.ok("import", "--format", "json", file("copy.json", json));
    assertEquals(json, cli.ok("export", "copy", "--format", "json").out());
    assertEquals(
        cli.ok("cat", "d", "--json").json().get("values"),
        cli.ok("cat", "copy", "--json").json().get("values"));
    cli.typing(json.replace("\"draft\"", "\"final\""));
    cli.ok("import", "--format", "json", "-", "--as", "d", "-m", "from a file");
    assertEquals("final\n", cli.ok("cat", "d:state").out());
    JsonNode newest = cli.ok("history", "d", "--json", "-n", "1").json().at("/changes/0");
    assertEquals("from a file", newest.get("message").asText());
    assertEquals(1, newest.at("/summary/fields").asInt());
    assertEquals(0, newest.at("/summary/inserted").asInt());
  }

  @Test
  void history_is_one_line_for_each_change() throws IOException {
    cli.ok("edit", "d", "-m", "first", "--append", "a");
    cli.ok("edit", "d", "-m", "second", "--append", "b");
    List<String> lines = cli.ok("export", "d", "--format", "jsonl-history").out().lines().toList();
    assertEquals(2, lines.size());
    JsonNode second = Json.MAPPER.readTree(lines.get(1));
    assertEquals("second", second.get("message").asText());
    assertEquals(1, second.at("/summary/inserted").asInt());
  }

  @Test
  void annotations_come_from_a_file_once_or_wait_as_proposals() throws IOException {
    cli.ok("edit", "d", "--append", "Kick-off on Monday. Lunch on Monday.");
    String note =
        """
        {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:x:%d", "type": "Annotation",
         "body": {"type": "TextualBody", "value": "why?"}, "creator": {"name": "Ben"},
         "target": {"source": "http://example.org/page",
           "selector": {"type": "TextQuoteSelector", "exact": "%s"}}}
        """;
    String both = "[" + note.formatted(1, "Lunch") + "," + note.formatted(2, "Monday") + "]";
    String file = file("notes.jsonld", both);
    String plan = cli.ok("import", "--format", "w3c", file, "--as", "d", "--dry-run").err();
    assertTrue(plan.startsWith("d  would change: 1 annotation, 0 replies, 1 proposal\n"), plan);
    assertEquals(1, changes("d"));
    JsonNode done = cli.ok("import", "--format", "w3c", file, "--as", "d", "--json").json();
    assertEquals(1, done.at("/annotations/attached").asInt());
    assertEquals("urn:x:2", done.at("/annotations/proposals/0/id").asText());
    assertFalse(
        cli.ok("import", "--format", "w3c", file, "--as", "d", "--json")
            .json()
            .get("changed")
            .asBoolean());
    JsonNode page = Json.MAPPER.readTree(cli.ok("export", "d", "--format", "w3c").out());
    assertEquals(2, page.get("items").size());
    assertEquals("urn:x:1", page.at("/items/0/id").asText());
    String markdown = cli.ok("export", "d", "--format", "md+comments").out();
    assertTrue(markdown.startsWith("Kick-off on Monday. Lunch[^1] on Monday.\n"), markdown);
    assertTrue(markdown.contains("[^1]: **Ben**: why?"), markdown);
    String circle = note.formatted(3, "Lunch").replace("\"target\"", "\"x\"");
    circle = circle.replaceFirst("\\{", "{\"motivation\":\"replying\",\"target\":\"urn:x:3\",");
    refused("RJ-2153", "import", "--format", "w3c", file("c.json", circle), "--as", "d");
  }

  @Test
  void bad_files_say_what_is_wrong_and_leave_everything_as_it_was() throws IOException {
    cli.ok("edit", "d", "--append", "kept", "--put", "meta.a=1");
    refused("RJ-2107", "import", "--format", "md", dir.resolve("absent.md").toString());
    refused("RJ-2107", "import", "--format", "md", dir.toString(), "--as", "d");
    Path latin = dir.resolve("latin.txt");
    Files.write(latin, "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
    refused("RJ-2150", "import", "--format", "text", latin.toString(), "--as", "d");
    String bad = file("bad.json", "{\"meta\": {\"a\": 2},\n \"x\": }");
    assertTrue(
        refused("RJ-2151", "import", "--format", "json", bad, "--as", "d").contains("line 2"));
    String wrong = file("wrong.json", "{\"meta\": {\"a\": 2}, \"z\": {\"$set\": [[]]}}");
    assertTrue(
        refused("RJ-2105", "import", "--format", "json", wrong, "--as", "d").contains("/z/$set"));
    String deep = file("deep.json", "{\"meta\": {\"a\": 2}, \"z\": " + "[".repeat(1_000_000));
    refused("RJ-1408", "import", "--format", "json", deep, "--as", "d");
    String large = file("l.json", "{\"meta\":{\"a\":2},\"z\":\"" + "x".repeat(10_000_000) + "\"}");
    refused("RJ-1405", "import", "--format", "json", large, "--as", "d");
    refused("RJ-2106", "import", "--format", "html", bad);
    refused("RJ-2106", "import", "--format", "text", "-");
    refused("RJ-2106", "export", "d", "--format", "md", "--key", "meta");
    refused("RJ-2008", "export", "absent", "--format", "json");
    refused("RJ-2107", "export", "d", "--format", "json", "-o", dir.resolve("no/dir").toString());
    assertEquals(1, changes("d"));
    assertEquals("1\n", cli.ok("cat", "d:meta.a").out());
    assertEquals("d\n", cli.ok("docs").out());
  }

  private String refused(String code, String... arguments) {
    Cli.Result result = cli.run(arguments);
    assertTrue(result.exit() != 0, result.toString());
    assertTrue(result.err().startsWith(code + " "), result.toString());
    return result.err();
  }
}
