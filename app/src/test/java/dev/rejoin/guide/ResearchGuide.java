package dev.rejoin.guide;

import dev.rejoin.crdt.Transaction;
import dev.rejoin.lab.SplitMix64;
import dev.rejoin.lab.TestReplica;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A convergence experiment. */
final class ResearchGuide {
  private ResearchGuide() {}

  // [snippet
  static void noteTaker(Transaction tx, SplitMix64 random) { // one random step of a user
    int length = tx.text("body").length();
    if (length == 0 || random.below(10) < 7) {
      tx.text("body").insert(random.below(length + 1), random.pick(List.of("alpha ", "beta ")));
    } else {
      int from = random.below(length);
      tx.text("body").delete(from, Math.min(length, from + 3));
    }
    tx.set("tags").add(random.pick(List.of("red", "blue")));
  }

  public static void main(String[] args) {
    int equal = 0;
    for (long seed = 1; seed <= 100; seed++) {
      SplitMix64 random = new SplitMix64(seed);
      List<TestReplica> replicas = IntStream.rangeClosed(1, 3).mapToObj(TestReplica::new).toList();
      for (int step = 0; step < 60; step++) {
        TestReplica replica = random.pick(replicas);
        replica.edit(tx -> noteTaker(tx, random));
        if (random.oneIn(4)) {
          replica.merge(random.pick(replicas), random.below(5));
        }
      }
      replicas.forEach(to -> replicas.forEach(from -> to.merge(from, 0)));
      replicas.forEach(to -> replicas.forEach(from -> to.merge(from, 0)));
      byte[] state = replicas.get(0).state().save(); // the same bytes if the same changes are there
      if (replicas.stream().allMatch(r -> Arrays.equals(state, r.state().save()))) {
        equal++;
      }
    }
    System.out.println(equal + " of 100 histories end the same on all three replicas");
  }
  // snippet]
}
