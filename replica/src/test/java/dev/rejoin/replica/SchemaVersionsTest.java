package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.SchemaNumbers;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.schema.Lens;
import dev.rejoin.replica.schema.RecordType;
import dev.rejoin.replica.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of an application edit one document apart. */
final class SchemaVersionsTest {
  /** Version 1. */
  record Old(
      String title, String assignee, double hours, String street, String town, boolean starred) {}

  record Address(String street, String town) {}

  /** Version 3. */
  record New(
      String name, List<String> assignees, long minutes, Address address, Optional<String> due) {}

  private static final Old FIRST = new Old("paint", "Ana", 1.5, "Main", "Ulm", true);

  private static Schema old(int minReader, int minWriter) {
    return Schema.named("tasks")
        .version(1)
        .minReader(minReader)
        .minWriter(minWriter)
        .map("task/*", Old.class)
        .build();
  }

  private static Schema recent(int minReader, int minWriter) {
    return Schema.named("tasks")
        .version(3)
        .minReader(minReader)
        .minWriter(minWriter)
        .map("task/*", New.class)
        .since(
            2,
            "task/*",
            Lens.rename("title", "name"),
            Lens.spread("assignee", "assignees"),
            Lens.add("due", Optional.of("soon")))
        .since(
            3,
            "task/*",
            Lens.rename("hours", "minutes"),
            Lens.convert(
                "minutes", Double.class, Long.class, h -> Math.round(h * 60), m -> m / 60.0),
            Lens.nest("address", "street", "town"),
            Lens.drop("starred"))
        .build();
  }

  @TempDir Path dir;
  private Replica ana;
  private Replica ben;

  @BeforeEach
  void open() {
    ana = Replica.open(dir.resolve("ana"));
    ben = Replica.open(dir.resolve("ben"));
    ana.space(Carrier.SPACE);
    Carrier.join(ana, ben);
  }

  @AfterEach
  void close() {
    ana.close();
    ben.close();
  }

  private Document document(Replica replica, Schema schema) {
    return replica.existingSpace(Carrier.SPACE).document("tasks", schema);
  }

  private static <R extends Record> void update(
      Document document, Class<R> type, UnaryOperator<R> change) {
    RecordType<R> records = document.schema().schema().orElseThrow().type(type);
    document.edit(tx -> records.update(tx.map("task/1"), change));
  }

  @Test
  void each_version_sees_what_the_other_wrote_apart() {
    Document older = document(ana, old(0, 0));
    Document newer = document(ben, recent(0, 0));
    put(older, FIRST);
    Carrier.carry(ana, ben);
    New seen = newer.map("task/1").as(New.class);
    assertEquals(
        new New("paint", List.of("Ana"), 90, new Address("Main", "Ulm"), Optional.of("soon")),
        seen);

    update(older, Old.class, o -> new Old("paint door", "Cleo", 2, o.street, "Bonn", false));
    update(
        newer,
        New.class,
        n -> new New(n.name, List.of("Ana", "Ben"), n.minutes, new Address("Side", "Ulm"), n.due));
    Carrier.swap(ana, ben);

    assertEquals(
        new Old("paint door", "Cleo", 2, "Side", "Bonn", false), older.map("task/1").as(Old.class));
    assertEquals(
        new New(
            "paint door",
            List.of("Cleo", "Ben"),
            120,
            new Address("Side", "Bonn"),
            Optional.of("soon")),
        newer.map("task/1").as(New.class));
    assertEquals(older.digest(), newer.digest());
    assertEquals(List.of(), newer.schema().problems());
  }

  /** Both names are one field, so a conflict is one conflict, and both show the same winner. */
  @Test
  void concurrent_edits_of_both_names_have_one_winner() {
    Document older = document(ana, old(0, 0));
    Document newer = document(ben, recent(0, 0));
    put(older, FIRST);
    Carrier.carry(ana, ben);
    update(older, Old.class, o -> new Old("by Ana", o.assignee, o.hours, o.street, o.town, true));
    update(newer, New.class, n -> new New("by Ben", n.assignees, n.minutes, n.address, n.due));
    Carrier.swap(ana, ben);
    String there = newer.map("task/1").as(New.class).name();
    assertEquals(there, older.map("task/1").as(Old.class).title());
    assertTrue(List.of("by Ana", "by Ben").contains(there));
    assertEquals(2, newer.map("task/1").candidates("title").size());
  }

