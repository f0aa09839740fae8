package dev.rejoin.lab;

import dev.rejoin.crdt.AnnotationItem;
import dev.rejoin.crdt.AnnotationsEdit;
import dev.rejoin.crdt.DocumentEdit;
import dev.rejoin.crdt.ListEdit;
import dev.rejoin.crdt.RefusedEditException;
import dev.rejoin.crdt.Value;
import dev.rejoin.lab.SimCable.Fate;
import dev.rejoin.replica.Document;
import dev.rejoin.replica.Replica;
import dev.rejoin.replica.Space;
import dev.rejoin.replica.schema.Schema;
import dev.rejoin.replica.trust.InviteLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A few replicas in one process, joined by simulated cables, moved on one random step at a time.
 *
 * <p>One seed decides every choice. Replicas use their real stores, sessions and threads, so what
 * is on disk at a crash may differ from run to run; what must hold at the end does not depend on
 * it.
 */
final class Simulation implements AutoCloseable {
  static final int REPLICAS = 3;

  /** Every edit adds a token of its own; nothing is ever taken away. */
  static final String LEDGER = "ledger";

  /** Anything goes. */
  static final String PLAY = "play";

  /** One replica edits with a schema; what the others do fits it or not. */
  private static final Schema TYPED =
      Schema.named("play")
          .version(2)
          .text("body")
          .map("meta")
          .set("tags", Value.class)
          .open()
          .build();

  private static final String SPACE = "shared";
  private static final int HEALING_ROUNDS = 100_000;
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private final SplitMix64 random;
  private final List<Path> directories = new ArrayList<>();
  private final List<Replica> replicas = new ArrayList<>();
  private final List<SimCable> cables = new ArrayList<>();
  private final List<String> acknowledged = new ArrayList<>();
  private long now;

  Simulation(Path directory, long seed) {
    this.random = new SplitMix64(seed);
    InviteLink invite = null;
    for (int i = 0; i < REPLICAS; i++) {
      directories.add(directory.resolve("replica-" + i));
      Replica replica = open(i);
      replicas.add(replica);
      if (invite == null) {
        invite = replica.space(SPACE).invite(List.of());
      } else {
        replica.join(invite, SPACE);
      }
    }
    plugIn(0, 1);
    plugIn(1, 2);
    if (random.oneIn(2)) {
      plugIn(2, 0); // a ring; else a chain, where a loss has no way around
    }
    heal();
  }

  private Replica open(int i) {
    return Replica.open(directories.get(i), o -> o.author("author " + i));
  }

  private void plugIn(int left, int right) {
    cables.add(
        new SimCable(replicas.get(left).linkHost(), replicas.get(right).linkHost(), random, now));
  }

  Document document(int replica, String name) {
    Space space = replicas.get(replica).existingSpace(SPACE);
    return replica == 0 && name.equals(PLAY) ? space.document(name, TYPED) : space.document(name);
  }

  /** The tokens of all edits that returned. */
  List<String> acknowledged() {
    return acknowledged;
  }

  /** Does one random thing. */
  void step() {
    now += random.below(1_500);
    int choice = random.below(100);
    if (choice < 25) {
      editLedger(random.below(REPLICAS));
    } else if (choice < 45) {
      editPlay(random.below(REPLICAS));
    } else if (choice < 90) {
      stepCable(random.pick(cables));
    } else if (choice < 93) {
      random.pick(cables).tick(now);
    } else if (choice < 95) {
      show(random.below(REPLICAS), "step " + now);
    } else if (choice < 97) {
      random.pick(cables).cut();
    } else if (choice < 99) {
      replug(random.below(cables.size()));
    } else {
      crash(random.below(REPLICAS));
    }
  }

  private void stepCable(SimCable cable) {
    int dice = random.below(40);
    Fate fate =
        dice == 0
            ? Fate.LOST
            : dice == 1 ? Fate.DOUBLED : dice == 2 ? Fate.SWAPPED : Fate.DELIVERED;
    cable.step(random.oneIn(2), fate, now);
    cable.tick(now);
  }

  private void replug(int index) {
    SimCable old = cables.get(index);
    old.cut();
    int right = (index + 1) % REPLICAS;
    cables.set(
        index,
        new SimCable(replicas.get(index).linkHost(), replicas.get(right).linkHost(), random, now));
  }

  private void crash(int index) {
    replicas.get(index).crash();
    replicas.set(index, open(index));
    for (int cable = 0; cable < cables.size(); cable++) {
      if (cable == index || (cable + 1) % REPLICAS == index) {
        replug(cable);
      }
    }
  }

