package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.schema.Lens;
import dev.rejoin.replica.schema.Problem;
import dev.rejoin.replica.schema.Records;
import dev.rejoin.replica.schema.Schema;
import dev.rejoin.replica.schema.SchemaBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a schema refuses here, and what it tells about the edits of others. */
final class SchemaTest {
  enum State {
    OPEN,
    DONE
  }

  record Place(String town, Optional<String> street) {}

  record Reading(String meter, double kwh, List<String> photos, Place place) {}

  private static final Reading READING =
      new Reading("4711", 8123.4, List.of("a.jpg"), new Place("Ulm", Optional.empty()));

  private static SchemaBuilder builder() {
    return Schema.named("meter round")
        .version(3)
        .minReader(2)
        .minWriter(3)
        .map("meter/*", Reading.class)
        .map("free")
        .text("notes")
        .field("state", State.class)
        .set("tags", String.class)
        .list("order", Long.class)
        .list("stops", Place.class)
        .counter("views")
        .tree("outline");
  }

  @TempDir Path dir;

  @Test
  void edits_that_fit_are_taken() {
    try (Replica me = Replica.open(dir)) {
      Schema schema = builder().build();
      Document round = me.space("team").document("round", schema);
      round.edit(
          tx -> {
            tx.map("meter/4711").putAll(schema.type(Reading.class).content(READING));
            tx.map("free").put("x", 1).map("y").put("z", true);
            tx.text("notes").append("dog!");
            tx.register("state").put("OPEN");
            tx.set("tags").add("north");
            tx.list("order").add(7);
            tx.list("stops").insertMap(0).put("town", "Ulm");
            tx.counter("views").add(1);
            tx.map("meter/4711").map("place").put("street", "Main").remove("street");
          });
      assertEquals(READING, round.map("meter/4711").as(Reading.class));
      assertEquals(List.of(), round.schema().problems());
      assertEquals(3, round.history().entries().get(0).change().schema().version());
      assertEquals(Optional.of(schema), round.schema().schema());
    }
  }

  @Test
  void edits_that_do_not_fit_are_refused_and_leave_nothing() {
    try (Replica me = Replica.open(dir)) {
      Document round = me.space("team").document("round", builder().build());
      round.edit(tx -> tx.text("notes").append("x"));
      String digest = round.digest();
      refuse(
          round,
          "meter/1.kwh: expected Double, found text 'many'",
          t -> meter(t).put("kwh", "many"));
      refuse(round, "meter/1.kWh: the schema has no such field", t -> meter(t).put("kWh", 1.0));
      refuse(round, "meter/1.photos: expected a nested LIST", t -> meter(t).put("photos", 1));
      refuse(round, "meter/1.photos", t -> meter(t).set("photos").add("x"));
      refuse(round, "meter/1.photos: expected String", t -> meter(t).list("photos").add(5));
      refuse(
          round, "meter/1.place.town: expected String", t -> meter(t).map("place").put("town", 1));
      refuse(round, "meter/1.place: expected a nested MAP", t -> meter(t).put("place", "Ulm"));
      refuse(round, "state: expected one of [OPEN, DONE]", t -> t.register("state").put("LATE"));
      refuse(round, "tags: expected String, found 5", t -> t.set("tags").add(Value.of(5)));
      refuse(round, "order: expected Long, found text", t -> t.list("order").add("first"));
      refuse(round, "stops: expected a nested MAP", t -> t.list("stops").add("Ulm"));
      refuse(round, "town: expected String", t -> t.list("stops").insertMap(0).put("town", 1));
      refuse(round, "other: the schema has no such map", t -> t.map("other").put("x", 1));
      refuse(round, "meter/1/2: the schema has no such map", t -> t.map("meter/1/2").put("x", 1));
      refuse(round, "notes: the schema has no such map", t -> t.map("notes").put("x", 1));
      assertEquals(digest, round.digest());
      assertEquals(1, round.history().entries().size());
    }
  }

  private static dev.rejoin.crdt.MapEdit meter(DocumentEdit tx) {
    return tx.map("meter/1");
  }

