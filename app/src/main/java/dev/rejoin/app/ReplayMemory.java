package dev.rejoin.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A replay with all replicas in this process and no sockets: batches go from journal to journal by
 * hand. Not safe for several threads.
 */
final class ReplayMemory implements AutoCloseable {
  private final TracePlan plan;
  private final List<ReplayAgent> agents = new ArrayList<>();

  /** For each agent the number of its line after each of its boundaries. */
  private final ReplayBoundaries boundaries;

  private ReplayMemory(TracePlan plan) {
    this.plan = plan;
    this.boundaries = new ReplayBoundaries(plan.replicas());
  }

  /** Opens one replica for each agent below a directory. */
  static ReplayMemory open(TracePlan plan, Path directory) {
    ReplayMemory replay = new ReplayMemory(plan);
    try {
      for (int number = 0; number < plan.replicas(); number++) {
        replay.agents.add(replay.agent(number, directory.resolve("agent-" + number)));
      }
      return replay;
    } catch (RuntimeException e) {
      replay.close();
      throw e;
    }
  }

  private ReplayAgent agent(int number, Path directory) {
    if (number == 0) {
      return ReplayAgent.found(number, plan.trace(), directory);
    }
    ReplayAgent founder = agents.get(0);
    ReplayAgent agent = ReplayAgent.join(number, plan.trace(), directory, founder.invite());
    agent.takeFounding(founder.space());
    return agent;
  }

  /** Replays everything; {@code progress} hears of the number of steps that are done. */
  ReplayReport run(String name, LongConsumer progress) {
    List<Trace.Step> steps = plan.trace().steps();
    long start = System.nanoTime();
    for (int i = 0; i < steps.size(); i++) {
      step(i, steps.get(i).agent());
      progress.accept(i + 1L);
    }
    long typed = System.nanoTime();
    int[] totals = plan.totals();
    for (int number = 0; number < agents.size(); number++) {
      take(number, totals);
    }
    List<String> contents = agents.stream().map(ReplayAgent::content).toList();
    long end = System.nanoTime();
    check(contents);
    List<ReplayReport.Agent> reports = new ArrayList<>();
    long all = agents.stream().mapToLong(ReplayAgent::takenBytes).sum();
    for (int number = 0; number < agents.size(); number++) {
      ReplayAgent agent = agents.get(number);
      long sent = (all - agent.takenBytes()) / (agents.size() - 1);
      reports.add(agent.report(totals[number], sent, agent.takenBytes()));
    }
    boolean complete = plan.trace().endContent() != null;
    int count = plan.trace().transactions();
    return new ReplayReport(
        name, "memory", count, plan.merges(), typed - start, end - start, complete, reports);
  }

  private void step(int index, int author) {
    int[] takes = plan.takesBefore(index);
    if (takes != null) {
      take(author, takes);
    }
    ReplayAgent agent = agents.get(author);
    agent.edit(index);
    if (plan.isBoundary(index)) {
      boundaries.reached(author, plan.ordinal(index), agent.freeze());
    }
  }

  private void take(int number, int[] counts) {
    List<ReplayLine.Prefix> prefixes = new ArrayList<>();
    for (int other = 0; other < agents.size(); other++) {
      if (other != number && counts[other] > 0) {
        long upTo = boundaries.at(other, counts[other]);
        prefixes.add(new ReplayLine.Prefix(agents.get(other).line(), upTo));
      }
    }
    agents.get(number).take(prefixes);
  }

  private void check(List<String> contents) {
    String expected = plan.trace().endContent();
    for (int number = 0; number < contents.size(); number++) {
      String other = expected == null ? contents.get(0) : expected;
      ReplayReport.requireText("agent " + number, other, contents.get(number));
    }
  }

  @Override
  public void close() {
    agents.forEach(ReplayAgent::close);
  }
}
