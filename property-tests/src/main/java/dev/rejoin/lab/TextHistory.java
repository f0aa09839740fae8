package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Received;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A history of one text in which replicas edit apart, take each other's changes in batches, one by
 * one or out of order, take edits back, and go on from snapshots, until all have everything.
 *
 * <p>The same seed gives the same history, scenario included.
 */
final class TextHistory {
  static final String NAME = "text";
  static final ContainerId TEXT = new ContainerId.Root(NAME, Kind.TEXT);

  private static final int STEPS = 80;

  private final TextScenario scenario;
  private final SplitMix64 random;
  private final TextMoves moves;
  private final List<TestReplica> replicas = new ArrayList<>();

  /** All changes, causes before what they cause. */
  private final List<Received> changes = new ArrayList<>();

  private TextHistory(long seed) {
    this.scenario = scenarioOf(seed);
    this.random = new SplitMix64(seed);
    this.moves = new TextMoves(random, scenario);
  }

  static TextScenario scenarioOf(long seed) {
    List<TextScenario> all = Arrays.asList(TextScenario.values());
    return all.get((int) Math.floorMod(seed, (long) all.size()));
  }

  /** Makes a history; {@code onNew} sees each replica before its first step. */
  static TextHistory of(long seed, Consumer<TestReplica> onNew) {
    TextHistory history = new TextHistory(seed);
    int count = history.scenario == TextScenario.PING_PONG ? 2 : 2 + history.random.below(4);
    for (int number = 1; number <= count; number++) {
      TestReplica replica = new TestReplica(number);
      onNew.accept(replica);
      history.replicas.add(replica);
    }
    history.run();
    return history;
  }

  List<TestReplica> replicas() {
    return replicas;
  }

  List<Received> changes() {
    return changes;
  }

  private void run() {
    TestReplica first = replicas.get(0);
    first.edit(moves::begin);
    freeze(first);
    replicas.forEach(replica -> replica.receive(changes));
    for (int step = 0; step < STEPS; step++) {
      step(step);
    }
    replicas.forEach(this::freeze);
    replicas.forEach(replica -> replica.receive(changes));
  }

  private void step(int step) {
    boolean pingPong = scenario == TextScenario.PING_PONG;
    TestReplica replica = pingPong ? replicas.get(step % 2) : random.pick(replicas);
    long wrongBy = random.oneIn(3) ? 1 + random.below(5) : 0;
    switch (random.below(16)) {
      case 0 -> replica.editAndRollBack(tx -> moves.edit(tx, replica.ops()));
      case 1 -> replica.skip(1 + random.below(9));
      case 2 -> forge(replica);
      case 3 -> {
        freeze(replica);
        replica.reload();
      }
      case 4, 5, 6 -> receive(replica);
      default -> replica.edit(tx -> moves.edit(tx, replica.ops()), wrongBy);
    }
    if (pingPong) {
      freeze(replica);
      replicas.get((step + 1) % 2).receive(changes);
    }
  }

  /** Takes in some of what others made; the deaf one does not listen. */
  private void receive(TestReplica replica) {
    freeze(replica);
    if (scenario == TextScenario.DEAF && replica == replicas.get(0)) {
      return;
    }
    List<Received> some = new ArrayList<>(changes);
    switch (random.below(4)) {
      case 0 -> replica.receive(some);
      case 1 -> some.forEach(change -> replica.receive(List.of(change)));
      case 2 -> replica.receive(some.subList(0, random.below(some.size() + 1)));
      default -> {
        random.shuffle(some);
        for (int start = 0; start < some.size(); ) {
          int end = Math.min(some.size(), start + 1 + random.below(8));
          replica.receive(some.subList(start, end));
          start = random.oneIn(5) ? some.size() : end;
        }
      }
    }
  }

  private void freeze(TestReplica replica) {
    changes.addAll(replica.freeze(random.oneIn(3) ? 3 : 1));
  }

  private void forge(TestReplica replica) {
    freeze(replica);
    changes.add(replica.forge(moves.forged(replica.ops())));
  }
}
