package dev.rejoin.benchmarks;

import static dev.rejoin.benchmarks.Harness.line;
import static dev.rejoin.benchmarks.Harness.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a concurrent trace: its people type again, then somebody takes in everything. */
final class Merges {
  private static final int READER = 99;

  private final Harness harness;
  private final PeerLibrary library;
  private final PlainTrace trace;

  /** Transactions of which somebody needs everything up to there and nothing after. */
  private final BitSet boundaries = new BitSet();

  Merges(Harness harness, PeerLibrary library, PlainTrace trace) {
    this.harness = harness;
    this.library = library;
    this.trace = trace;
  }

  private static final class Person {
    private final PeerDocument document;
    private final BitSet seen = new BitSet();
    private final List<Made> changes = new ArrayList<>();
    private int lastOwn = -1;

    Person(PeerDocument document) {
      this.document = document;
      document.record(changes);
    }
  }

  void concurrent() {
    Replays.Typed typed = retype(false);
    String shown = typed.document().text();
    ObjectNode more = line().put("n", typed.changes().size());
    if (!shown.equals(trace.endContent())) {
      more.put("note", "all replicas agree, but on another text than the recording");
    }
    List<Made> changes = typed.changes();
    harness.row(
        "merge-stream",
        row ->
            harness.measure(
                row,
                more,
                () -> library.open(READER),
                d -> stream(d, changes),
                d -> check(d, shown)));
    PeerDocument whole = typed.document().joins(false) ? retype(true).document() : typed.document();
    byte[] bytes = whole.since(null);
    harness.row(
        "merge-batch",
        row ->
            harness.measure(
                row,
                more,
                () -> library.open(READER),
                fresh -> {
                  fresh.applySince(bytes);
                  fresh.text();
                  return fresh;
                },
                d -> check(d, shown)));
  }

  private PeerDocument stream(PeerDocument document, List<Made> changes) {
    for (int i = 0; i < changes.size(); i++) {
      harness.tick(i, changes.size());
      document.apply(changes.get(i));
    }
    return document;
  }

  private void check(PeerDocument document, String text) {
    require(document.text().equals(text), "the text merged is not what the others have");
    document.free();
  }

  /**
   * Each person's replica takes in what its person had seen, edits, and hands on what it made.
   *
   * @param joined whether a change holds all that was typed up to the next boundary, as in a store;
   *     only after a first time without, which finds the boundaries
   */
  private Replays.Typed retype(boolean joined) {
    List<List<Made>> made = new ArrayList<>();
    Map<Integer, Person> people = new HashMap<>();
    @Nullable Person last = null;
    for (int i = 0; i < trace.transactions().size(); i++) {
      PlainTrace.Txn txn = trace.transactions().get(i);
      Person person =
          people.computeIfAbsent(txn.agent(), agent -> new Person(library.open(agent + 1)));
      person.document.joins(joined);
      takeIn(person, txn.parents(), made);
      person.changes.clear();
      if (!txn.patches().isEmpty()) {
        person.document.editAll(txn.patches());
      }
      if (joined && boundaries.get(i)) {
        person.document.boundary();
      }
      made.add(List.copyOf(person.changes));
      person.seen.set(i);
      person.lastOwn = i;
      last = person;
    }
    if (last == null) {
      throw new IllegalArgumentException("a trace without transactions cannot be merged");
    }
    int[] all = IntStream.range(0, made.size()).toArray();
    takeIn(last, all, made);
    return new Replays.Typed(last.document, made.stream().flatMap(List::stream).toList());
  }

  private void takeIn(Person person, int[] parents, List<List<Made>> made) {
    BitSet needed = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    for (int parent : parents) {
      open.push(parent);
    }
    while (!open.isEmpty()) {
      int txn = open.pop();
      if (!person.seen.get(txn)) {
        person.seen.set(txn);
        needed.set(txn);
        for (int parent : trace.transactions().get(txn).parents()) {
          open.push(parent);
        }
      }
    }
    List<Made> changes = new ArrayList<>();
    Map<Integer, Integer> lastOf = new HashMap<>();
    needed.stream()
        .forEach(
            txn -> {
              changes.addAll(made.get(txn));
              lastOf.put(trace.transactions().get(txn).agent(), txn);
            });
    lastOf.values().forEach(boundaries::set);
    if (needed.isEmpty()) {
      return;
    }
    if (person.lastOwn >= 0) {
      boundaries.set(person.lastOwn); // a change never goes on after others' changes came in
    }
    person.document.applyAll(changes);
  }
}
