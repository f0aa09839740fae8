package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.EventSource;
import dev.rejoin.crdt.Expand;
import dev.rejoin.crdt.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What listeners and subscribers of a document hear, when, and where. */
final class DocumentEventsTest {
  @TempDir Path dir;
  private Replica me;
  private Document doc;

  @BeforeEach
  void open() {
    me = Replica.open(dir, o -> o.author("Ana"));
    doc = me.space("team").document("minutes");
  }

  @AfterEach
  void close() {
    me.close();
  }

  private void append(String text) {
    doc.edit(tx -> tx.text("body").append(text));
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T one = queue.poll(20, TimeUnit.SECONDS);
    assertTrue(one != null, "nothing came");
    return one;
  }

  private static List<Delta> steps(DocumentEvent event) {
    return ((ContainerEvent.TextChanged) event.containers().get(0)).deltas();
  }

  /** A subscriber that writes down what it hears, and checks that calls do not overlap. */
  private static class Recorder implements Flow.Subscriber<DocumentEvent> {
    final BlockingQueue<DocumentEvent> events = new LinkedBlockingQueue<>();
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;
    private volatile boolean afterEnd;

    Flow.Subscription subscription() throws Exception {
      return subscription.get(20, TimeUnit.SECONDS);
    }

    String end() throws Exception {
      String how = end.get(20, TimeUnit.SECONDS);
      assertFalse(overlapped, "rule 1.3: signals are serial");
      assertFalse(afterEnd, "rule 1.7: nothing after the end");
      return how;
    }

    private void enter() {
      overlapped |= inside.getAndIncrement() != 0;
      afterEnd |= end.isDone();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      enter();
      overlapped |= !subscription.complete(given);
      inside.decrementAndGet();
    }

    @Override
    public void onNext(DocumentEvent event) {
      enter();
      afterEnd |= !subscription.isDone();
      events.add(event);
      inside.decrementAndGet();
    }

    @Override
    public void onError(Throwable failure) {
      enter();
      end.complete(failure.getClass().getSimpleName());
      inside.decrementAndGet();
    }

    @Override
    public void onComplete() {
      enter();
      end.complete("complete");
      inside.decrementAndGet();
    }
  }

  private Recorder subscribe() {
    Recorder recorder = new Recorder();
    doc.events().subscribe(recorder);
    return recorder;
  }

  @Test
  void a_slow_subscriber_gets_what_it_missed_as_one_event() throws Exception {
    append("before ");
    Recorder slow = subscribe();
    for (int i = 0; i < 500; i++) {
      append("x");
    }
    doc.edit(tx -> tx.text("body").delete(7, 500));
    doc.edit(tx -> tx.text("body").mark(0, 6, "bold", Value.of(true), Expand.AFTER));
    doc.edit(tx -> tx.counter("views").add(2));
    slow.subscription().request(1);
    DocumentEvent event = next(slow.events);
    assertComposed(event);
    assertEquals(doc.version(), event.after());
    assertTrue(slow.events.isEmpty());

    append("!");
    slow.subscription().request(2);
    assertEquals(event.after(), next(slow.events).before());
    append("?");
    assertEquals(List.of(new Delta.Retain(15), new Delta.Insert("?")), steps(next(slow.events)));
  }

  private static void assertComposed(DocumentEvent event) {
    assertEquals(2, event.containers().size());
    List<Delta> steps = steps(event);
    assertEquals(6, ((Delta.Retain) steps.get(0)).length());
    assertEquals(Value.of(true), ((Delta.Retain) steps.get(0)).changes().get("bold"));
    assertEquals(new Delta.Retain(1), steps.get(1));
    assertEquals(new Delta.Insert("xxxxxxx"), steps.get(2));
    assertEquals(2, ((ContainerEvent.TotalChanged) event.containers().get(1)).after());
  }

  @Test
  void a_fast_subscriber_gets_every_event_in_order() throws Exception {
    Recorder fast = subscribe();
    fast.subscription().request(Long.MAX_VALUE);
    fast.subscription().request(Long.MAX_VALUE); // rule 3.17: demand does not overflow
    StringBuilder seen = new StringBuilder();
    append("a");
    seen.append(((Delta.Insert) steps(next(fast.events)).get(0)).text());
    for (int i = 0; i < 200; i++) {
      append("b");
    }
    while (seen.length() < 201) {
      for (Delta step : steps(next(fast.events))) {
        seen.append(step instanceof Delta.Insert insert ? insert.text() : "");
      }
    }
    assertEquals(doc.text("body").content(), seen.toString());
  }

  @Test
  void asking_for_nothing_is_an_error() throws Exception {
    Recorder recorder = subscribe();
    recorder.subscription().request(0);
    assertEquals("IllegalArgumentException", recorder.end(), "rule 3.9");
    append("a");
    recorder.subscription().request(1); // rule 3.6: without effect
    recorder.subscription().cancel(); // rule 3.7
    Recorder other = subscribe();
    other.subscription().request(-1);
    assertEquals("IllegalArgumentException", other.end());
    assertTrue(recorder.events.isEmpty());
  }

