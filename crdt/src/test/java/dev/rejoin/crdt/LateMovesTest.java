package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moves that come late lead to the same log and the same tree as all of them in order. */
final class LateMovesTest {
  private static final FractionalIndex POSITION = FractionalIndex.of(new byte[] {64});

  /** An op of a log; for a rekey {@code node} is the move that it is about. */
  private record Step(OpId id, long lamport, char kind, int node, int parent) {}

  private static OpId id(long lamport, int replica) {
    return new OpId(new ReplicaId(0, replica), lamport);
  }

  /**
   * Creations first, in a chain or anywhere; then moves, deletes and rekeys, some of them of
   * replicas 3 and 4.
   */
  private static List<Step> steps(
      Random random, int nodes, int moves, int lateCount, boolean deep) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      int parent = deep && i > 0 && random.nextInt(10) > 0 ? i - 1 : random.nextInt(i + 1) - 1;
      steps.add(new Step(id(i + 1, 1), i + 1, 'c', i, parent));
    }
    for (int i = 0; i < moves; i++) {
      long lamport = nodes + 1 + i / 2;
      boolean late = random.nextInt(moves) < lateCount;
      OpId id = id(lamport, 1 + i % 2 + (late ? 2 : 0));
      int kind = random.nextInt(10);
      int node = random.nextInt(nodes);
      if (kind == 0) {
        steps.add(new Step(id, lamport, 'd', node, TreeLog.TRASH));
      } else if (kind == 1) {
        int move = random.nextInt(nodes + i);
        while (steps.get(move).kind() == 'd' || isLate(steps.get(move))) {
          move = random.nextInt(nodes + i);
        }
        steps.add(new Step(id, lamport, 'r', move, 0));
      } else {
        steps.add(new Step(id, lamport, 'm', node, random.nextInt(nodes + 1) - 1));
      }
    }
    return steps;
  }

  private static boolean isLate(Step step) {
    return step.id().replica().low() > 2;
  }

  private static void add(TreeLog log, List<Step> all, Step step) {
    switch (step.kind()) {
      case 'c' -> log.create(step.id(), step.lamport(), number(log, all, step.parent()), POSITION);
      case 'm' -> {
        int parent = number(log, all, step.parent());
        log.move(step.id(), step.lamport(), number(log, all, step.node()), parent, POSITION);
      }
      case 'd' ->
          log.move(step.id(), step.lamport(), number(log, all, step.node()), TreeLog.TRASH, null);
      default -> log.rekey(step.id(), step.lamport(), number(log, all, step.node()), POSITION);
    }
  }

  private static int number(TreeLog log, List<Step> all, int step) {
    return step < 0 ? TreeLog.TOP : log.number(all.get(step).id());
  }

  private static List<String> shown(TreeLog log, List<Step> all) {
    List<String> shown = new ArrayList<>();
    for (Step step : all) {
      int number = log.number(step.id());
      if (number >= 0) {
        int place = log.place(number);
        shown.add(
            step.id()
                + " before "
                + name(log, log.link(number))
                + " place "
                + (step.kind() == 'c' ? name(log, place) : ""));
      }
    }
    return shown;
  }

  private static String name(TreeLog log, int number) {
    return number < 0 ? String.valueOf(number) : log.id(number).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "2000, 2000, 3, false",
    "2000, 2000, 100, false",
    "300, 3000, 10, false",
    "300, 1000, 20, true",
    "5, 400, 2, false",
    "40, 400, 10, true",
    "100, 100, 1, true"
  })
  void late_moves_lead_to_what_all_in_order_lead_to(
      int nodes, int moves, int lateCount, boolean deep) {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      List<Step> all = steps(random, nodes, moves, lateCount, deep);
      TreeLog log = new TreeLog();
      all.stream().filter(s -> !isLate(s)).forEach(s -> add(log, all, s));
      log.settle();
      int first = 3 + random.nextInt(2);
      for (int replica : new int[] {first, 7 - first}) {
        all.stream().filter(s -> s.id().replica().low() == replica).forEach(s -> add(log, all, s));
        log.settle();
      }
      TreeLog inOrder = new TreeLog();
      all.stream()
          .sorted(Comparator.comparingLong(Step::lamport).thenComparing(Step::id))
          .forEach(
              s -> {
                add(inOrder, all, s);
                inOrder.settle();
              });
      List<String> expected = shown(inOrder, all);
      List<String> found = shown(log, all);
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(
            expected.get(i), found.get(i), "seed " + seed + ", op " + i + " of " + all.size());
      }
      assertEquals(expected.size(), found.size());
    }
  }

  /** A cycle that a late move makes of a newer one, and one that it takes away. */
  @Test
  void newer_moves_lose_and_gain_their_effect() {
    List<Step> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(new Step(id(i + 1, 1), i + 1, 'c', i, -1));
    }
    all.add(new Step(id(50, 2), 50, 'm', 1, 2)); // late: 1 below 2
    all.add(new Step(id(51, 1), 51, 'm', 2, 1)); // would make a cycle then
    for (int i = 0; i < 20; i++) {
      all.add(new Step(id(60 + i, 1), 60 + i, 'm', 10 + i, 5));
    }
    TreeLog log = new TreeLog();
    all.stream().filter(s -> s.lamport() != 50).forEach(s -> add(log, all, s));
    log.settle();
    assertEquals(1, log.parentOf(log.place(2)));
    add(log, all, all.get(40));
    log.settle();
    assertEquals(2, log.parentOf(log.place(1)));
    assertEquals(TreeLog.TOP, log.parentOf(log.place(2)));
    log.unsettleLast();
    log.removeLast();
    assertEquals(1, log.parentOf(log.place(2)), "without the late move the other one counts again");
    assertEquals(TreeLog.TOP, log.parentOf(log.place(1)));
  }
}
