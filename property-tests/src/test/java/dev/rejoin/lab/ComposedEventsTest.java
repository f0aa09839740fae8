package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.ContainerEvent;
import dev.rejoin.crdt.Delta;
import dev.rejoin.crdt.DocumentEvent;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.EventSource;
import dev.rejoin.crdt.PendingEvents;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever takes events seldom, composed, sees the same as who takes each. */
final class ComposedEventsTest {
  private static final int DEFAULT_RUNS = 60;

  /** Somebody slow: takes what is pending now and then. */
  private static final class Slow implements TestReplica.Listener {
    private final SplitMix64 random;
    private final int patience;
    private final PendingEvents pending = new PendingEvents();
    private final Mirror mirror = Mirror.ofComposed();
    private DocumentEvent last;

    Slow(SplitMix64 random) {
      this.random = random;
      this.patience = 1 + random.below(30);
    }

    @Override
    public void settled(TestReplica replica, @Nullable DocumentEvent event) {
      if (event != null) {
        pending.add(event);
      }
      if (random.oneIn(patience)) {
        take();
        assertEquals(List.of(), mirror.differences(replica.ops()));
      }
    }

    void take() {
      DocumentEvent event = pending.take();
      mirror.accept(event);
      if (event != null && last != null) {
        assertTrue(event.before().covers(last.after()), "an event that begins in the past");
      }
      last = event == null ? last : event;
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void composedEventsTellTheSame(Profile profile) {
    String replay = System.getProperty("rejoin.seed");
    if (replay != null) {
      check(profile, Long.parseLong(replay));
      return;
    }
    SplitMix64 seeds = new SplitMix64(System.nanoTime());
    for (int run = Integer.getInteger("rejoin.runs", DEFAULT_RUNS); run > 0; run--) {
      check(profile, seeds.next());
    }
  }

  private static void check(Profile profile, long seed) {
    try {
      SplitMix64 random = new SplitMix64(~seed);
      List<Slow> listeners = new ArrayList<>();
      History history =
          History.random(
              profile,
              seed,
              replica -> {
                Slow slow = new Slow(random);
                listeners.add(slow);
                replica.listen(slow);
              },
              replica -> {});
      for (int i = 0; i < listeners.size(); i++) {
        listeners.get(i).take();
        List<AppliedOp> ops = history.replicas().get(i).ops();
        assertEquals(List.of(), listeners.get(i).mirror.differences(ops));
      }
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          profile + " fails; replay it with -Drejoin.seed=" + seed + ": " + failure.getMessage(),
          failure);
    }
  }

  /** Edits alone, with an event for each transaction. */
  private static final class Typist {
    private final DocumentState state = new DocumentState("lab");
    private final ReplicaId id = new ReplicaId(0, 1);
    private long next = 1;

    DocumentEvent edit(Consumer<Transaction> edits) {
      Transaction tx = state.begin(id, next, true);
      edits.accept(tx);
      next += tx.atoms();
      return tx.commit("Ana");
    }
  }

  @Test
  void loro1019_composingManyEventsIsNotQuadratic() {
    Typist typist = new Typist();
    PendingEvents pending = new PendingEvents();
    SplitMix64 random = new SplitMix64(7);
    int edits = 20_000;
    long told = 0;
    for (int i = 0; i < edits; i++) {
      int at = random.below(i + 1);
      DocumentEvent event = typist.edit(tx -> tx.text("body").insert(at, "x"));
      told += event.size();
      pending.add(event);
    }
    DocumentEvent all = pending.take();
    assertTrue(pending.copied() < told * 20, "copied " + pending.copied() + " of " + told);
    assertEquals("x".repeat(edits), ((Delta.Insert) deltas(all).get(0)).text());
  }

  @Test
  void whatComesAndGoesIsNotHeld() {
    Typist typist = new Typist();
    PendingEvents pending = new PendingEvents();
    pending.add(typist.edit(tx -> tx.text("body").append("kept")));
    long most = 0;
    for (int i = 0; i < 10_000; i++) {
      pending.add(typist.edit(tx -> tx.text("body").append("abc")));
      pending.add(typist.edit(tx -> tx.text("body").delete(4, 7)));
      pending.add(typist.edit(tx -> tx.map("meta").put("n", tx.atoms() + typist.next)));
      most = Math.max(most, pending.size());
    }
    assertTrue(most < 200, "held " + most);
    DocumentEvent all = pending.take();
    assertEquals(List.of(new Delta.Insert("kept")), deltas(all));
    assertEquals(0, all.before().get(typist.id));
    assertEquals(typist.next - 1, all.after().get(typist.id));
  }

  @Test
  void whatCancelsItselfIsNoEvent() {
    Typist typist = new Typist();
    PendingEvents pending = new PendingEvents();
    pending.add(typist.edit(tx -> tx.text("body").append("abc")));
    pending.add(typist.edit(tx -> tx.text("body").delete(0, 3)));
    assertNull(pending.take());
    pending.add(typist.edit(tx -> tx.text("body").append("d")));
    DocumentEvent event = pending.take();
    assertEquals(0, event.before().get(typist.id), "it begins where the first began");
    assertEquals(List.of(new Delta.Insert("d")), deltas(event));
    assertTrue(pending.isEmpty());
  }

  @Test
  void sourcesAreToldOnce() {
    Typist typist = new Typist();
    DocumentEvent first =
        typist.edit(
            tx -> {
              tx.tag("editor");
              tx.text("body").append("a");
            });
    DocumentEvent next = typist.edit(tx -> tx.text("body").append("b"));
    assertTrue(first.isOnly("editor"));
    DocumentEvent both = first.then(first.then(next));
    assertEquals(
        List.of(
            new EventSource(true, EventSource.How.EDIT, "Ana", ""),
            new EventSource(true, EventSource.How.EDIT, "Ana", "editor")),
        both.sources());
    assertTrue(both.local() && !both.isOnly("editor"));
  }

  private static List<Delta> deltas(DocumentEvent event) {
    return ((ContainerEvent.TextChanged) event.containers().get(0)).deltas();
  }
}
