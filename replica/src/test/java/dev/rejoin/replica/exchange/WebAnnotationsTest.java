package dev.rejoin.replica.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.crdt.Op;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Annotation;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations go out as Web Annotations and come back once. */
final class WebAnnotationsTest {
  private static final String TEXT = "Kick-off on Monday 😀. Lunch on Monday.";

  @TempDir Path dir;
  private Replica replica;

  @BeforeEach
  void open() {
    replica = Replica.open(dir, o -> o.author("Ana"));
  }

  @AfterEach
  void close() {
    replica.close();
  }

  private Document document(String name) {
    Document document = replica.space("team").document(name);
    document.edit(tx -> tx.text("body").append(TEXT));
    return document;
  }

  private record Reading(WebAnnotations.Outcome outcome, List<Op> ops) {}

  private static Reading read(Document document, String json) {
    List<Reading> reading = new ArrayList<>();
    var edits = WebAnnotations.read(json, "body");
    document.edit(tx -> reading.add(new Reading(edits.apply(tx), tx.ops())));
    return reading.get(0);
  }

  private static String note(String id, String more) {
    return """
    {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "%s", "type": "Annotation", %s}
    """
        .formatted(id, more);
  }

  private static String on(String quote, String prefix) {
    return """
    "body": {"type": "TextualBody", "value": "why?"}, "target": {"source": "http://x.org/page",
     "selector": {"type": "TextQuoteSelector", "exact": "%s", "prefix": "%s"}}"""
        .formatted(quote, prefix);
  }

  private static String reply(String id, String to) {
    return note(
        id,
        "\"motivation\": \"replying\", \"bodyValue\": \"because\", \"target\": \"%s\""
            .formatted(to));
  }

  @Test
  void a_thread_goes_to_another_document_and_only_once() {
    Document one = document("one");
    Annotation made = one.annotations("body").add(12, 18, "Isn't that a holiday?");
    made.reply("No.").tag("date").resolve();
    one.annotations("body").add(19, 21, "smile");
    String page = WebAnnotations.write(one, "body");
    JsonNode json = Json.read(page);
    assertEquals("http://www.w3.org/ns/anno.jsonld", json.at("/@context/0").asText());
    assertEquals("AnnotationPage", json.get("type").asText());
    JsonNode first = json.at("/items/0");
    assertEquals("commenting", first.get("motivation").asText());
    assertEquals("Ana", first.at("/creator/name").asText());
    assertEquals("Monday", first.at("/target/selector/0/exact").asText());
    assertEquals(12, first.at("/target/selector/1/start").asInt());
    assertEquals("replying", json.at("/items/1/motivation").asText());
    assertEquals(first.get("id"), json.at("/items/1/target"));
    assertEquals(20, json.at("/items/2/target/selector/1/end").asInt(), "in code points");

    Document other = document("other");
    assertEquals(new WebAnnotations.Outcome(2, 1, List.of()), read(other, page).outcome());
    Annotation there = other.annotations("body").list().get(0);
    assertEquals(made.now().details().body(), there.body());
    assertEquals(made.created(), there.created());
    assertEquals("No.", there.replies().get(0).body());
    assertTrue(there.isResolved());
    assertEquals("[date]", there.tags().toString());
    assertEquals(12, there.start());
    assertEquals(List.of(), read(other, page).ops(), "nothing twice");
    assertEquals(List.of(), read(one, page).ops(), "nor where it comes from");
    JsonNode back = Json.read(WebAnnotations.write(other, "body"));
    assertEquals(json.get("items").size(), back.get("items").size());
    for (int i = 0; i < 3; i++) {
      assertEquals(json.at("/items/" + i + "/id"), back.at("/items/" + i + "/id"));
      assertEquals(json.at("/items/" + i + "/body"), back.at("/items/" + i + "/body"));
    }
  }

