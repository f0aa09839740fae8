package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * A kill trial: a relay and two replicas, each a process, are killed with SIGKILL again and again
 * while the replicas edit, and started again on the same folders. Not safe for several threads.
 *
 * <p>What was acknowledged must be there in the end, once, on both sides. An edit that a kill
 * caught may be there or not, but not half. The seed decides when and whom to kill; what happens in
 * between is up to the processes.
 */
final class BenchKill implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 90;
  private static final int MOST_ACKS = 60;

  private final Path folder;
  private final Random random;
  private final LinkedBlockingQueue<BenchKillReplica.Said> said = new LinkedBlockingQueue<>();
  private final TreeSet<String> acked = new TreeSet<>();
  private final List<BenchKillReplica> replicas = new ArrayList<>();
  private BenchRelay relay;
  private long relayed;
  private long delivered;
  private int kills;

  private BenchKill(Path folder, long seed, BenchRelay relay) {
    this.folder = folder;
    this.random = new Random(seed);
    this.relay = relay;
  }

  /** Starts the three processes with folders below {@code folder}. */
  static BenchKill start(Path folder, long seed) throws InterruptedException {
    BenchKill trial = new BenchKill(folder, seed, relay(folder, 0));
    try {
      BenchKillReplica ana = trial.add("ana", "");
      trial.await("ana's invite", () -> !ana.invite().isEmpty());
      trial.add("ben", ana.invite());
      trial.await("both in touch", () -> trial.delivered > 0);
      return trial;
    } catch (RuntimeException | InterruptedException e) {
      trial.close();
      throw e;
    }
  }

  private static BenchRelay relay(Path folder, int port) throws InterruptedException {
    return BenchRelay.start(folder.resolve("relay"), port, BenchProcess.SHORT_LIVED);
  }

  private BenchKillReplica add(String name, String invite) {
    BenchKillReplica replica =
        BenchKillReplica.first(name, folder, said, relay.address(), invite, random.nextLong());
    replicas.add(replica);
    return replica;
  }

  /** Kills in so many rounds, and looks at what is left. */
  BenchKillResult run(int rounds, LongConsumer progress) throws InterruptedException {
    long start = System.nanoTime();
    for (int round = 1; round <= rounds; round++) {
      untilNextKill();
      killSome();
      progress.accept(round);
    }
    replicas.forEach(replica -> replica.send("stop"));
    await("everybody to stop", () -> replicas.stream().allMatch(BenchKillReplica::stopped));
    meetAgain();
    replicas.forEach(replica -> replica.send("report"));
    await("reports", () -> replicas.stream().noneMatch(r -> r.report().isEmpty()));
    String version = replicas.get(0).version();
    close();
    List<JsonNode> reports = replicas.stream().map(BenchKillReplica::report).toList();
    List<String> failures = BenchKillCheck.failures(acked, reports);
    failures.addAll(
        BenchKillCheck.relayFailures(folder.resolve("relay"), replicas.get(0).invite(), version));
    JsonNode ana = reports.get(0);
    return new BenchKillResult(
        rounds,
        kills,
        acked.size(),
        ana.get("set").size(),
        ana.get("changes").asLong(),
        System.nanoTime() - start,
        failures);
  }

  /** Some rounds go on until edits were acknowledged, others until some have got further. */
  private void untilNextKill() throws InterruptedException {
    int goal = acked.size() + 1 + random.nextInt(MOST_ACKS);
    long relayedBefore = relayed;
    long deliveredBefore = delivered;
    switch (random.nextInt(3)) {
      case 0 -> await("edits on a relay", () -> acked.size() >= goal && relayed > relayedBefore);
      case 1 -> await("edits elsewhere", () -> acked.size() >= goal && delivered > deliveredBefore);
      default -> await("edits", () -> acked.size() >= goal);
    }
  }

  /** Kills one or several of the three, all victims first, then starts them again. */
  private void killSome() throws InterruptedException {
    int victims = 1 + random.nextInt(7);
    if ((victims & 4) != 0) {
      relay.process().kill();
      kills++;
    }
    for (int i = 0; i < replicas.size(); i++) {
      if ((victims & (1 << i)) != 0) {
        replicas.get(i).kill();
        kills++;
      }
    }
    if ((victims & 4) != 0) {
      relay = relay(folder, relay.port());
    }
    for (int i = 0; i < replicas.size(); i++) {
      if ((victims & (1 << i)) != 0) {
        replicas.get(i).start(relay.address(), random.nextLong(), true);
      } else {
        replicas.get(i).send("hurry");
      }
    }
  }

  /** Kills all, starts all without editing, and waits until both replicas hold the same. */
  private void meetAgain() throws InterruptedException {
    relay.process().kill();
    replicas.forEach(BenchKillReplica::kill);
    kills += 3;
    relay = relay(folder, relay.port());
    replicas.forEach(replica -> replica.start(relay.address(), random.nextLong(), false));
    await("what killed processes said", () -> replicas.stream().allMatch(r -> r.heardAll()));
    await("the same version on both", this::sameVersion);
  }

  private boolean sameVersion() {
    String version = replicas.get(0).version();
    return !version.isEmpty() && replicas.stream().allMatch(r -> r.version().equals(version));
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      BenchKillReplica.Said next = said.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new RejoinException(
            ErrorCode.TIMED_OUT,
            "after %d kills the trial waited %d s for %s; logs are in %s"
                .formatted(kills, PATIENCE_SECONDS, what, folder));
      }
      hear(next);
    }
  }

  private void hear(BenchKillReplica.Said line) {
    String[] words = line.line().split(" ");
    switch (words[0]) {
      case "ack" -> {
        if (words.length == 3) { // else a kill cut the line, and nobody was told
          acked.add(words[1]);
        }
      }
      case "relayed" -> relayed++;
      case "delivered" -> delivered++;
      default -> line.of().hear(line);
    }
  }

  static JsonNode json(String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new RejoinException(ErrorCode.UNKNOWN, "a report is not JSON: " + line, e);
    }
  }

  @Override
  public void close() {
    replicas.forEach(BenchKillReplica::close);
    relay.close();
  }
}
