package dev.rejoin.crdt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The number of nodes is kept along, and is always that of a walk. */
final class TreeSizeTest {
  private static final String TREE = "plan";

  private static void check(Author author, String after) {
    List<OpId> walked = new ArrayList<>();
    author.state.tree(TREE).walk().forEachRemaining(walked::add);
    assertEquals(walked.size(), author.state.tree(TREE).size(), after);
  }

  private static void edit(TreeEdit tree, Random random, List<OpId> nodes) {
    OpId node = nodes.get(random.nextInt(nodes.size()));
    OpId parent = random.nextInt(4) == 0 ? null : nodes.get(random.nextInt(nodes.size()));
    boolean usable = parent == null || !tree.isDeleted(parent);
    switch (random.nextInt(8)) {
      case 0, 1 -> nodes.add(usable ? tree.create(parent) : tree.create(null));
      case 2 -> tree.delete(node);
      case 3 -> {
        if (tree.isDeleted(node)) {
          tree.restore(node, null, 0);
        }
      }
      default -> {
        try {
          tree.move(node, parent, 0);
        } catch (RefusedEditException e) {
          // below itself, or deleted: nothing happened
        }
      }
    }
  }

  @Test
  void the_size_is_that_of_a_walk_after_edits_rollbacks_and_merges() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      Author ana = new Author(1);
      Author ben = new Author(2);
      List<OpId> nodes = new ArrayList<>();
      ana.edit(tx -> nodes.add(tx.tree(TREE).create(null)));
      ben.merge(ana);
      List<OpId> ofBen = new ArrayList<>(nodes);
      for (int step = 0; step < 40; step++) {
        String when = "seed " + seed + ", step " + step;
        ana.edit(tx -> edits(tx, random, nodes));
        check(ana, when);
        Transaction dropped = ana.state.begin(ana.id, ana.next(), false);
        edits(dropped, random, new ArrayList<>(nodes));
        check(ana, when + ", open");
        dropped.rollback();
        check(ana, when + ", rolled back");
        ben.edit(tx -> edits(tx, random, ofBen));
        check(ben, when + ", apart");
        if (random.nextInt(6) == 0) {
          merge(ana, nodes, ben, ofBen);
          check(ana, when + ", merged");
          check(ben, when + ", merged");
        }
      }
    }
  }

  private static void edits(Transaction tx, Random random, List<OpId> nodes) {
    tx.map("count").put("edits", random.nextInt());
    for (int i = random.nextInt(4); i > 0; i--) {
      edit(tx.tree(TREE), random, nodes);
    }
  }

  private static void merge(Author ana, List<OpId> ofAna, Author ben, List<OpId> ofBen) {
    List<Received> all = List.copyOf(ana.journal);
    ana.merge(ben);
    ben.receive(all);
    List<OpId> more = new ArrayList<>(ofBen);
    more.removeAll(ofAna);
    List<OpId> missing = new ArrayList<>(ofAna);
    missing.removeAll(ofBen);
    ofAna.addAll(more);
    ofBen.addAll(missing);
  }
}
