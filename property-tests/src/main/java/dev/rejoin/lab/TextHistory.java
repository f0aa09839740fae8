package dev.rejoin.lab;

import dev.rejoin.crdt.ContainerId;
import dev.rejoin.crdt.Kind;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.Version;
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

  /** Whether all replicas have the same bytes in the end, and nothing is held back. */
  void requireConverged() {
    byte[] expected = replicas.get(0).state().save();
    for (TestReplica replica : replicas) {
      if (!Arrays.equals(expected, replica.state().save()) || replica.state().held() > 0) {
        throw new AssertionError("replica " + replica.id() + " ends differently");
      }
    }
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
    switch (random.below(4)) {
      case 0 -> replica.receive(changes);
      case 1 -> replica.receive(changes.subList(0, random.below(changes.size() + 1)));
      case 2 -> unknownTo(replica).forEach(change -> replica.receive(List.of(change)));
      default -> outOfOrder(replica, unknownTo(replica));
    }
  }

  /** Hands over most of these, effects before causes, a few at a time. */
  private void outOfOrder(TestReplica replica, List<Received> some) {
    random.shuffle(some);
    int last = random.oneIn(2) ? some.size() : some.size() * 3 / 4;
    for (int start = 0; start < last; ) {
      int end = Math.min(last, start + 1 + random.below(8));
      replica.receive(some.subList(start, end));
      start = end;
    }
  }

  private List<Received> unknownTo(TestReplica replica) {
    Version version = replica.state().version();
    List<Received> unknown = new ArrayList<>();
    for (Received received : changes) {
      if (received.change().to() > version.get(received.change().replica())) {
        unknown.add(received);
      }
    }
    return unknown;
  }

  private void freeze(TestReplica replica) {
    changes.addAll(replica.freeze(random.oneIn(3) ? 3 : 1));
  }

  private void forge(TestReplica replica) {
    freeze(replica);
    changes.add(replica.forge(moves.forged(replica.ops()), false));
  }
}
