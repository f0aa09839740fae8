package dev.rejoin.replica.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.ListEdit;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON says what a document shows, and makes another one show it. */
final class JsonExchangeTest {
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
    return replica.space("team").document(name);
  }

  /** Reads a file, and returns the ops that it took. */
  private static List<Op> read(Document document, String json) {
    List<Op> ops = new ArrayList<>();
    var edits = JsonExchange.read(json);
    document.edit(
        tx -> {
          edits.accept(tx);
          ops.addAll(tx.ops());
        });
    return ops;
  }

  @Test
  void random_documents_go_out_and_come_back() {
    for (long seed = 0; seed < 150; seed++) {
      SortedMap<String, List<Content>> wanted = new RandomContent(seed).document();
      Document one = document("one" + seed);
      one.edit(tx -> ContentMerge.roots(tx, wanted));
      String json = JsonExchange.write(one);
      Document other = document("other" + seed);
      read(other, json);
      assertEquals(ContentReader.document(one), ContentReader.document(other), "seed " + seed);
      assertEquals(json, JsonExchange.write(other), "seed " + seed);
      assertEquals(List.of(), read(other, json), "seed " + seed);
    }
  }

  @Test
  void a_document_becomes_any_other_one() {
    for (long seed = 1000; seed < 1150; seed++) {
      Document document = document("d" + seed);
      RandomContent random = new RandomContent(seed);
      for (int round = 0; round < 4; round++) {
        SortedMap<String, List<Content>> wanted = random.document();
        document.edit(tx -> ContentMerge.roots(tx, wanted));
        SortedMap<String, List<Content>> shown = ContentReader.document(document);
        String at = "seed " + seed + " round " + round;
        wanted.forEach(
            (name, all) ->
                all.stream()
                    .filter(content -> !isEmpty(content))
                    .forEach(c -> assertTrue(shown.get(name).contains(c), at + " " + c)));
      }
    }
  }

  /** A container directly in the document that nobody wrote to is not there. */
  private static boolean isEmpty(Content content) {
    return content.equals(new Content.Count(0))
        || content instanceof Content.Text text && text.text().text().isEmpty()
        || content instanceof Content.Entries map && map.entries().isEmpty()
        || content instanceof Content.Items list && list.items().isEmpty()
        || content instanceof Content.Elements set && set.elements().isEmpty()
        || content instanceof Content.Nodes tree && tree.nodes().isEmpty();
  }

  @Test
  void what_is_written_is_easy_to_read() {
    Document document = document("minutes");
    document.edit(
        tx -> {
          tx.text("body").append("Kick-off").mark(0, 4, "bold", Value.of(true), expandAfter());
          tx.map("meta").put("room", 4).text("note").append("hi");
          tx.set("tags").add("urgent");
          tx.counter("views").add(2);
          tx.list("items").add("milk").add(1.5);
          tx.register("state").put("draft");
          tx.map("odd").put("$text", "no text");
          TreeEdit plan = tx.tree("plan");
          plan.data(plan.create(plan.create(null, 0), 0)).put("title", "Kitchen");
        });
    assertEquals(
        """
        {
          "body" : {
            "$text" : [
              {
                "text" : "Kick",
                "formats" : {
                  "bold" : true
                }
              },
              "-off"
            ]
          },
          "items" : [
            "milk",
            1.5
          ],
          "meta" : {
            "note" : {
              "$text" : "hi"
            },
            "room" : 4
          },
          "odd" : {
            "$map" : {
              "$text" : "no text"
            }
          },
          "plan" : {
            "$tree" : [
              {
                "depth" : 0,
                "data" : { }
              },
              {
                "depth" : 1,
                "data" : {
                  "title" : "Kitchen"
                }
              }
            ]
          },
          "state" : "draft",
          "tags" : {
            "$set" : [
              "urgent"
            ]
          },
          "views" : {
            "$counter" : 2
          }
        }
        """,
        JsonExchange.write(document));
  }

  private static Expand expandAfter() {
    return RichTextMerge.expand("bold");
  }

  @Test
  void only_what_differs_is_edited() {
    Document document = document("d");
    read(
        document,
        """
        {"body": {"$text": "one two three\\nfour\\nfive"}, "list": ["a", "b", {"k": 1}, "c"],
         "meta": {"a": 1, "b": 2}, "tags": {"$set": ["x", "y"]}, "n": {"$counter": 5}}
        """);
    OpId element = document.list("list").element(2);
    List<Op> ops =
        read(
            document,
            """
            {"body": {"$text": "one 2 three\\nfour\\nfive"}, "list": ["a", {"k": 2}, "c", "d"],
             "meta": {"a": 1, "c": 3}, "tags": {"$set": ["y", "z"]}, "n": {"$counter": 4}}
            """);
    assertEquals("one 2 three\nfour\nfive", document.text("body").content());
    assertEquals(element, document.list("list").element(1), "the map in the list is the same one");
    assertEquals(10, ops.size(), ops.toString());
  }

  @Test
  void nodes_that_stay_are_the_same_nodes() {
    Document document = document("d");
    read(
        document,
        """
        {"plan": {"$tree": [{"depth": 0, "data": {"t": "house"}}, {"depth": 1, "data": {"t": "a"}},
         {"depth": 1, "data": {"t": "b"}}, {"depth": 0, "data": {"t": "garden"}}]}}
        """);
    List<OpId> before = ids(document);
    read(
        document,
        """
        {"plan": {"$tree": [{"depth": 0, "data": {"t": "new"}}, {"depth": 0, "data": {"t": "house"}},
         {"depth": 1, "data": {"t": "b"}}, {"depth": 0, "data": {"t": "park"}}]}}
        """);
    List<OpId> after = ids(document);
    assertEquals(before.get(0), after.get(1), "house");
    assertEquals(before.get(2), after.get(2), "b");
    assertEquals(before.get(3), after.get(3), "the garden that is a park now");
  }

  private static List<OpId> ids(Document document) {
    List<OpId> ids = new ArrayList<>();
    document.tree("plan").walk().forEachRemaining(ids::add);
    return ids;
  }

  @Test
  void what_others_wrote_at_the_same_time_stays() {
    Document document = document("d");
    read(document, "{\"list\": [1, 2, 3], \"other\": {\"$text\": \"kept\"}}");
    document.edit(tx -> tx.list("list").insertAll(3, List.of(Value.of(4))));
    ListEdit[] seen = new ListEdit[1];
    document.edit(tx -> seen[0] = tx.list("list"));
    read(document, "{\"list\": [1, 3, 4]}");
    assertEquals("kept", document.text("other").content(), "a file says nothing about others");
    assertEquals(3, document.list("list").size());
    assertThrows(IllegalStateException.class, () -> seen[0].size());
  }

  @Test
  void what_is_written_is_one_moment() throws InterruptedException {
    Document document = document("d");
    Thread other = new Thread(() -> document.edit(tx -> tx.counter("n").add(1)));
    document.together(
        () -> {
          other.start();
          while (other.getState() != Thread.State.WAITING && other.isAlive()) {
            Thread.onSpinWait();
          }
          assertTrue(other.isAlive(), "an edit waits until all has been read");
          return document.counter("n").total();
        });
    other.join();
    assertEquals(1, document.counter("n").total());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | BAD_FILE | empty",
        "[1] | BAD_FILE | the top",
        "{\"a\":1 | BAD_FILE | line 1",
        "{\"a\":1} x | BAD_FILE | line 1",
        "{\"a\":1,\"a\":2} | BAD_FILE | Duplicate",
        "{\"a\":{\"$what\":1}} | BAD_FILE | /a: $what is not known",
        "{\"a\":{\"$set\":[[]]}} | NOT_A_VALUE | /a/$set",
        "{\"a\":[null]} | NOT_A_VALUE | /a/0",
        "{\"a\":99999999999999999999} | NOT_A_VALUE | /a",
        "{\"a\":1e999} | NOT_A_VALUE | /a",
        "{\"a\":{\"$counter\":1.5}} | NOT_A_VALUE | /a/$counter",
        "{\"a\":{\"$bytes\":\"%%\"}} | BAD_FILE | base64",
        "{\"a\":{\"$text\":[1]}} | BAD_FILE | /a/$text",
        "{\"a\":{\"$tree\":[{\"depth\":1}]}} | BAD_FILE | /a/$tree/0",
        "{\"a\":{\"$kinds\":[1,2]}} | BAD_FILE | different kinds",
        "{\"a\":\"\\ud800\"} | LONE_SURROGATE | /a",
        "{\"\":1} | KEY_INVALID | 1..1024",
      })
  void bad_files_change_nothing(String json, ErrorCode code, String says) {
    Document document = document("d");
    RejoinException refused =
        assertThrows(RejoinException.class, () -> read(document, json == null ? "" : json));
    assertEquals(code, refused.code(), refused.getMessage());
    assertTrue(refused.getMessage().contains(says), refused.getMessage());
    assertTrue(document.roots().isEmpty());
  }

  @Test
  void too_deep_and_too_large_is_refused() {
    Document document = document("d");
    for (int depth : new int[] {65, 500, 100_000}) {
      String deep = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
      RejoinException refused = assertThrows(RejoinException.class, () -> read(document, deep));
      assertEquals(ErrorCode.NESTING_TOO_DEEP, refused.code(), refused.getMessage());
    }
    String large = "{\"ok\":1,\"a\":\"" + "x".repeat(10_000_000) + "\"}";
    RejoinException refused = assertThrows(RejoinException.class, () -> read(document, large));
    assertEquals(ErrorCode.VALUE_TOO_LARGE, refused.code());
    assertTrue(document.roots().isEmpty(), "not even what stands before it");
    read(document, "{\"a\":{\"$text\":\"" + "x".repeat(10_000_000) + "\"}}");
    assertEquals(10_000_000, document.text("a").length());
    String more = "{\"b\":1,\"a\":{\"$text\":\"" + "y".repeat(17_000_000) + "\"}}";
    refused = assertThrows(RejoinException.class, () -> read(document, more));
    assertEquals(ErrorCode.TRANSACTION_TOO_LARGE, refused.code());
    assertFalse(document.register("b").value().isPresent());
    assertEquals(10_000_000, document.text("a").length());
  }
}
