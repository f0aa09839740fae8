package dev.rejoin.app;

import dev.rejoin.proto.ErrorCode;
import dev.rejoin.proto.RejoinException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Implementation notes.
 *
 * Each agent's steps form a line: a step builds on all earlier ones of its agent, or the trace is
 * refused, because a device cannot forget what it typed. So what a step has seen of the others is one
 * count for each agent, and that is shared by all steps up to the agent's next merge.
 */
/**
 * What a replay must do around the steps of a trace so that every replica has seen exactly what the
 * recording says: what to take in before a step, and after which steps somebody needs a boundary.
 *
 * <p>Immutable after {@link #of}. Time and memory O(steps + merges * agents).
 */
final class TracePlan {
  private final Trace trace;
  private final int replicas;

  /** For each step: how many steps of each agent to have taken in before it, or null if nothing. */
  private final int @Nullable [][] takes;

  /** For each step: its place among its agent's steps, from 1. */
  private final int[] ordinals;

  private final BitSet boundaries = new BitSet();
  private final List<List<Integer>> stepsOf = new ArrayList<>();

  private TracePlan(Trace trace) {
    this.trace = trace;
    this.replicas = Math.max(2, trace.agents());
    this.takes = new int[trace.steps().size()][];
    this.ordinals = new int[trace.steps().size()];
    for (int i = 0; i < replicas; i++) {
      stepsOf.add(new ArrayList<>());
    }
  }

  /**
   * Plans the replay of a trace.
   *
   * @throws RejoinException BAD_TRACE if a step does not build on its agent's steps before
   */
  static TracePlan of(Trace trace) {
    TracePlan plan = new TracePlan(trace);
    int[][] seenAtStep = new int[trace.steps().size()][];
    int[][] seenByAgent = new int[plan.replicas][];
    Arrays.fill(seenByAgent, new int[plan.replicas]);
    for (int i = 0; i < trace.steps().size(); i++) {
      plan.add(i, seenAtStep, seenByAgent);
    }
    for (List<Integer> steps : plan.stepsOf) {
      if (!steps.isEmpty()) {
        plan.boundaries.set(steps.get(steps.size() - 1)); // in the end everybody needs everything
      }
    }
    return plan;
  }

  private void add(int index, int[][] seenAtStep, int[][] seenByAgent) {
    Trace.Step step = trace.steps().get(index);
    List<Integer> own = stepsOf.get(step.agent());
    int[] before = seenByAgent[step.agent()];
    int[] seen = before;
    if (step.parents().length != 1 || own.isEmpty() || step.parents()[0] != last(own)) {
      seen = merge(index, step, seenAtStep);
      if (!Arrays.equals(seen, before)) {
        takes[index] = seen;
        markBoundaries(before, seen);
      }
    }
    own.add(index);
    ordinals[index] = own.size();
    seenAtStep[index] = seen;
    seenByAgent[step.agent()] = seen;
  }

  private static int last(List<Integer> steps) {
    return steps.get(steps.size() - 1);
  }

  /** How many steps of each other agent the parents of a step have seen, themselves included. */
  private int[] merge(int index, Trace.Step step, int[][] seenAtStep) {
    int[] seen = new int[replicas];
    for (int parent : step.parents()) {
      int[] more = seenAtStep[parent];
      for (int agent = 0; agent < replicas; agent++) {
        seen[agent] = Math.max(seen[agent], more[agent]);
      }
      int author = trace.steps().get(parent).agent();
      seen[author] = Math.max(seen[author], ordinals[parent]);
    }
    List<Integer> own = stepsOf.get(step.agent());
    if (seen[step.agent()] != own.size()) {
      throw new RejoinException(
          ErrorCode.BAD_TRACE,
          trace.nameOf(index)
              + " of agent "
              + step.agent()
              + " does not build on "
              + trace.nameOf(last(own))
              + " of the same agent");
    }
    seen[step.agent()] = 0;
    return seen;
  }

  private void markBoundaries(int[] before, int[] seen) {
    for (int agent = 0; agent < replicas; agent++) {
      if (seen[agent] > before[agent]) {
        boundaries.set(stepsOf.get(agent).get(seen[agent] - 1));
      }
    }
  }

  Trace trace() {
    return trace;
  }

  /** How many replicas take part: one for each agent, and a reader where only one types. */
  int replicas() {
    return replicas;
  }

  /** How many steps of each agent to have taken in before this one, or null if nothing is new. */
  int @Nullable [] takesBefore(int step) {
    return takes[step];
  }

  /** Whether somebody must be able to take in the agent's steps up to this one and no further. */
  boolean isBoundary(int step) {
    return boundaries.get(step);
  }

  /** The step's place among the steps of its agent, from 1. */
  int ordinal(int step) {
    return ordinals[step];
  }

  /** The steps of one agent, in order. */
  List<Integer> stepsOf(int agent) {
    return List.copyOf(stepsOf.get(agent));
  }

  /** How many steps each agent has in all. */
  int[] totals() {
    return stepsOf.stream().mapToInt(List::size).toArray();
  }

  /** How often an agent takes in what others typed before it goes on. */
  int merges() {
    return (int) Arrays.stream(takes).filter(t -> t != null).count();
  }
}