  /** Software that knows no lens may have stored the new name. */
  @Test
  void what_is_stored_under_the_new_name_counts_if_it_is_newer() {
    Document plain = ana.existingSpace(Carrier.SPACE).document("tasks");
    Document newer = document(ben, recent(0, 0));
    update(newer, "first");
    Carrier.carry(ben, ana);
    plain.edit(tx -> tx.map("task/1").put("name", "raw"));
    Carrier.carry(ana, ben);
    assertEquals("raw", newer.map("task/1").as(New.class).name());
    update(newer, New.class, n -> new New("again", n.assignees, n.minutes, n.address, n.due));
    assertEquals("again", newer.map("task/1").as(New.class).name());
    assertEquals(Optional.of(Value.of("again")), newer.map("task/1").get("title"));
  }

  private static void update(Document newer, String name) {
    New made = new New(name, List.of(), 30, new Address("a", "b"), Optional.empty());
    RecordType<New> records = newer.schema().schema().orElseThrow().type(New.class);
    newer.edit(tx -> tx.map("task/1").putAll(records.content(made)));
  }

  /** Whatever both versions do, and whenever they meet: in the end both see the same thing. */
  @Test
  void random_edits_of_both_versions_mean_the_same_in_the_end() {
    long seed = Long.getLong("rejoin.seed", System.nanoTime());
    Random random = new Random(seed);
    Document older = document(ana, old(0, 0));
    Document newer = document(ben, recent(0, 0));
    put(older, FIRST);
    Carrier.carry(ana, ben);
    for (int step = 0; step < 120; step++) {
      int choice = random.nextInt(5);
      if (choice < 2) {
        update(older, Old.class, o -> edited(o, random));
      } else if (choice < 4) {
        update(newer, New.class, n -> edited(n, random));
      } else if (random.nextBoolean()) {
        Carrier.carry(ana, ben);
      } else {
        Carrier.carry(ben, ana);
      }
      assertSame(older.map("task/1").as(Old.class), older, "seed " + seed + " step " + step);
    }
    Carrier.swap(ana, ben);
    Old there = older.map("task/1").as(Old.class);
    assertSame(there, newer, "seed " + seed);
    assertEquals(older.digest(), newer.digest());
  }

  private static Old edited(Old o, Random random) {
    String word = "w" + random.nextInt(1_000);
    return switch (random.nextInt(5)) {
      case 0 -> new Old(word, o.assignee, o.hours, o.street, o.town, o.starred);
      case 1 -> new Old(o.title, word, o.hours, o.street, o.town, o.starred);
      case 2 -> new Old(o.title, o.assignee, random.nextInt(99), o.street, o.town, o.starred);
      case 3 -> new Old(o.title, o.assignee, o.hours, word, o.town, o.starred);
      default -> new Old(o.title, o.assignee, o.hours, o.street, word, !o.starred);
    };
  }

  private static New edited(New n, Random random) {
    String word = "n" + random.nextInt(1_000);
    List<String> more = new ArrayList<>(n.assignees);
    more.add(random.nextInt(more.size() + 1), word);
    return switch (random.nextInt(5)) {
      case 0 -> new New(word, n.assignees, n.minutes, n.address, n.due);
      case 1 -> new New(n.name, more, n.minutes, n.address, n.due);
      case 2 -> new New(n.name, n.assignees, random.nextInt(999), n.address, n.due);
      case 3 -> new New(n.name, n.assignees, n.minutes, new Address(word, word), n.due);
      default -> new New(n.name, n.assignees, n.minutes, n.address, Optional.of(word));
    };
  }

  /** What a document shows through the lenses is what version 1 shows, translated. */
  private static void assertSame(Old old, Document document, String what) {
    RecordType<New> lenses = recent(0, 0).type(New.class);
    New seen = lenses.read(document.map("task/1"));
    assertEquals(old.title, seen.name, what);
    assertEquals(old.assignee, seen.assignees.get(0), what);
    assertEquals(Math.round(old.hours * 60), seen.minutes, what);
    assertEquals(new Address(old.street, old.town), seen.address, what);
  }

  private static void put(Document older, Old old) {
    RecordType<Old> records = older.schema().schema().orElseThrow().type(Old.class);
    older.edit(tx -> tx.map("task/1").putAll(records.content(old)));
  }

  @Test
  void the_stored_form_is_that_of_the_first_version() {
    Document newer = document(ben, recent(0, 0));
    update(newer, "paint");
    assertEquals(
        List.of("hours", "street", "title", "town"),
        List.copyOf(newer.map("task/1").entries().keySet()));
    assertEquals(Optional.of(Value.of(0.5)), newer.map("task/1").get("hours"));
    RejoinException refused =
        assertThrows(
            RejoinException.class,
            () -> newer.edit(tx -> tx.map("task/1").put("hours", 30).put("hours", "30")));
    assertEquals(ErrorCode.SCHEMA_MISMATCH, refused.code());
  }