  @Test
  void nothing_comes_after_cancel() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    Recorder recorder =
        new Recorder() {
          @Override
          public void onNext(DocumentEvent event) {
            super.onNext(event);
            subscription.join().cancel();
          }
        };
    doc.events().subscribe(recorder);
    recorder.subscription().request(10);
    append("a");
    next(recorder.events);
    doc.observe(event -> second.countDown());
    append("b");
    assertTrue(second.await(20, TimeUnit.SECONDS));
    recorder.subscription().request(1);
    me.close();
    assertTrue(recorder.events.isEmpty());
    assertFalse(recorder.end.isDone(), "cancelled, so not completed");
  }

  @Test
  void closing_the_replica_completes() throws Exception {
    Recorder waiting = subscribe();
    Recorder asking = subscribe();
    asking.subscription().request(5);
    append("last");
    me.close();
    assertEquals("complete", waiting.end());
    assertEquals("complete", asking.end());
    assertEquals(List.of(new Delta.Insert("last")), steps(next(asking.events)));
    assertTrue(waiting.events.isEmpty());
    Recorder late = subscribe();
    assertEquals("complete", late.end(), "rule 1.4: it is signalled, not thrown");
    late.subscription().request(1);
  }

  @Test
  void null_is_refused() {
    assertThrows(NullPointerException.class, () -> doc.events().subscribe(null), "rule 1.9");
  }

  @Test
  void a_subscriber_that_throws_is_cancelled_and_others_go_on() throws Exception {
    Recorder bad =
        new Recorder() {
          @Override
          public void onNext(DocumentEvent event) {
            super.onNext(event);
            throw new IllegalStateException("a bug of the application");
          }
        };
    doc.events().subscribe(bad);
    Recorder good = subscribe();
    bad.subscription().request(10);
    good.subscription().request(10);
    append("a");
    next(bad.events);
    next(good.events);
    append("b");
    next(good.events);
    assertEquals("ab", doc.text("body").content());
    assertTrue(bad.events.isEmpty(), "rule 2.13");
  }

  @Test
  void a_listener_that_throws_breaks_nothing() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    doc.observe(
        event -> {
          heard.add("bad");
          throw new AssertionError("a bug of the application");
        });
    doc.observe(event -> heard.add("good"));
    append("a");
    append("b");
    assertEquals(
        List.of("bad", "good", "bad", "good"),
        List.of(next(heard), next(heard), next(heard), next(heard)));
    assertEquals("ab", doc.text("body").content());
  }

  @Test
  void a_listener_may_read_and_edit() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    doc.observe(
        event -> {
          heard.add(doc.text("body").content());
          if (doc.text("body").length() < 5) {
            doc.edit(tx -> tx.text("body").append("+"));
          }
        });
    append("a");
    assertEquals("a", next(heard));
    assertEquals("a+", next(heard));
    assertEquals("a++", next(heard));
    assertEquals("a+++", next(heard));
    assertEquals("a++++", next(heard));
    assertTrue(doc.history().entries().size() >= 1);
  }

  @Test
  void who_came_later_does_not_hear_of_what_was_before() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    doc.observe(
        event -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    append("early");
    append("early too"); // waits behind the first
    doc.observe(event -> heard.add(((Delta.Insert) last(steps(event))).text()));
    append("late");
    held.countDown();
    assertEquals("late", next(heard));
  }

  private static Delta last(List<Delta> steps) {
    return steps.get(steps.size() - 1);
  }

  @Test
  void an_event_tells_who_did_what_and_how() throws Exception {
    BlockingQueue<List<EventSource>> heard = new LinkedBlockingQueue<>();
    append("some");
    doc.observe(event -> heard.add(event.sources()));
    doc.editAs("Ben", "", tx -> tx.text("body").append(" text"));
    assertEquals(List.of(source("Ben", EventSource.How.EDIT, "")), next(heard));
    doc.undo("Ben").undo();
    assertEquals(List.of(source("Ben", EventSource.How.UNDO, "")), next(heard));
    doc.undo("Ben").redo();
    assertEquals(List.of(source("Ben", EventSource.How.REDO, "")), next(heard));
    doc.undo("Ben").undo();
    assertEquals(
        List.of(source("Ben", EventSource.How.UNDO, "")), next(heard), "an undo of a redo");
  }

  private static EventSource source(String author, EventSource.How how, String tag) {
    return new EventSource(true, how, author, tag);
  }

  @Test
  void loro_prosemirror77_a_binding_knows_its_own_edits() throws Exception {
    BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    doc.observe(
        event -> {
          if (!event.isOnly("editor")) {
            shown.add(doc.text("body").content());
          }
        });
    doc.edit(
        tx -> {
          tx.tag("editor");
          tx.text("body").append("typed");
        });
    doc.edit(tx -> tx.text("body").append(", and by another"));
    assertEquals("typed, and by another", next(shown));
    assertTrue(shown.isEmpty());
  }

  @Test
  void a_text_tells_only_of_itself() throws Exception {
    List<String> heard = new ArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    AutoCloseable watching =
        doc.text("body").observe(news -> heard.add(news.author() + news.steps() + news.local()));
    doc.edit(tx -> tx.map("meta").put("n", 1));
    doc.edit(
        tx -> {
          tx.text("other").append("not this");
          tx.text("body").append("this");
        });
    doc.observe(event -> done.complete(null));
    doc.edit(tx -> tx.text("other").append("nor this"));
    done.get(20, TimeUnit.SECONDS);
    watching.close();
    assertEquals(1, heard.size());
    assertTrue(heard.get(0).startsWith("Ana[Insert[text=this"), heard.get(0));
    assertTrue(heard.get(0).endsWith("true"));
    append("after closing");
  }
}