  @Test
  void what_has_no_single_place_is_kept_as_a_proposal() {
    Document document = document("d");
    String twice = note("http://x.org/1", on("Monday", ""));
    WebAnnotations.Outcome outcome = read(document, twice).outcome();
    assertEquals(0, outcome.attached());
    assertEquals("its quote is there several times", outcome.proposals().get(0).reason());
    assertEquals(0, document.annotations("body").size());
    assertEquals("Monday", WebAnnotations.proposals(document, "body").get(0).quote());
    assertEquals(List.of(), read(document, twice).ops(), "kept once");
    read(document, note("http://x.org/2", on("Friday", "")));
    read(document, note("http://x.org/3", "\"bodyValue\": \"all of it\", \"target\": \"x:page\""));
    read(document, reply("http://x.org/4", "http://x.org/nowhere"));
    assertEquals(4, WebAnnotations.proposals(document, "body").size());
    assertEquals(4, Json.read(WebAnnotations.write(document, "body")).get("items").size());

    document.edit(tx -> tx.text("body").delete(12, 18).insert(12, "Friday"));
    String page = WebAnnotations.write(document, "body");
    assertEquals(2, read(document, page).outcome().attached(), "both stand once now");
    assertEquals(2, WebAnnotations.proposals(document, "body").size());
    assertEquals("Friday", document.annotations("body").list().get(0).quote().exact());
  }

  @Test
  void the_prefix_tells_two_places_apart() {
    Document document = document("d");
    assertEquals(1, read(document, note("x:1", on("Monday", "Lunch on "))).outcome().attached());
    assertEquals(32, document.annotations("body").list().get(0).start());
    assertEquals(0, read(document, note("x:2", on("Lunch", "Kick-off "))).outcome().attached());
  }

  @Test
  void replies_may_come_before_and_after_what_they_reply_to() {
    Document document = document("d");
    String answer = reply("x:3", "x:2");
    String file =
        "[" + answer + "," + reply("x:2", "x:1") + "," + note("x:1", on("Lunch", "")) + "]";
    WebAnnotations.Outcome outcome = read(document, file).outcome();
    assertEquals(new WebAnnotations.Outcome(1, 2, List.of()), outcome);
    assertEquals(2, document.annotations("body").list().get(0).replies().size());
    String later = reply("x:9", "x:3");
    assertEquals(1, read(document, later).outcome().replies(), "to a reply that is there");
    assertEquals(3, document.annotations("body").list().get(0).replies().size());
  }

  @Test
  void bad_files_add_nothing() {
    Document document = document("d");
    String good = note("x:1", on("Lunch", ""));
    refused(document, ErrorCode.BAD_FILE, "{}");
    refused(document, ErrorCode.BAD_FILE, "[" + good + ", 1]");
    refused(document, ErrorCode.BAD_FILE, good.replace("ns/anno", "ns/other"));
    refused(document, ErrorCode.BAD_FILE, good.replace("\"Annotation\"", "\"Note\""));
    refused(document, ErrorCode.BAD_FILE, good.replace("\"why?\"", "7"));
    refused(document, ErrorCode.BAD_FILE, "[" + good + "," + good.replace("why", "how") + "]");
    refused(document, ErrorCode.BAD_FILE, note("x:1", "\"created\": \"today\"," + on("Lunch", "")));
    refused(document, ErrorCode.BAD_FILE, note("x:1", "\"target\": [\"a\", \"b\"]"));
    refused(document, ErrorCode.CYCLIC, "[" + good + "," + reply("x:2", "x:2") + "]");
    refused(
        document,
        ErrorCode.CYCLIC,
        "[" + good + "," + reply("x:2", "x:3") + "," + reply("x:3", "x:2") + "]");
    String large = good.replace("why?", "x".repeat(10_000_000));
    refused(document, ErrorCode.VALUE_TOO_LARGE, "[" + reply("x:2", "x:1") + "," + large + "]");
    assertEquals(0, document.annotations("body").size());
    assertEquals(1, document.roots().size());
  }

  private static void refused(Document document, ErrorCode code, String json) {
    RejoinException refused = assertThrows(RejoinException.class, () -> read(document, json));
    assertEquals(code, refused.code(), refused.getMessage());
  }

  @Test
  void comments_are_footnotes_in_markdown() {
    Document document = document("d");
    document.annotations("body").add(12, 18, "Isn't *that* a holiday?").reply("No.");
    document.annotations("body").add(0, 18, "Good.");
    assertEquals(
        """
        Kick-off on Monday[^1][^2] 😀. Lunch on Monday.

        [^1]: **Ana**: Good.
            on “Kick-off on Monday”

        [^2]: **Ana**: Isn't \\*that\\* a holiday?
            on “Monday”
            - **Ana**: No.

        """,
        MarkdownExchange.writeWithComments(document, "body"));
  }
}
