package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What went wrong elsewhere with moves in lists. See docs/internals/known-failures.md. */
final class MoveFailuresTest {
  private final Author ana = new Author(1);
  private final Author ben = new Author(2);
  private final Author cleo = new Author(3);

  private void begin(String letters) {
    ana.edit(tx -> letters.chars().forEach(c -> tx.list("list").add(Character.toString(c))));
    ben.merge(ana);
    cleo.merge(ana);
  }

  private static void edit(Author author, Consumer<ListEdit> edit) {
    author.edit(tx -> edit.accept(tx.list("list")));
  }

  /** All see the same, and what they see. */
  private String exchange() {
    List<Author> all = List.of(ana, ben, cleo);
    for (Author to : all) {
      for (Author from : all) {
        long known = to.state.version().get(from.id);
        to.receive(
            from.journal.stream()
                .filter(r -> r.change().replica().equals(from.id) && r.change().to() > known)
                .toList());
      }
    }
    assertArrayEquals(ana.state.save(), ben.state.save());
    assertArrayEquals(ana.state.save(), cleo.state.save());
    StringBuilder shown = new StringBuilder();
    ana.state.list("list").values().forEach(shown::append);
    return shown.toString();
  }

  /** automerge #352: a move is a delete and an insert, so two of them leave two copies. */
  @Test
  void an_element_that_two_move_apart_is_there_once() {
    begin("abcd");
    edit(ana, list -> list.move(0, 3));
    edit(ben, list -> list.move(0, 1));
    assertEquals("bacd", exchange(), "where the later of equal time put it");
  }

  /** automerge #352: what is written in an element that is moved meanwhile is lost. */
  @Test
  void what_is_written_in_an_element_that_is_moved_meanwhile_moves_with_it() {
    ana.edit(tx -> tx.list("list").insertMap(0).put("title", "tea"));
    edit(ana, list -> list.add("b"));
    ben.merge(ana);
    edit(ana, list -> list.move(0, 1));
    edit(ben, list -> list.map(0).put("title", "green tea").put("done", true));
    exchange();
    MapView moved = ana.state.list("list").map(1);
    assertEquals(Optional.of(Value.of("green tea")), moved.get("title"));
    assertEquals(Optional.of(Value.of(true)), moved.get("done"));
  }

  /** automerge #352: a set made apart from a move is lost with the element that was deleted. */
  @Test
  void a_set_and_a_move_made_apart_have_both_their_effect() {
    begin("abc");
    edit(ana, list -> list.move(0, 2));
    edit(ben, list -> list.set(0, "A"));
    assertEquals("bcA", exchange());
  }

  /** automerge-classic #319: whether a move or a delete made apart counts is open. */
  @Test
  void a_move_made_apart_from_a_delete_keeps_the_element() {
    begin("abc");
    edit(ana, list -> list.delete(0));
    edit(ben, list -> list.move(0, 2));
    assertEquals("bca", exchange());
  }

  /** yjs #694: after a move to the place before, an element is missing and a hole is there. */
  @Test
  void a_move_in_the_transaction_that_made_the_list_leaves_no_hole() {
    ana.edit(tx -> tx.list("list").add(0).add(1).add(2).move(2, 1));
    assertEquals("021", exchange());
    edit(ana, list -> list.move(1, 2).move(0, 2).move(2, 0));
    assertEquals("012", exchange());
  }

  /** yorkie-js-sdk #195: two that move elements to the front apart see different orders. */
  @Test
  void two_elements_moved_to_the_front_apart_are_both_there_in_one_order() {
    begin("012");
    edit(ana, list -> list.move(2, 0));
    edit(ben, list -> list.move(1, 0));
    assertEquals(new TreeSet<>(List.of('1', '2')), letters(exchange().substring(0, 2)));
  }

  /** yorkie #676: a move behind an element that is moved apart does not converge. */
  @Test
  void a_move_behind_an_element_that_is_moved_meanwhile_converges() {
    begin("01234");
    edit(ana, list -> list.move(2, 1));
    edit(ben, list -> list.move(0, 4));
    String shown = exchange();
    assertEquals(letters("01234"), letters(shown));
    assertEquals('0', shown.charAt(4));
  }

  /** yorkie #1416: a reference that is moved several times apart makes two orders. */
  @Test
  void several_moves_of_the_neighbours_of_a_moved_element_converge() {
    begin("12345");
    edit(ana, list -> list.move(1, 3));
    edit(ben, list -> list.move(2, 1).move(3, 2));
    assertEquals(letters("12345"), letters(exchange()));
  }

  /** Kleppmann 2020, "Moving elements in list CRDTs": a range that two move apart. */
  @Test
  void ranges_that_overlap_and_are_moved_apart_are_there_once() {
    begin("abcdefgh");
    edit(ana, list -> moveRange(list, 1, 4, 8));
    edit(ben, list -> moveRange(list, 2, 6, 0));
    assertEquals("efaghbcd", exchange(), "each where the higher time has put it");
  }

  /** Moves {@code from..to} in front of what is at {@code target} before. */
  private static void moveRange(ListEdit list, int from, int to, int target) {
    for (int i = 0; i < to - from; i++) {
      if (target > from) {
        list.move(from, target - 1);
      } else {
        list.move(from + i, target + i);
      }
    }
  }

  /**
   * yorkie #1948: hand-written cases converge; moves, adds and inserts of three at random do not.
   */
  @Test
  void moves_adds_and_inserts_of_three_at_random_converge() {
    for (int seed = 0; seed < 40; seed++) {
      MoveFailuresTest one = new MoveFailuresTest();
      Random random = new Random(seed);
      List<Author> all = List.of(one.ana, one.ben, one.cleo);
      int made = 0;
      for (int round = 0; round < 5; round++) {
        for (Author author : all) {
          for (int i = 0; i < 4; i++) {
            String element = Character.toString((char) ('A' + made));
            boolean move = random.nextBoolean() && author.state.list("list").size() > 1;
            edit(author, list -> step(list, random, move, element));
            made += move ? 0 : 1;
          }
        }
        assertEquals(made, one.exchange().length(), "each element once, seed " + seed);
      }
    }
  }

  private static void step(ListEdit list, Random random, boolean move, String element) {
    if (move) {
      int from = random.nextInt(list.size());
      list.move(from, (from + 1 + random.nextInt(list.size() - 1)) % list.size());
    } else {
      list.insert(random.nextBoolean() ? list.size() : random.nextInt(list.size() + 1), element);
    }
  }

  private static TreeSet<Character> letters(String shown) {
    List<Character> letters = new ArrayList<>();
    shown.chars().forEach(c -> letters.add((char) c));
    return new TreeSet<>(letters);
  }
}
