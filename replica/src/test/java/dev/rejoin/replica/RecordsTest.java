package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.schema.Records;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records as maps, without a schema. */
final class RecordsTest {
  enum State {
    OPEN,
    DONE
  }

  record Address(String street, Optional<String> door) {}

  record Reading(String meter, double kwh, String takenBy) {}

  record Job(
      String title,
      long number,
      int room,
      float share,
      boolean urgent,
      State state,
      Instant made,
      LocalDate due,
      BigDecimal price,
      Optional<String> note,
      List<String> tags,
      Set<Integer> rooms,
      Address address,
      Optional<Address> other,
      Value any) {}

  private static final Job JOB =
      new Job(
          "paint",
          1L << 40,
          7,
          0.5f,
          true,
          State.OPEN,
          Instant.ofEpochSecond(1_795_000_000),
          LocalDate.of(2026, 11, 21),
          new BigDecimal("12.50"),
          Optional.empty(),
          List.of("a", "b", "a"),
          Set.of(3),
          new Address("Main", Optional.of("4b")),
          Optional.empty(),
          Value.of(true));

  @TempDir Path dir;

  @Test
  void a_record_comes_back_as_it_was() {
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("jobs");
      doc.edit(tx -> tx.map("job").putAll(Records.of(JOB)));
      assertEquals(JOB, doc.map("job").as(Job.class));
      assertEquals(Optional.of(JOB), doc.map("job").find(Job.class));
      assertEquals(Optional.empty(), doc.map("none").find(Job.class));
      assertEquals(Optional.of(Value.of("OPEN")), doc.map("job").get("state"));
      assertEquals(Optional.of(Value.of("12.50")), doc.map("job").get("price"));
      assertEquals(Optional.of(Value.of("4b")), doc.map("job").map("address").get("door"));
      assertEquals(Optional.empty(), doc.map("job").get("note"));
    }
  }

  @Test
  void an_update_writes_what_changed_and_nothing_else() {
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("jobs");
      doc.edit("make", tx -> tx.map("job").putAll(Records.of(JOB)).put("later", "kept"));
      doc.edit(
          "note",
          tx ->
              Records.update(
                  tx.map("job"),
                  Job.class,
                  job -> changed(job, Optional.of("wet"), List.of("a", "c", "b", "a"))));
      assertEquals(
          changed(JOB, Optional.of("wet"), List.of("a", "c", "b", "a")),
          doc.map("job").as(Job.class));
      var history = doc.history().entries();
      assertEquals(2, history.get(history.size() - 1).change().ops().size(), "note and one tag");
      doc.edit(
          "nothing",
          tx ->
              Records.update(
                  tx.map("job"), Job.class, java.util.function.UnaryOperator.identity()));
      assertEquals(history.size(), doc.history().entries().size());
      doc.edit("no note", tx -> Records.update(tx.map("job"), Job.class, RecordsTest::without));
      assertEquals(Optional.empty(), doc.map("job").get("note"));
      assertEquals(Optional.of(Value.of("kept")), doc.map("job").get("later"));
    }
  }

  private static Job without(Job job) {
    return changed(job, Optional.empty(), List.of());
  }

  private static Job changed(Job job, Optional<String> note, List<String> tags) {
    return new Job(
        job.title,
        job.number,
        job.room,
        job.share,
        job.urgent,
        job.state,
        job.made,
        job.due,
        job.price,
        note,
        tags,
        job.rooms,
        job.address,
        job.other,
        job.any);
  }

  @Test
  void edits_of_different_fields_made_apart_merge() {
    try (Replica ana = Replica.open(dir.resolve("ana"));
        Replica ben = Replica.open(dir.resolve("ben"))) {
      Document here = ana.space(Carrier.SPACE).document("round");
      here.edit(tx -> tx.map("meter/1").putAll(Records.of(new Reading("1", 10, "Ana"))));
      Carrier.join(ana, ben);
      Document there = ben.existingSpace(Carrier.SPACE).document("round");
      here.edit(tx -> update(tx, r -> new Reading(r.meter, 11, r.takenBy)));
      there.edit(tx -> update(tx, r -> new Reading(r.meter, r.kwh, "Ben")));
      Carrier.swap(ana, ben);
      assertEquals(new Reading("1", 11, "Ben"), here.map("meter/1").as(Reading.class));
      assertEquals(here.digest(), there.digest());
    }
  }

  private static void update(
      dev.rejoin.crdt.DocumentEdit tx, java.util.function.UnaryOperator<Reading> change) {
    Records.update(tx.map("meter/1"), Reading.class, change);
  }

  @Test
  void what_is_missing_or_of_another_type_is_named() {
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("round");
      doc.edit(tx -> tx.map("m").put("meter", "1").put("takenBy", "Ana"));
      RejoinException missing =
          assertThrows(RejoinException.class, () -> doc.map("m").as(Reading.class));
      assertEquals(ErrorCode.FIELD_MISSING, missing.code());
      assertTrue(missing.getMessage().contains("'kwh'"), missing::getMessage);
      doc.edit(tx -> tx.map("m").put("kwh", "many"));
      RejoinException wrong =
          assertThrows(RejoinException.class, () -> doc.map("m").as(Reading.class));
      assertEquals(ErrorCode.SCHEMA_MISMATCH, wrong.code());
      assertTrue(wrong.getMessage().contains("field 'kwh': expected Double"), wrong::getMessage);
      doc.edit(tx -> tx.map("m").put("kwh", 5));
      assertEquals(5.0, doc.map("m").as(Reading.class).kwh(), "a whole number is a number");
    }
  }

  record Loop(String name, Optional<Loop> next) {}

  record Odd(Map<String, String> names) {}

  record Deep(Optional<List<String>> names) {}

  record Empty() {}

  @Test
  void types_that_cannot_be_kept_are_refused() {
    assertBad("contains itself", Loop.class);
    assertBad("'names' of Odd has a type that cannot be kept", Odd.class);
    assertBad("'names' of Deep has a type that cannot be kept", Deep.class);
    assertBad("no record with components", Empty.class);
  }

  private static void assertBad(String part, Class<? extends Record> type) {
    RejoinException bad = assertThrows(RejoinException.class, () -> Records.type(type));
    assertEquals(ErrorCode.BAD_SCHEMA, bad.code());
    assertTrue(bad.getMessage().contains(part), bad::getMessage);
  }

  @Test
  void a_null_component_leaves_the_document_as_it_was() {
    try (Replica me = Replica.open(dir)) {
      Document doc = me.space("team").document("round");
      Reading without = new Reading("1", 1, null);
      RejoinException refused =
          assertThrows(
              RejoinException.class, () -> doc.edit(tx -> tx.map("m").putAll(Records.of(without))));
      assertEquals(ErrorCode.SCHEMA_MISMATCH, refused.code());
      assertTrue(refused.getMessage().contains("'takenBy' is null"), refused::getMessage);
      assertTrue(doc.roots().isEmpty());
    }
  }
}