  private static void refuse(Document round, String part, Consumer<DocumentEdit> edit) {
    RejoinException refused =
        assertThrows(
            RejoinException.class,
            () ->
                round.edit(
                    tx -> {
                      tx.text("notes").append("and");
                      edit.accept(tx);
                    }));
    assertEquals(ErrorCode.SCHEMA_MISMATCH, refused.code());
    assertTrue(refused.getMessage().contains(part), refused::getMessage);
    assertTrue(refused.getMessage().contains("schema 'meter round' version 3"));
  }

  @Test
  void what_others_wrote_is_shown_as_a_problem_and_stays() {
    try (Replica ana = Replica.open(dir.resolve("ana"));
        Replica ben = Replica.open(dir.resolve("ben"))) {
      Document plain = ana.space(Carrier.SPACE).document("round");
      plain.edit(
          tx -> {
            tx.map("meter/1").put("meter", "1").put("kwh", "many").put("place", "Ulm");
            tx.map("meter/2").putAll(Records.of(READING)).put("later", 1);
            tx.register("state").put("LATE");
            tx.set("tags").add(Value.of(5)).add("north");
            tx.list("stops").add("Ulm").insertMap(1).put("street", "Main");
            tx.counter("mileage").add(5);
          });
      Carrier.join(ana, ben);
      Schema schema = builder().build();
      Document typed = ben.existingSpace(Carrier.SPACE).document("round", schema);
      List<Problem> problems = typed.schema().problems();
      assertEquals(
          List.of(
              "meter/1.kwh",
              "meter/1.place.town",
              "meter/1.place.street",
              "mileage",
              "state",
              "stops[0]",
              "stops[1].town",
              "tags"),
          problems.stream().map(Problem::path).toList());
      assertEquals(ErrorCode.SCHEMA_MISMATCH, problems.get(1).code());
      assertEquals(
          "field 'place.town': expected a map under 'place', found text 'Ulm'",
          problems.get(1).message());
      assertEquals(READING, typed.map("meter/2").as(Reading.class));
      assertThrows(RejoinException.class, () -> typed.map("meter/1").as(Reading.class));
      typed.edit(tx -> tx.map("meter/1").put("kwh", 7.5));
      assertEquals(Optional.of(Value.of("Ulm")), typed.map("meter/1").get("place"));
      assertEquals(List.of(), plain.schema().problems());
    }
  }

  @Test
  void an_open_schema_judges_only_what_it_declares() {
    try (Replica me = Replica.open(dir)) {
      Document round = me.space("team").document("round", builder().open().build());
      round.edit(tx -> tx.map("other").put("x", 1));
      assertEquals(List.of(), round.schema().problems());
      assertThrows(RejoinException.class, () -> round.edit(tx -> tx.register("state").put("LATE")));
    }
  }

  @Test
  void an_undo_brings_back_what_was_there_before_the_schema() {
    try (Replica me = Replica.open(dir)) {
      Document round = me.space("team").document("round");
      round.edit(tx -> tx.register("state").put("LATE"));
      round.edit("tidy", tx -> tx.register("state").clear());
      me.space("team").document("round", builder().build());
      round.undo(me.author()).undo();
      assertEquals(Optional.of(Value.of("LATE")), round.register("state").value());
      assertEquals(1, round.schema().problems().size());
    }
  }

  @Test
  void a_document_is_open_with_one_schema() {
    try (Replica me = Replica.open(dir)) {
      Schema schema = builder().build();
      Space team = me.space("team");
      team.document("round", schema);
      team.document("round", schema);
      RejoinException other =
          assertThrows(
              RejoinException.class, () -> team.document("round", builder().version(4).build()));
      assertEquals(ErrorCode.BAD_SCHEMA, other.code());
      assertTrue(other.getMessage().contains("version 3"), other::getMessage);
    }
  }

  record Tariff(String name, String price, Optional<Long> cents, List<String> zones) {}

