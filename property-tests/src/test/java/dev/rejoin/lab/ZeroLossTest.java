package dev.rejoin.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationState;
import dev.rejoin.crdt.DocumentState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * No annotation is ever lost: 10,000 of them on a text of 100,000 units, on which five people
 * write, cut, paste and take back apart from each other.
 *
 * <p>{@code -Drejoin.seed=} replays one seed; a failure names its own.
 */
final class ZeroLossTest {
  private static final int PEOPLE = 5;
  private static final int ANNOTATIONS = 10_000;
  private static final int UNITS = 100_000;

  @Test
  void asManyAnnotationsShowAsWereAdded() {
    long seed = Long.getLong("rejoin.seed", System.nanoTime());
    try {
      run(new SplitMix64(seed));
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError(
          "replay it with -Drejoin.seed=" + seed + ": " + failure.getMessage(), failure);
    }
  }

  private static void run(SplitMix64 random) {
    List<Commentator> people = new ArrayList<>();
    for (int number = 1; number <= PEOPLE; number++) {
      people.add(new Commentator(number, random));
    }
    String words = "Kick-off on Monday at ten, in room 5. ".repeat(UNITS);
    people.get(0).edit(tx -> tx.text("body").append(words.substring(0, UNITS)));
    people.forEach(one -> one.merge(people.get(0), true));
    int looks = 0;
    while (added(people) < ANNOTATIONS) {
      random.pick(people).step(ANNOTATIONS - added(people));
      if (random.oneIn(3)) {
        random.pick(people).merge(random.pick(people), false);
      }
      if (added(people) > ANNOTATIONS / 2 && looks++ == 0) {
        agreesWithTheTwin(random.pick(people));
      }
    }
    meet(people);
    allAreThere(people);
    TreeMap<Object, AnnotationState> before = people.get(0).states();
    for (AnnotationState state : AnnotationState.values()) {
      long count = before.values().stream().filter(state::equals).count();
      assertTrue(count > ANNOTATIONS / 50, "a test that tests nothing: " + count + " " + state);
    }
    agreesWithTheTwin(random.pick(people));
    everythingGoesAndComesBack(people, random.pick(people), before);
    agreesWithTheTwin(random.pick(people));
  }

  /** One person deletes all of the text and takes that back, and the others see it. */
  private static void everythingGoesAndComesBack(
      List<Commentator> people, Commentator one, TreeMap<Object, AnnotationState> before) {
    one.cutAll();
    meet(people);
    allAreThere(people);
    for (Commentator person : people) {
      person.states().values().forEach(state -> assertEquals(AnnotationState.ORPHANED, state));
    }
    one.takeBack();
    meet(people);
    allAreThere(people);
    people.forEach(person -> assertEquals(before, person.states()));
  }

  private static int added(List<Commentator> people) {
    return people.stream().mapToInt(Commentator::added).sum();
  }

  private static void meet(List<Commentator> people) {
    for (int round = 0; round < 2; round++) {
      people.forEach(to -> people.forEach(from -> to.merge(from, true)));
    }
  }

  /** Stored and shown are as many as were added, everywhere, after a restart too. */
  private static void allAreThere(List<Commentator> people) {
    byte[] expected = people.get(0).state().save();
    List<AnnotationItem> items = people.get(0).annotations().items();
    assertEquals(ANNOTATIONS, items.size());
    for (Commentator person : people) {
      assertArrayEquals(expected, person.state().save(), "people differ in the end");
      assertEquals(0, person.state().held());
      assertEquals(ANNOTATIONS, person.annotations().size());
      assertEquals(items, person.annotations().items());
      assertEquals(person.states().toString(), person.mirror().toString(), "what events told");
    }
    DocumentState loaded = DocumentState.load(expected);
    assertEquals(items, loaded.annotations(Commentator.TEXT).items());
  }

  private static void agreesWithTheTwin(Commentator person) {
    NaiveAnnotations twin = new NaiveAnnotations(person.ops(), Commentator.TEXT);
    assertEquals(twin.items(), person.annotations().items());
  }
}
