package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first content of a document, on two devices that are apart. */
final class TemplateTest {
  @TempDir Path dir;
  private Replica ana;
  private Replica ben;
  private String address;

  @BeforeEach
  void begin() throws InterruptedException {
    ana = Replica.open(dir.resolve("ana"), o -> o.author("Ana"));
    ben = Replica.open(dir.resolve("ben"), o -> o.author("Ben"));
    address = "127.0.0.1:" + ana.listen("127.0.0.1", 0).port();
    ben.join(ana.space("team").invite(List.of(address)), "team");
    meet();
  }

  @AfterEach
  void end() {
    ben.close();
    ana.close();
  }

  private void meet() throws InterruptedException {
    ben.connect(address);
    assertTrue(ben.awaitSynced(Duration.ofSeconds(60)));
    assertTrue(ana.awaitSynced(Duration.ofSeconds(60)));
    ben.disconnect(address);
    assertEquals(minutes(ana).digest(), minutes(ben).digest());
  }

  private static Document minutes(Replica replica) {
    return replica.space("team").document("minutes");
  }

  /** Something of every kind, long enough that it would be compressed. */
  private static void agenda(DocumentEdit tx) {
    tx.text("body").append("Agenda\n".repeat(1_000));
    tx.map("meta").put("title", "Weekly").list("tasks").add("welcome").add("news");
    tx.counter("views").add(1);
    tx.set("tags").add("new");
    TreeEdit plan = tx.tree("plan");
    OpId first = plan.create(null);
    plan.data(first).put("name", "Minutes");
    plan.create(first);
  }

  /** hocuspocus #344, #509: each client puts the initial content in, and it is there twice. */
  @Test
  void two_devices_that_initialise_apart_have_the_content_once() throws InterruptedException {
    assertTrue(minutes(ana).initialise(TemplateTest::agenda));
    assertTrue(minutes(ben).initialise(TemplateTest::agenda));
    assertEquals(minutes(ana).digest(), minutes(ben).digest(), "the very same change");
    minutes(ana).edit(tx -> tx.text("body").insert(6, " of Ana"));
    minutes(ben).edit(tx -> tx.map("meta").list("tasks").move(1, 0));
    meet();
    Document both = minutes(ben);
    assertEquals("Agenda of Ana\n" + "Agenda\n".repeat(999), both.text("body").content());
    assertEquals(
        List.of(Value.of("news"), Value.of("welcome")), both.map("meta").list("tasks").values());
    assertEquals(1, both.counter("views").total());
    assertEquals(1, both.map("meta").candidates("title").size(), "no conflict either");
    assertEquals(2, both.tree("plan").size());
    assertEquals(3, both.history().entries().size());
  }

  @Test
  void a_template_that_only_one_device_has_goes_to_the_others() throws InterruptedException {
    minutes(ana).initialise(TemplateTest::agenda);
    meet();
    assertEquals(Optional.of(Value.of("Weekly")), minutes(ben).map("meta").get("title"));
    assertFalse(minutes(ben).initialise(TemplateTest::agenda));
    assertEquals(1, minutes(ben).history().entries().size());
  }

  @Test
  void a_document_that_holds_something_is_left_alone() {
    Document minutes = minutes(ana);
    assertTrue(minutes.initialise(TemplateTest::agenda));
    minutes.edit(tx -> tx.text("body").delete(0, tx.text("body").length()));
    assertFalse(minutes.initialise(TemplateTest::agenda), "also if that was deleted");
    assertEquals("", minutes.text("body").content());
    Document other = ana.space("team").document("other");
    other.edit(tx -> tx.text("body").append("mine"));
    assertFalse(other.initialise(TemplateTest::agenda));
    assertEquals("mine", other.text("body").content());
  }

  @Test
  void each_document_has_a_template_of_its_own_and_nobody_undoes_it() {
    assertTrue(minutes(ana).initialise(TemplateTest::agenda));
    Document other = ana.space("team").document("other");
    assertTrue(other.initialise(TemplateTest::agenda));
    assertEquals("", other.history().entries().get(0).change().author());
    assertFalse(other.undo("Ana").canUndo());
    assertFalse(other.undo("").canUndo());
    ana.close();
    ana = Replica.open(dir.resolve("ana"));
    assertEquals(7_000, minutes(ana).text("body").content().length());
    assertFalse(minutes(ana).initialise(TemplateTest::agenda));
  }

  /** Nothing tells which one is meant, so nothing is lost. */
  @Test
  void of_two_templates_made_apart_both_are_there() throws InterruptedException {
    minutes(ana).initialise(tx -> tx.text("body").append("one"));
    minutes(ben).initialise(tx -> tx.text("body").append("two"));
    meet();
    assertEquals(6, minutes(ana).text("body").length());
  }

  @Test
  void templates_that_cannot_be_the_same_everywhere_are_refused() {
    AtomicInteger times = new AtomicInteger();
    refused(tx -> tx.counter("views").add(times.incrementAndGet()));
    refused(tx -> {});
    refusedWith(ErrorCode.POSITION_OUT_OF_RANGE, tx -> tx.text("body").insert(1, "x"));
    refusedWith(ErrorCode.KEY_INVALID, tx -> tx.map("m").put("", 1));
    refusedWith(
        ErrorCode.TRANSACTION_TOO_LARGE, tx -> tx.text("body").append("x".repeat(1_000_000)));
    assertEquals(List.of(), ana.space("team").documents());
    assertTrue(minutes(ana).initialise(TemplateTest::agenda));
  }

  private void refused(Consumer<DocumentEdit> template) {
    assertThrows(IllegalArgumentException.class, () -> minutes(ana).initialise(template));
  }

  private void refusedWith(ErrorCode code, Consumer<DocumentEdit> template) {
    assertEquals(
        code, assertThrows(RejoinException.class, () -> minutes(ana).initialise(template)).code());
  }
}
