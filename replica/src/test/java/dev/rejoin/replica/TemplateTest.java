package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.TreeEdit;
import dev.rejoin.crdt.Value;
import dev.rejoin.proto.ChangeCodec;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.ProtocolException;
import dev.rejoin.proto.RejoinException;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.store.Taken;
import dev.rejoin.replica.trust.ChainHash;
import dev.rejoin.replica.trust.DeviceKey;
import dev.rejoin.replica.trust.Signing;
import dev.rejoin.replica.trust.SpaceId;
import dev.rejoin.replica.trust.TemplateLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** Whoever knows the content has the key: other bytes under it would part those who meet them. */
  @Test
  void nobody_puts_other_content_on_the_line_of_a_template() {
    SpaceId space = ana.space("team").id();
    SignedBatch good = Template.batch(space, "minutes", TemplateTest::agenda);
    SignedBatch other = Template.batch(space, "minutes", tx -> tx.text("body").append("other"));
    byte[] genuine = good.changes().get(0);
    DeviceKey key = TemplateLine.key(space, genuine);
    assertEquals(good.replica(), TemplateLine.replica(key.id()));
    byte[] body = ChangeCodec.envelope(other.changes().get(0)).body();
    long to = ChangeCodec.header(other.changes().get(0)).to();
    refusedOn(key, write(key, to, ChangeCodec.ANY, body));
    byte[] right = ChangeCodec.envelope(genuine).body();
    long end = ChangeCodec.header(genuine).to();
    refusedOn(key, write(key, end, ChangeCodec.COMMENT, right));
    refusedOn(key, write(key, end + 1, ChangeCodec.ANY, right));
    refusedOn(key, Arrays.copyOf(genuine, genuine.length + 2)); // fields that nobody reads
    assertTrue(minutes(ana).initialise(TemplateTest::agenda), "nothing has taken its place");
  }

  private static byte[] write(DeviceKey key, long to, int opClass, byte[] body) {
    var header =
        new ChangeCodec.Header(1, to, 0, opClass, List.of(), key.id().bytes(), new byte[16]);
    return ChangeCodec.write(new ChangeCodec.Envelope(header, body));
  }

  private void refusedOn(DeviceKey key, byte[]... changes) {
    Space space = ana.space("team");
    ReplicaId replica = TemplateLine.replica(key.id());
    ChainHash hash = ChainHash.start(space.id(), replica);
    long to = 0;
    for (byte[] change : changes) {
      hash = hash.next(change);
      try {
        to = ChangeCodec.header(change).to();
      } catch (ProtocolException e) {
        assertEquals(ErrorCode.MALFORMED, e.code());
      }
    }
    byte[] signature = key.sign(Signing.head(space.id(), replica, to, hash));
    Taken taken = space.take(new SignedBatch(replica, List.of(changes), signature), false);
    assertEquals(Taken.Outcome.REFUSED, taken.outcome());
    assertTrue(Set.of(ErrorCode.BAD_SIGNATURE, ErrorCode.MALFORMED).contains(taken.code()));
  }

  @Test
  void the_line_of_a_template_has_no_second_change() {
    SpaceId space = ana.space("team").id();
    SignedBatch good = Template.batch(space, "minutes", TemplateTest::agenda);
    byte[] first = good.changes().get(0);
    DeviceKey key = TemplateLine.key(space, first);
    long to = ChangeCodec.header(first).to();
    Change more =
        new Change(
            good.replica(),
            to + 1,
            to + 1,
            "minutes",
            to,
            Heads.none(),
            to + 1,
            0,
            "Ana",
            "",
            false,
            List.of(new Op.Unknown(Op.Unknown.MERGE, 1)));
    byte[] second = ChangeCodec.encode(more, ChangeCodec.Header.of(to + 1, to + 1));
    refusedOn(key, first, second);
    assertEquals(List.of(), ana.space("team").documents(), "a batch is taken whole or not at all");
    assertTrue(minutes(ana).initialise(TemplateTest::agenda));
    ChainHash hash = ChainHash.start(space, good.replica()).next(first).next(second);
    byte[] signature = key.sign(Signing.head(space, good.replica(), to + 1, hash));
    SignedBatch late = new SignedBatch(good.replica(), List.of(second), signature);
    assertEquals(ErrorCode.BAD_SIGNATURE, ana.space("team").take(late, false).code());
    assertEquals(1, minutes(ana).history().entries().size());
  }
}
