package dev.rejoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A replay with one process for each agent and real sockets on this machine, through a relay in a
 * process of its own or directly. Not safe for several threads.
 *
 * <p>This side only passes on what the agents tell each other (see {@link ReplayPeer}) and waits.
 * Changes travel over the network alone.
 */
final class ReplayProcesses implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 180;

  /** A line of an agent. */
  private record Said(int agent, String line) {}

  private final TracePlan plan;
  private final String via;
  private final LinkedBlockingQueue<Said> said = new LinkedBlockingQueue<>();
  private final List<BenchProcess> agents = new ArrayList<>();
  private final LongConsumer progress;
  private final long[] done;

  private ReplayProcesses(TracePlan plan, String via, LongConsumer progress) {
    this.plan = plan;
    this.via = via;
    this.progress = progress;
    this.done = new long[plan.replicas()];
  }

  /**
   * Starts the agents' processes.
   *
   * @param relay address of the relay, or null to join the agents directly
   */
  static ReplayProcesses start(
      TracePlan plan, Path trace, Path directory, @Nullable String relay, LongConsumer progress) {
    String via = relay == null ? "direct" : "relay";
    ReplayProcesses replay = new ReplayProcesses(plan, via, progress);
    try {
      for (int number = 0; number < plan.replicas(); number++) {
        replay.agents.add(replay.agent(number, trace, directory, relay == null ? via : relay));
      }
      return replay;
    } catch (RuntimeException e) {
      replay.close();
      throw e;
    }
  }

  private BenchProcess agent(int number, Path trace, Path directory, String address) {
    List<String> arguments =
        List.of(
            trace.toString(),
            String.valueOf(plan.trace().transactions()),
            String.valueOf(number),
            directory.resolve("agent-" + number).toString(),
            address);
    return BenchProcess.start(
        "agent " + number,
        List.of(),
        ReplayPeer.class,
        arguments,
        directory.resolve("agent-" + number + ".log"),
        new BenchProcess.Listener() {
          @Override
          public void line(String line) {
            said.add(new Said(number, line));
          }

          @Override
          public void ended() {
            said.add(new Said(number, "failed UNKNOWN its process ended"));
          }
        });
  }

  /** Replays everything. */
  ReplayReport run(String name) throws InterruptedException {
    collect("ready");
    long start = System.nanoTime();
    agents.forEach(agent -> agent.send("go"));
    long typed = Arrays.stream(collect("finished")).mapToLong(Long::parseLong).max().orElseThrow();
    long total = System.nanoTime() - start;
    agents.forEach(agent -> agent.send("report"));
    List<ReplayReport.Agent> reports = new ArrayList<>();
    for (String json : collect("result")) {
      reports.add(report(json));
    }
    boolean complete = plan.trace().endContent() != null;
    int count = plan.trace().transactions();
    return new ReplayReport(name, via, count, plan.merges(), typed, total, complete, reports);
  }

  private static ReplayReport.Agent report(String json) {
    try {
      return Json.MAPPER.readValue(json, ReplayReport.Agent.class);
    } catch (JsonProcessingException e) {
      throw new RejoinException(ErrorCode.UNKNOWN, "an agent's report is not JSON: " + json, e);
    }
  }

  /** Waits until every agent has said something of one kind; what they said after it. */
  private String[] collect(String kind) throws InterruptedException {
    String[] answers = new String[agents.size()];
    for (int missing = agents.size(); missing > 0; ) {
      Said next = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new RejoinException(ErrorCode.TIMED_OUT, "the agents do not get '" + kind + "'");
      }
      String[] words = next.line().split(" ", 2);
      if (words[0].equals(kind)) {
        answers[next.agent()] = words.length < 2 ? "" : words[1];
        missing--;
      } else {
        handle(next, words);
      }
    }
    return answers;
  }

  private void handle(Said said, String[] words) {
    switch (words[0]) {
      case "tell" -> {
        for (int other = 0; other < agents.size(); other++) {
          if (other != said.agent()) {
            agents.get(other).send(said.agent() + " " + words[1]);
          }
        }
      }
      case "done" -> {
        done[said.agent()] = Long.parseLong(words[1]);
        progress.accept(Arrays.stream(done).sum());
      }
      case "failed" -> throw agents.get(said.agent()).failure(words[1]);
      default ->
          throw new RejoinException(
              ErrorCode.UNKNOWN, "agent " + said.agent() + " says '" + said.line() + "'");
    }
  }

  @Override
  public void close() {
    agents.forEach(BenchProcess::close);
  }
}