  private void show(int index, String what) {
    document(index, PLAY).presence().set(Map.of("what", what));
  }

  /** Lets every replica show something, and runs until each sees that of all others and no more. */
  void meetInPerson() {
    for (int i = 0; i < REPLICAS; i++) {
      show(i, "here is " + i);
    }
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!allSeeAll()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the replicas do not see each other: " + seen());
      }
      now += 300;
      cables.forEach(this::deliver);
    }
  }

  private boolean allSeeAll() {
    for (int i = 0; i < REPLICAS; i++) {
      List<String> others = new ArrayList<>();
      for (int other = 0; other < REPLICAS; other++) {
        if (other != i) {
          others.add("here is " + other);
        }
      }
      if (!seen().get(i).equals(others)) {
        return false;
      }
    }
    return true;
  }

  private List<List<String>> seen() {
    List<List<String>> seen = new ArrayList<>();
    for (int i = 0; i < REPLICAS; i++) {
      seen.add(
          document(i, PLAY).presence().members().stream()
              .map(member -> member.attributes().getOrDefault("what", ""))
              .sorted()
              .toList());
    }
    return seen;
  }

  private void deliver(SimCable cable) {
    while (cable.isBusy()) {
      cable.step(true, Fate.DELIVERED, now);
      cable.step(false, Fate.DELIVERED, now);
    }
    cable.tick(now);
  }

  private void editLedger(int index) {
    String token = "<" + index + "." + acknowledged.size() + ">";
    document(index, LEDGER)
        .edit(
            tx -> {
              // Only between whole tokens: a token is found again as a piece of text.
              String text = tx.text("body").content();
              int at = text.isEmpty() ? 0 : text.indexOf('<', random.below(text.length()));
              tx.text("body").insert(Math.max(at, 0), token);
              tx.set("tokens").add(token);
              tx.counter("count").add(1);
            });
    acknowledged.add(token);
  }

  private void editPlay(int index) {
    document(index, PLAY).edit(this::play);
  }

  private void play(DocumentEdit tx) {
    int length = tx.text("body").length();
    switch (random.below(12)) {
      case 0, 1 -> tx.text("body").insert(random.below(length + 1), "word ");
      case 10, 11 -> annotate(tx, length);
      case 2 -> {
        int from = random.below(length + 1);
        tx.text("body").delete(from, Math.min(length, from + random.below(8)));
      }
      case 3 -> tx.map("meta").put("key" + random.below(4), random.below(100));
      case 4 -> tx.set("tags").add("tag" + random.below(5)).discard("tag" + random.below(5));
      case 5, 6 -> play(tx.list("items"));
      case 7, 8 -> {
        try {
          new RandomMoves(random).edit(tx.tree("outline"));
        } catch (RefusedEditException refused) {
          // A node cannot go below itself; the rest of the transaction stands.
        }
      }
      default -> tx.map("meta").map("nested").counter("n").add(random.below(10));
    }
  }

  private void annotate(DocumentEdit tx, int length) {
    AnnotationsEdit notes = tx.annotations("body");
    List<AnnotationItem> items = notes.items();
    if (length > 0 && (items.isEmpty() || random.oneIn(2))) {
      int from = random.below(length);
      notes.add(from, Math.min(length, from + 1 + random.below(9)), "why?");
    } else if (!items.isEmpty()) {
      notes.reply(random.pick(items).id(), "because");
      notes.resolve(random.pick(items).id());
    }
  }

  private void play(ListEdit items) {
    int size = items.size();
    if (size < 4) {
      items.add("item").insertMap(random.below(size + 1)).put("n", size);
      return;
    }
    int index = random.below(size);
    switch (random.below(4)) {
      case 0 -> items.delete(index);
      case 1 -> items.set(index, random.below(100));
      default -> items.move(index, random.below(size));
    }
  }

  /** Plugs everything in and lets it run, without faults, until nothing is left to do. */
  void heal() {
    replicas.forEach(replica -> replica.spaces().forEach(s -> s.documents()));
    for (int i = 0; i < cables.size(); i++) {
      replug(i);
    }
    for (int round = 0; round < HEALING_ROUNDS; round++) {
      now += 1_001;
      cables.forEach(this::deliver);
      if (cables.stream().allMatch(SimCable::isSettled) && round > 3) {
        return;
      }
      for (int i = 0; i < cables.size(); i++) {
        if (!cables.get(i).isUp()) {
          replug(i);
        }
      }
    }
    throw new IllegalStateException("the replicas do not come to rest");
  }

  @Override
  public void close() {
    cables.forEach(SimCable::cut);
    replicas.forEach(Replica::close);
  }
}