  /** A default belongs to the version that added the field; later lenses look at it as well. */
  @Test
  void defaults_go_through_the_lenses_that_follow() {
    try (Replica me = Replica.open(dir)) {
      Schema schema =
          Schema.named("tariffs")
              .version(3)
              .map("tariff", Tariff.class)
              .since(
                  2,
                  "tariff",
                  Lens.add("amount", 5L),
                  Lens.add("cents", Optional.of(7)),
                  Lens.add("zones", List.of()))
              .since(
                  3,
                  "tariff",
                  Lens.rename("amount", "price"),
                  Lens.convert("price", Long.class, String.class, String::valueOf, Long::valueOf),
                  Lens.convert(
                      "cents", Integer.class, Long.class, Integer::longValue, Long::intValue))
              .build();
      Document tariffs = me.space("team").document("tariffs", schema);
      tariffs.edit(tx -> tx.map("tariff").put("name", "night"));
      Tariff read = tariffs.map("tariff").as(Tariff.class);
      assertEquals(new Tariff("night", "5", Optional.of(7L), List.of()), read);
      tariffs.edit(
          tx ->
              schema
                  .type(Tariff.class)
                  .update(
                      tx.map("tariff"),
                      t -> new Tariff(t.name, "9", Optional.empty(), List.of("a"))));
      assertEquals(Optional.of(Value.of(9)), tariffs.map("tariff").get("amount"));
      assertEquals("9", tariffs.map("tariff").as(Tariff.class).price());
    }
  }

  record Loop(Loop again) {}

  record Odd(Thread thread) {}

  @Test
  void a_schema_that_contradicts_itself_is_refused() {
    bad("'notes' is declared twice", builder().map("notes"));
    bad("min_writer must be 0..3, the version, not 4", builder().minWriter(4));
    bad("min_reader must be 0..3, the version, not 4", builder().minReader(4));
    bad("below min_reader", builder().minReader(3).minWriter(2));
    bad("version must be 1..1000000, not 0", builder().version(0));
    bad("version must be 1..1000000, not 1000001", builder().version(1_000_001));
    bad("needs a name", Schema.named(" ").text("x"));
    bad("a container needs a name", builder().text(""));
    bad("contains itself", builder().map("loop", Loop.class));
    bad("'thread' of Odd has a type that cannot be kept", builder().map("odd", Odd.class));
    bad("'odd' cannot hold a java.lang.Thread", builder().field("odd", Thread.class));
    bad("'odd' cannot hold a", builder().set("odd", Place.class));
  }

  @Test
  void lenses_that_contradict_themselves_are_refused() {
    String meters = "meter/*";
    bad("lenses go from version to version", builder().version(4).since(2).since(4));
    bad("lenses end at version 2 of 3", builder().since(2, meters, Lens.drop("x")));
    bad("since(4) in a schema of version 3", builder().since(4));
    bad("since(1) in a schema", builder().since(1));
    bad("a lens on 'notes', where no record", builder().since(3, "notes", Lens.drop("x")));
    bad("lenses end in 'kw', which Reading", builder().since(3, meters, Lens.rename("old", "kw")));
    bad("'kwh', which a lens took away", builder().since(3, meters, Lens.drop("kwh")));
    bad("the default of 'kwh' is no Double", builder().since(3, meters, Lens.add("kwh", "none")));
    bad(
        "does not end in Double",
        builder()
            .since(
                3, meters, Lens.convert("kwh", String.class, Long.class, Long::valueOf, l -> "")));
    bad(
        "another version used",
        builder().since(3, meters, Lens.drop("a"), Lens.rename("meter", "a")));
    bad("is no list", builder().since(3, meters, Lens.spread("a", "kwh")));
    bad("'place' treats it as a value", builder().since(3, meters, Lens.add("place", "Ulm")));
    bad("'photos' is not empty", builder().since(3, meters, Lens.add("photos", List.of("x"))));
    bad(
        "'kwh' does not go on where the last ended",
        builder()
            .since(
                3,
                meters,
                Lens.convert("kwh", String.class, Double.class, Double::valueOf, String::valueOf),
                Lens.convert("kwh", Long.class, Double.class, l -> 0.0, d -> 0L)));
    bad(
        "has lenses and is used elsewhere",
        builder().map("again", Reading.class).since(3, meters, Lens.drop("old")));
  }

  private static void bad(String part, SchemaBuilder builder) {
    RejoinException bad = assertThrows(RejoinException.class, builder::build);
    assertEquals(ErrorCode.BAD_SCHEMA, bad.code());
    assertTrue(bad.getMessage().contains(part), bad::getMessage);
  }
}