  @Test
  void a_document_that_asks_for_more_can_be_read_only() {
    Document older = document(ana, old(0, 0));
    Document newer = document(ben, recent(0, 2));
    put(older, FIRST);
    Carrier.carry(ana, ben);
    assertFalse(older.schema().isReadOnly());
    update(newer, New.class, n -> new New("new", n.assignees, n.minutes, n.address, n.due));
    Carrier.carry(ben, ana);

    assertTrue(older.schema().isReadOnly());
    assertFalse(older.schema().isBeyond());
    assertEquals(new SchemaNumbers(3, 0, 2), older.schema().needed());
    assertEquals("new", older.map("task/1").as(Old.class).title());
    String digest = older.digest();
    RejoinException refused =
        assertThrows(
            RejoinException.class, () -> older.edit(tx -> tx.map("task/1").put("town", "x")));
    assertEquals(ErrorCode.NEEDS_WRITER, refused.code());
    assertTrue(
        refused.getMessage().contains("version 2 of its schema or later, here is version 1"));
    assertThrows(RejoinException.class, () -> older.undo(ana.author()).undo());
    assertEquals(digest, older.digest());

    update(newer, New.class, n -> new New("newer", n.assignees, n.minutes, n.address, n.due));
    Carrier.carry(ben, ana);
    assertEquals("newer", older.map("task/1").as(Old.class).title(), "it goes on merging");
    assertEquals(newer.digest(), older.digest());
    ana.close();
    ana = Replica.open(dir.resolve("ana"));
    assertTrue(ana.existingSpace(Carrier.SPACE).document("tasks").schema().isReadOnly());
    Document updated = document(ana, recent(0, 0));
    update(updated, New.class, n -> new New("mine", n.assignees, n.minutes, n.address, n.due));
    assertEquals("mine", updated.map("task/1").as(New.class).name());
  }

  @Test
  void a_document_that_asks_for_a_newer_reader_shows_raw_values_only() {
    Document older = document(ana, old(0, 0));
    Document newer = document(ben, recent(2, 2));
    update(newer, "new");
    Carrier.carry(ben, ana);
    assertTrue(older.schema().isBeyond() && older.schema().isReadOnly());
    RejoinException refused =
        assertThrows(RejoinException.class, () -> older.map("task/1").as(Old.class));
    assertEquals(ErrorCode.NEEDS_READER, refused.code());
    assertThrows(RejoinException.class, () -> older.map("task/1").find(Old.class));
    assertEquals(Optional.of(Value.of("new")), older.map("task/1").get("title"));
    assertThrows(RejoinException.class, () -> older.edit(tx -> tx.map("task/1").put("town", "x")));
  }

  @Test
  void every_part_of_a_large_transaction_carries_the_numbers() {
    Schema schema = Schema.named("tasks").version(4).minReader(1).minWriter(2).open().build();
    Document tasks = document(ana, schema);
    tasks.edit(
        tx -> {
          for (int i = 0; i < 10; i++) {
            tx.text("notes" + i).append("0123456789abcdef".repeat(1_000));
          }
        });
    assertTrue(tasks.history().entries().size() > 1);
    for (HistoryEntry entry : tasks.history().entries()) {
      assertEquals(new SchemaNumbers(4, 1, 2), entry.change().schema());
    }
    Carrier.carry(ana, ben);
    Document there = ben.existingSpace(Carrier.SPACE).document("tasks");
    assertEquals(tasks.digest(), there.digest());
    assertEquals(new SchemaNumbers(4, 1, 2), there.schema().needed());
  }

  @Test
  void an_open_row_is_joined_by_edits_with_the_same_numbers_only() {
    Space shared = ana.existingSpace(Carrier.SPACE);
    Document plain = shared.document("tasks");
    plain.edit(tx -> tx.map("task/1").put("title", "a"));
    shared.document("tasks", old(0, 0));
    plain.edit(tx -> tx.map("task/1").put("title", "b"));
    assertEquals(
        List.of(0, 1),
        plain.history().entries().stream().map(h -> h.change().schema().version()).toList());
    String digest = plain.digest();
    ana.close();
    ana = Replica.open(dir.resolve("ana"));
    Document again = ana.existingSpace(Carrier.SPACE).document("tasks");
    assertEquals(digest, again.digest());
    assertEquals(new SchemaNumbers(1, 0, 0), again.schema().needed());
  }
}
