package dev.rejoin.benchmarks;

import static dev.rejoin.benchmarks.Harness.line;
import static dev.rejoin.benchmarks.Harness.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/** Maps, counters and sets: the same operations as peers/values.mjs. */
final class ValueShapes {
  private static final int KEYS = 10_000;
  private static final int OPERATIONS = 100_000;

  private final Harness harness;
  private final PeerLibrary library;
  private final List<Step> plan = new ArrayList<>();

  private record Step(String key, int number) {
    int amount() {
      return 1 + number % 10;
    }

    boolean adds() {
      return number % 10 < 7;
    }
  }

  ValueShapes(Harness harness, PeerLibrary library) {
    this.harness = harness;
    this.library = library;
    Xorshift random = new Xorshift();
    int n = Math.max(100, (int) Math.floor(OPERATIONS * harness.options().scale()));
    for (int i = 0; i < n; i++) {
      String key = String.format(Locale.ROOT, "key%05d", random.below(KEYS));
      plan.add(new Step(key, random.below(1_000_000)));
    }
  }

  void maps() {
    Set<String> keys = new HashSet<>();
    plan.forEach(step -> keys.add(step.key()));
    kind(
        "map",
        (document, step) -> document.put(step.key(), step.number()),
        PeerDocument::mapSize,
        keys.size());
  }

  void counters() {
    long sum = plan.stream().mapToLong(Step::amount).sum();
    kind(
        "counter", (document, step) -> document.increment(step.amount()), PeerDocument::total, sum);
  }

  void sets() {
    Set<String> elements = new HashSet<>();
    for (Step step : plan) {
      if (step.adds()) {
        elements.add(step.key());
      } else {
        elements.remove(step.key());
      }
    }
    kind("set", ValueShapes::change, PeerDocument::setSize, elements.size());
  }

  private static void change(PeerDocument document, Step step) {
    if (step.adds()) {
      document.add(step.key());
    } else {
      document.discard(step.key());
    }
  }

  /** Each operation is a transaction; its change is kept, and all go to another replica. */
  private void kind(
      String name,
      BiConsumer<PeerDocument, Step> operation,
      ToLongFunction<PeerDocument> read,
      long expected) {
    harness.row(
        name + "-local",
        row ->
            harness.measure(
                row,
                line().put("n", plan.size()),
                () -> library.open(1),
                document -> perform(document, operation),
                document -> check(document, read, expected)));
    harness.row(name + "-remote", row -> remote(row, operation, read, expected));
  }

  private PeerDocument perform(PeerDocument document, BiConsumer<PeerDocument, Step> operation) {
    for (int i = 0; i < plan.size(); i++) {
      harness.tick(i, plan.size());
      operation.accept(document, plan.get(i));
    }
    return document;
  }

  private void check(PeerDocument document, ToLongFunction<PeerDocument> read, long expected) {
    require(read.applyAsLong(document) == expected, "the value is not what the operations make");
    document.free();
  }

  private void remote(
      String row,
      BiConsumer<PeerDocument, Step> operation,
      ToLongFunction<PeerDocument> read,
      long expected) {
    List<Made> changes = new ArrayList<>();
    PeerDocument writer = library.open(1);
    writer.record(changes);
    harness.start(5);
    perform(writer, operation).free();
    harness.measure(
        row,
        line().put("n", plan.size()),
        () -> library.open(2),
        fresh -> {
          for (int i = 0; i < changes.size(); i++) {
            harness.tick(i, changes.size());
            fresh.apply(changes.get(i));
          }
          return fresh;
        },
        fresh -> check(fresh, read, expected));
  }
}
