package dev.rejoin.lab;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.Comments;
import dev.rejoin.crdt.Op;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A random history of a document: a few replicas that edit apart and merge parts of each other's
 * work in causal order, until all have everything.
 *
 * <p>The same profile and seed give the same history.
 */
final class History {
  private static final int STEPS = 40;

  private final SplitMix64 random;
  private final RandomEdits edits;
  private final Forger forger;
  private final Consumer<TestReplica> onNew;
  private final Consumer<TestReplica> afterStep;
  private final List<TestReplica> replicas = new ArrayList<>();

  /** All changes, causes before what they cause. */
  private final List<Received> changes = new ArrayList<>();

  private final List<Change> illegal = new ArrayList<>();

  private History(
      Profile profile, long seed, Consumer<TestReplica> onNew, Consumer<TestReplica> afterStep) {
    this.random = new SplitMix64(seed);
    this.edits = new RandomEdits(random, profile);
    this.forger = new Forger(random, profile);
    this.onNew = onNew;
    this.afterStep = afterStep;
  }

  /** Makes a history; {@code afterStep} sees the replica that each step changed. */
  static History random(Profile profile, long seed, Consumer<TestReplica> afterStep) {
    return random(profile, seed, replica -> {}, afterStep);
  }

  /** Makes a history; {@code onNew} sees each replica before its first step. */
  static History random(
      Profile profile, long seed, Consumer<TestReplica> onNew, Consumer<TestReplica> afterStep) {
    History history = new History(profile, seed, onNew, afterStep);
    history.run();
    return history;
  }

  List<TestReplica> replicas() {
    return replicas;
  }

  List<Received> changes() {
    return changes;
  }

  /** The changes that must be invalid everywhere. */
  List<Change> illegal() {
    return illegal;
  }

  RandomEdits edits() {
    return edits;
  }

  private void run() {
    int count = 2 + random.below(3);
    for (int number = 1; number <= count; number++) {
      TestReplica replica = new TestReplica(number);
      replicas.add(replica);
      onNew.accept(replica);
    }
    for (int step = 0; step < STEPS; step++) {
      TestReplica replica = random.pick(replicas);
      step(replica);
      afterStep.accept(replica);
    }
    for (int round = 0; round < 2; round++) {
      for (TestReplica replica : replicas) {
        freeze(replica);
        replicas.forEach(from -> merge(replica, from, from.journal().size()));
        afterStep.accept(replica);
      }
    }
  }

  private void step(TestReplica replica) {
    int choice = random.below(20);
    if (choice < 11) {
      long wrongBy = random.oneIn(3) ? 1 + random.below(5) : 0;
      replica.edit(tx -> edits.edit(tx, replica.ops()), wrongBy);
    } else if (choice < 13) {
      replica.editAndRollBack(tx -> edits.edit(tx, replica.ops()));
    } else if (choice < 14) {
      replica.skip(1 + random.below(9));
    } else if (choice < 16) {
      freeze(replica);
      forge(replica);
    } else {
      freeze(replica);
      TestReplica from = random.pick(replicas);
      merge(replica, from, random.below(from.journal().size() + 1));
    }
  }

  private void freeze(TestReplica replica) {
    changes.addAll(replica.freeze(random.oneIn(3) ? 3 : 1));
  }

  private void forge(TestReplica replica) {
    OpId unseen = unseenBy(replica);
    if (random.oneIn(3)) {
      Received forged =
          random.oneIn(4)
              ? replica.forge(forger.noComments(replica.ops()), true)
              : replica.forge(forger.illegal(replica.ops(), unseen), false);
      illegal.add(forged.change());
      changes.add(forged);
    } else {
      List<Op> legal = forger.legal(replica.ops());
      changes.add(replica.forge(legal, Comments.only(legal)));
    }
  }

  /** An atom that others may know already and that this replica does not. */
  private OpId unseenBy(TestReplica replica) {
    TestReplica other = random.pick(replicas);
    long known = replica.state().version().get(other.id());
    boolean self = other == replica;
    return new OpId(other.id(), (self ? replica.nextSeq() + 100 : known) + 1 + random.below(3));
  }

  private static void merge(TestReplica to, TestReplica from, int count) {
    to.receive(List.copyOf(from.journal().subList(0, count)));
  }
}
