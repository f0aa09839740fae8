package dev.rejoin.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rejoin.replica.store.Row;
import dev.rejoin.replica.store.SignedBatch;
import dev.rejoin.replica.store.SpaceJournal;
import dev.rejoin.replica.store.Taken;
import java.nio.file.Path;
import java.util.List;

/** Two replicas of one space that are apart until they meet, without a network. */
final class Pair implements AutoCloseable {
  final Replica ana;
  final Replica ben;

  private Pair(Replica ana, Replica ben) {
    this.ana = ana;
    this.ben = ben;
  }

  /** Ana has founded the space 'team', and Ben has joined it. */
  static Pair in(Path dir) {
    Replica ana = Replica.open(dir.resolve("ana"), o -> o.author("Ana"));
    Replica ben = Replica.open(dir.resolve("ben"), o -> o.author("Ben"));
    ben.join(ana.space("team").invite(List.of()), "team");
    Pair pair = new Pair(ana, ben);
    pair.meet();
    return pair;
  }

  Space anas() {
    return ana.existingSpace("team");
  }

  Space bens() {
    return ben.existingSpace("team");
  }

  Document anas(String document) {
    return anas().document(document);
  }

  Document bens(String document) {
    return bens().document(document);
  }

  /** Each gets what the other has; both hold the same afterwards. */
  void meet() {
    anas().freeze();
    bens().freeze();
    give(anas(), bens(), true);
    give(bens(), anas(), true);
    give(anas(), bens(), false);
    give(bens(), anas(), false);
    for (String name : anas().documents()) {
      assertEquals(anas(name).digest(), bens(name).digest(), name);
    }
  }

  static void give(Space from, Space to, boolean control) {
    SpaceJournal journal = control ? from.controlJournal() : from.journal();
    for (Row row : journal.read(0, journal.head(), Long.MAX_VALUE)) {
      SignedBatch batch = new SignedBatch(row.replica(), List.of(row.change()), row.signature());
      Taken taken = to.take(batch, control);
      if (taken.outcome() == Taken.Outcome.REFUSED) {
        throw new AssertionError("refused: " + taken);
      }
    }
  }

  @Override
  public void close() {
    ana.close();
    ben.close();
  }
}
