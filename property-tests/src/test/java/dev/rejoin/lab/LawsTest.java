package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.Change;
import dev.rejoin.crdt.DocumentState;
import dev.rejoin.crdt.Heads;
import dev.rejoin.crdt.Imported;
import dev.rejoin.crdt.OpId;
import dev.rejoin.crdt.Received;
import dev.rejoin.crdt.ReplicaId;
import dev.rejoin.crdt.Transaction;
import dev.rejoin.crdt.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws that every type obeys, on random histories.
 *
 * <p>Seeds are fresh in every run; a failure names its seed. {@code -Drejoin.seed=} replays one,
 * {@code -Drejoin.runs=} says how many to try for each profile.
 */
class LawsTest {
  private static final int DEFAULT_RUNS = 150;

  @ParameterizedTest
  @EnumSource(Profile.class)
  void everyLawHolds(Profile profile) {
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
      History history = History.random(profile, seed, LawsTest::agreesWithTheTwins);
      SplitMix64 random = new SplitMix64(~seed);
      byte[] expected = history.replicas().get(0).state().save();
      for (TestReplica replica : history.replicas()) {
        assertArrayEquals(expected, replica.state().save(), "replicas differ in the end");
        assertEquals(0, replica.state().held());
      }
      causalOrderDoesNotMatter(history, random, expected);
      orderOfDeliveryDoesNotMatter(history, random, expected);
      receivingMuchAtOnceDoesNotMatter(history, random, expected);
      savingAndLoadingInBetweenDoesNotMatter(history, random, expected);
      rollbackLeavesNothingBehind(history, expected);
      undoTakesBackAndRedoBringsBack(history, random, expected);
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          profile + " fails; replay it with -Drejoin.seed=" + seed + ": " + failure.getMessage(),
          failure);
    }
  }

  private static void agreesWithTheTwins(TestReplica replica) {
    assertEquals(Picture.of(replica.ops()), Picture.of(replica.state()));
    assertEquals(replica.schema(), replica.state().schema());
    assertEquals(List.of(), replica.mirror().differences(replica.ops()));
  }

  /** One change at a time, causes first, with duplicates: the twins agree after every step. */
  private static void causalOrderDoesNotMatter(
      History history, SplitMix64 random, byte[] expected) {
    DocumentState state = new DocumentState(TestReplica.DOCUMENT);
    Mirror mirror = new Mirror();
    List<AppliedOp> ops = new ArrayList<>();
    List<Change> invalid = new ArrayList<>();
    List<Received> done = new ArrayList<>();
    for (Received next : causalOrder(history.changes(), random)) {
      Imported imported = state.apply(List.of(next), true);
      mirror.accept(imported.event());
      imported.applied().forEach(change -> ops.addAll(AppliedOp.of(change)));
      imported.invalid().forEach(bad -> invalid.add(bad.change()));
      assertEquals(Picture.of(ops), Picture.of(state));
      assertEquals(List.of(), mirror.differences(ops));
      done.add(next);
      Imported again = state.apply(List.of(random.pick(done)), true);
      assertTrue(again.applied().isEmpty() && again.event() == null, "a duplicate had an effect");
    }
    assertEquals(history.illegal().size(), invalid.size());
    assertTrue(invalid.containsAll(history.illegal()), "the wrong changes are invalid");
    assertArrayEquals(expected, state.save(), "another causal order");
  }

  /** Batches in any order, effects before causes. */
  private static void orderOfDeliveryDoesNotMatter(
      History history, SplitMix64 random, byte[] expected) {
    List<Received> shuffled = new ArrayList<>(history.changes());
    shuffled.addAll(history.changes().subList(0, history.changes().size() / 2));
    random.shuffle(shuffled);
    DocumentState state = new DocumentState(TestReplica.DOCUMENT);
    Mirror mirror = new Mirror();
    for (int start = 0; start < shuffled.size(); ) {
      int end = Math.min(shuffled.size(), start + 1 + random.below(8));
      mirror.accept(state.apply(shuffled.subList(start, end), true).event());
      start = end;
    }
    assertEquals(0, state.held());
    assertArrayEquals(expected, state.save(), "another order of delivery");
    assertEquals(List.of(), mirror.differences(history.replicas().get(0).ops()));
  }

  /**
   * All there is in one batch, or most of it: such a text is put in order at once, when it is read,
   * and what comes later, watched or not, goes on from there.
   */
  private static void receivingMuchAtOnceDoesNotMatter(
      History history, SplitMix64 random, byte[] expected) {
    List<Received> order = causalOrder(history.changes(), random);
    int most = random.oneIn(3) ? order.size() : random.below(order.size() + 1);
    List<Received> first = new ArrayList<>(order.subList(0, most));
    random.shuffle(first);
    DocumentState state = new DocumentState(TestReplica.DOCUMENT);
    Imported imported = state.apply(first, false);
    List<AppliedOp> ops = new ArrayList<>();
    imported.applied().forEach(change -> ops.addAll(AppliedOp.of(change)));
    boolean watched = random.oneIn(2);
    for (Received next : order.subList(most, order.size())) {
      imported = state.apply(List.of(next), watched);
      imported.applied().forEach(change -> ops.addAll(AppliedOp.of(change)));
      if (random.oneIn(8)) {
        assertEquals(Picture.of(ops), Picture.of(state));
      }
    }
    assertArrayEquals(expected, state.save(), "much at once");
    assertEquals(Picture.of(ops), Picture.of(state));
  }

  private static void savingAndLoadingInBetweenDoesNotMatter(
      History history, SplitMix64 random, byte[] expected) {
    DocumentState state = new DocumentState(TestReplica.DOCUMENT);
    for (Received next : causalOrder(history.changes(), random)) {
      state.apply(List.of(next), false);
      if (state.held() == 0 && random.oneIn(3)) {
        byte[] saved = state.save();
        state = DocumentState.load(saved);
        assertArrayEquals(saved, state.save(), "loading changed the document");
      }
    }
    assertArrayEquals(expected, state.save(), "saved and loaded in between");
  }

  private static void rollbackLeavesNothingBehind(History history, byte[] expected) {
    DocumentState state = DocumentState.load(expected);
    Picture before = Picture.of(state);
    ReplicaId stranger = new ReplicaId(1, 1);
    for (int i = 0; i < 5; i++) {
      Transaction transaction = state.begin(stranger, 1 + i, true);
      history.edits().edit(transaction, history.replicas().get(0).ops());
      transaction.rollback();
      assertEquals(before, Picture.of(state));
      assertArrayEquals(expected, state.save(), "a rollback left something behind");
    }
  }

  /** Steps that nobody interferes with, back and forth: the document shows what it showed then. */
  private static void undoTakesBackAndRedoBringsBack(
      History history, SplitMix64 random, byte[] expected) {
    DocumentState state = DocumentState.load(expected);
    List<Change> known = new ArrayList<>();
    history.changes().forEach(received -> known.add(received.change()));
    List<Change> steps = new ArrayList<>();
    List<String> shown = new ArrayList<>(List.of(Shown.of(state)));
    for (int i = 0; i < 6; i++) {
      Change made =
          change(state, known, tx -> history.edits().edit(tx, history.replicas().get(0).ops()));
      if (made != null) {
        steps.add(made);
        shown.add(Shown.of(state));
      }
    }
    int at = steps.size();
    for (int i = 0; i < 20 && !steps.isEmpty(); i++) {
      boolean back = at == steps.size() || at > 0 && random.oneIn(2);
      int step = back ? at - 1 : at;
      Change takenBack = steps.get(step);
      steps.set(
          step, change(state, known, tx -> tx.takeBack(List.of(takenBack), id -> of(known, id))));
      at += back ? -1 : 1;
      assertEquals(shown.get(at), Shown.of(state), (back ? "undo" : "redo") + " of step " + step);
    }
  }

  private static @Nullable Change of(List<Change> changes, OpId id) {
    for (Change change : changes) {
      boolean same = change.replica().equals(id.replica());
      if (same && change.from() <= id.seq() && id.seq() <= change.to()) {
        return change;
      }
    }
    return null;
  }

  /** A transaction of a stranger and the change it becomes, or null if it came to nothing. */
  private static @Nullable Change change(
      DocumentState state, List<Change> known, Consumer<Transaction> edits) {
    ReplicaId stranger = new ReplicaId(1, 1);
    long from = state.end(stranger) + 1;
    Transaction transaction = state.begin(stranger, from, false);
    edits.accept(transaction);
    if (transaction.atoms() == 0) {
      transaction.rollback();
      return null;
    }
    Change made =
        new Change(
            stranger,
            from,
            from + transaction.atoms() - 1,
            TestReplica.DOCUMENT,
            from - 1,
            Heads.none(),
            transaction.lamport(),
            0,
            "",
            "",
            false,
            transaction.ops());
    transaction.commit();
    known.add(made);
    return made;
  }

  /** A random order in which every change comes after its causes. */
  private static List<Received> causalOrder(List<Received> changes, SplitMix64 random) {
    List<Received> waiting = new ArrayList<>(changes);
    List<Received> order = new ArrayList<>();
    TreeSet<OpId> done = new TreeSet<>();
    while (!waiting.isEmpty()) {
      random.shuffle(waiting);
      Received next = null;
      for (Received candidate : waiting) {
        if (hasCauses(candidate.change(), done)) {
          next = candidate;
          break;
        }
      }
      assertTrue(next != null, "a history with a cycle");
      waiting.remove(next);
      order.add(next);
      done.add(next.change().last());
    }
    return order;
  }

  private static boolean hasCauses(Change change, TreeSet<OpId> done) {
    boolean previous =
        change.previous() == 0 || done.contains(new OpId(change.replica(), change.previous()));
    return previous && change.deps().list().stream().allMatch(dep -> done.contains(dep.id()));
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aSeedGivesTheSameHistoryAgain(Profile profile) {
    History first = History.random(profile, 42, replica -> {});
    History second = History.random(profile, 42, replica -> {});
    assertEquals(first.changes(), second.changes());
    assertTrue(first.changes().size() > 5, "a history that tests nothing");
    Version version = first.replicas().get(0).state().version();
    assertTrue(version.entries().size() > 1, "a history of one replica");
  }
}
