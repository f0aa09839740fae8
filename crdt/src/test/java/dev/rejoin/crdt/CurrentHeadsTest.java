package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CurrentHeadsTest {
  private static final int ROUNDS = 40;
  private static final int STEPS = 60;

  @Test
  void theyMoveAsHeadsDoStepByStep() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      List<Author> authors = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        authors.add(new Author(i));
      }
      Author reader = new Author(9);
      Heads expected = Heads.none();
      for (int step = 0; step < STEPS; step++) {
        Author author = authors.get(random.nextInt(authors.size()));
        if (random.nextInt(3) == 0) {
          author.merge(authors.get(random.nextInt(authors.size())));
          continue;
        }
        Received made = author.edit(tx -> tx.counter("c").add(1));
        reader.receive(made);
        Change change = made.change();
        expected = expected.advance(change.deps(), change.previous(), made.head());
        assertSameView(expected, reader.state, authors);
      }
    }
  }

  private static void assertSameView(Heads expected, DocumentState state, List<Author> authors) {
    assertEquals(expected, state.heads());
    for (Author author : authors) {
      assertEquals(expected.without(author.id), state.headsWithout(author.id));
      assertEquals(state.version().get(author.id), state.end(author.id));
    }
  }
}
